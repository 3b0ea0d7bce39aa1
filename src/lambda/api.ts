/** The entry of the deployed proxy. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createParameterStore, writeParameter } from '../aws/parameter-store.ts';
import { readRulesObject } from '../aws/rules-object.ts';
import { createUndiciUpstream } from '../http/undici-upstream.ts';
import type { ReadStore } from '../settings/store.ts';
import { createApiHandler } from './api-handler.ts';
import { assembleApi } from './assemble.ts';
import type { ShippedRules } from './load-rules.ts';

const SHIPPED = new URL('./rules/', import.meta.url);

const installation = assembleApi({
  environment: process.env,
  openStores: (settings) => ({
    parameters: createParameterStore(),
    secrets: settings.SECRETS_STORE === 'AWS_SECRETS_MANAGER' ? openSecretsManager() : undefined,
  }),
  openUpstream: (settings) => createUndiciUpstream({ minTlsVersion: settings.TLS_VERSION }),
  readRulesObject,
  readShippedRules,
  writeSharedToken: async (name, text, settings) =>
    settings.SECRETS_STORE === 'AWS_SECRETS_MANAGER'
      ? (await import('../aws/secrets-manager.ts')).writeSecret(name, text)
      : writeParameter(name, text),
  clock: () => Date.now(),
  writeLine: (line) => process.stdout.write(`${line}\n`),
});
// Lambda lends a whole processor until the handler is there, and freezes what still runs then until
// the first event: a call to a store would be cut.
await installation.ready().catch(() => undefined);

export const handler = createApiHandler(installation);

/** The client is loaded only where secrets are kept there: it costs a cold start. */
function openSecretsManager(): ReadStore {
  const opened = import('../aws/secrets-manager.ts').then((module) =>
    module.createSecretsManager(),
  );
  return async (names) => (await opened)(names);
}

function readShippedRules(name: string): ShippedRules | undefined {
  const text = readIfThere(new URL(`${name}.yaml`, SHIPPED));
  if (text === undefined) return undefined;
  return { text, preparedNodes: readIfThere(new URL(`${name}.nodes.json`, SHIPPED)) };
}

function readIfThere(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
