/** The entry of the deployed proxy. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createParameterStore, writeParameter } from '../aws/parameter-store.ts';
import { readRulesObject } from '../aws/rules-object.ts';
import { createSecretsManager, writeSecret } from '../aws/secrets-manager.ts';
import { createUndiciUpstream } from '../http/undici-upstream.ts';
import { createApiHandler } from './api-handler.ts';
import { assembleApi } from './assemble.ts';

const SHIPPED = new URL('./rules/', import.meta.url);

export const handler = createApiHandler(
  assembleApi({
    environment: process.env,
    openStores: (settings) => ({
      parameters: createParameterStore(),
      secrets:
        settings.SECRETS_STORE === 'AWS_SECRETS_MANAGER' ? createSecretsManager() : undefined,
    }),
    openUpstream: (settings) => createUndiciUpstream({ minTlsVersion: settings.TLS_VERSION }),
    readRulesObject,
    readShippedRules: (name) => readIfThere(new URL(`${name}.yaml`, SHIPPED)),
    writeSharedToken: (name, text, settings) =>
      settings.SECRETS_STORE === 'AWS_SECRETS_MANAGER'
        ? writeSecret(name, text)
        : writeParameter(name, text),
    clock: () => Date.now(),
    writeLine: (line) => process.stdout.write(`${line}\n`),
  }),
);

function readIfThere(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
