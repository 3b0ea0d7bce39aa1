import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startRuntimeApi, type Invocation } from './runtime-api.ts';

const CLIENT = fileURLToPath(import.meta.resolve('aws-lambda-ric'));
const NATIVE_PART = new URL('./lambda-native-client.mjs', import.meta.url).href;

export interface RunningFunction {
  /** Ends when the function is loaded and asks for its first event, or never will. */
  readonly ready: Promise<undefined>;
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** All that the function wrote, to both streams. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * Runs the `index.handler` of a folder as AWS does: the runtime client of AWS in a process of its
 * own, which has no other environment than what Lambda sets and `environment`.
 */
export async function startFunction(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningFunction> {
  const api = await startRuntimeApi();
  const child = spawn(process.execPath, ['--import', NATIVE_PART, CLIENT, 'index.handler'], {
    cwd: folder,
    env: { ...lambdaEnvironment(folder, api.address), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      api.fail(`the runtime ended with ${String(code)}: ${chunks.join('')}`);
      resolve();
    });
  });
  return {
    ready: api.ready,
    invoke: api.invoke,
    output: () => chunks.join(''),
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await api.close();
    },
  };
}

/** Source: AWS Lambda, "Defined runtime environment variables". */
function lambdaEnvironment(folder: string, runtimeApi: string): Readonly<Record<string, string>> {
  return {
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_FUNCTION_NAME: 'scrim-zoom',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/scrim-zoom',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: folder,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: 'index.handler',
  };
}
