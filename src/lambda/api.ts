/** The entry of the deployed proxy. */
import process from 'node:process';
import { createParameterStore, writeParameter } from '../aws/parameter-store.ts';
import { readRulesObject } from '../aws/rules-object.ts';
import { createUndiciUpstream } from '../http/undici-upstream.ts';
import { createApiHandler } from './api-handler.ts';
import { assembleApi } from './assemble.ts';
import { openSecretsManager, openShippedRules } from './deployment.ts';

const installation = assembleApi({
  environment: process.env,
  openStores: (settings) => ({
    parameters: createParameterStore(),
    secrets: settings.SECRETS_STORE === 'AWS_SECRETS_MANAGER' ? openSecretsManager() : undefined,
  }),
  openUpstream: (settings) => createUndiciUpstream({ minTlsVersion: settings.TLS_VERSION }),
  readRulesObject,
  readShippedRules: openShippedRules(new URL('./rules/', import.meta.url)),
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
