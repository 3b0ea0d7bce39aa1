/** What both kinds of function find around them once they are deployed. */
import { readFileSync } from 'node:fs';
import type { ReadStore } from '../settings/store.ts';
import type { ShippedRules } from './load-rules.ts';

/** The client is loaded only where secrets are kept there: it costs a cold start. */
export function openSecretsManager(): ReadStore {
  const opened = import('../aws/secrets-manager.ts').then((module) =>
    module.createSecretsManager(),
  );
  return async (names) => (await opened)(names);
}

/** Reads rules by their name, as they lie in a folder of the zip. */
export function openShippedRules(folder: URL): (name: string) => ShippedRules | undefined {
  return (name) => {
    const text = readIfThere(new URL(`${name}.yaml`, folder));
    if (text === undefined) return undefined;
    return { text, preparedNodes: readIfThere(new URL(`${name}.nodes.json`, folder)) };
  };
}

function readIfThere(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
