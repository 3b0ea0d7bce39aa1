/** The entry of the deployed sanitizer of files. */
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { createParameterStore } from '../aws/parameter-store.ts';
import { readRulesObject } from '../aws/rules-object.ts';
import { createS3Store } from '../aws/s3-store.ts';
import { assembleBulk } from './assemble-bulk.ts';
import { createBulkHandler } from './bulk-handler.ts';
import { openSecretsManager, openShippedRules } from './deployment.ts';

const runner = assembleBulk({
  environment: process.env,
  openStores: (settings) => ({
    parameters: createParameterStore(),
    secrets: settings.SECRETS_STORE === 'AWS_SECRETS_MANAGER' ? openSecretsManager() : undefined,
  }),
  files: createS3Store(),
  readRulesObject,
  readShippedRules: openShippedRules(new URL('./rules/', import.meta.url)),
  clock: () => Date.now(),
  wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
  writeLine: (line) => process.stdout.write(`${line}\n`),
});
// Lambda lends a whole processor until the handler is there, and freezes what still runs then until
// the first event: a call to a store would be cut.
await runner.ready().catch(() => undefined);

export const handler = createBulkHandler(runner);
