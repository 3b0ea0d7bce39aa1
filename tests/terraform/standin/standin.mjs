// The stand-in as a library: start it, run terraform with it, stop it.
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { createProviderService } from './provider/provider-service.mjs';
import { serveProvider } from './provider/server.mjs';
import { schemaAtFloor } from './schema/floor.mjs';

const readJson = (name) =>
  JSON.parse(readFileSync(new URL(`./schema/${name}`, import.meta.url), 'utf8'));

/**
 * Starts a provider in this process.
 *
 * With `floor: true` it serves only what the oldest allowed provider version already had.
 */
export async function startStandIn({ floor = false, log = logTo(process.env.STANDIN_LOG) } = {}) {
  const newest = readJson('schema.json');
  const schema = floor ? schemaAtFloor(newest, readJson('floor.json')) : newest;
  const { reattach, stop } = await serveProvider(
    createProviderService({ schema, rules: readJson('rules.json') }),
    { log },
  );
  return { environment: environmentWith(reattach), stop };
}

/** Runs terraform and collects what it prints. A missing binary is an error; a failing command is a result. */
export function runTerraform(args, { standIn, cwd = process.cwd(), env = {}, stdio = 'pipe' }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.env.TERRAFORM ?? 'terraform', args, {
      cwd,
      stdio,
      env: { ...process.env, ...standIn.environment, ...env },
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'])
      child[name]?.setEncoding('utf8').on('data', (text) => (output[name] += text));
    child.on('error', (error) =>
      reject(
        error.code === 'ENOENT'
          ? new Error('terraform is not on the PATH', { cause: error })
          : error,
      ),
    );
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), ...output }));
  });
}

// Nothing outside the configuration decides a run: no CLI file, no update check, no credentials of the person at the keyboard.
function environmentWith(reattach) {
  return {
    TF_REATTACH_PROVIDERS: reattach,
    TF_CLI_CONFIG_FILE: '/dev/null',
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    // A third less computing: terraform reads the schema anew in each run, and ends before it pays to collect garbage.
    GOGC: '400',
  };
}

function logTo(file) {
  return file ? (...words) => appendFileSync(file, `${words.join(' ')}\n`) : () => {};
}
