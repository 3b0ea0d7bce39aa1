import { existsSync, readFileSync } from 'node:fs';
import { readRulesObject } from '../aws/rules-object.ts';
import { createUndiciUpstream } from '../http/undici-upstream.ts';
import { assembleApi } from '../lambda/assemble.ts';
import type { ShippedRules } from '../lambda/load-rules.ts';
import type { Installation } from '../proxy/installation.ts';
import type { Environment } from '../settings/read-environment.ts';
import type { ReadStore } from '../settings/store.ts';
import type { Stores } from '../settings/stored-values.ts';

export interface LocalSettings {
  /** Settings and secrets. */
  readonly environment: Environment;
  /** Absent: as in the deployed function, at last the rules of this checkout. */
  readonly rules?: string;
  /** Absent: nothing is read from a store. */
  readonly stores?: Stores;
  /** Where calls go instead of the settings' addresses. */
  readonly target?: { readonly targetBase: string; readonly tokenEndpoint: string };
  readonly writeLog: (line: string) => void;
}

export interface LocalInstallation extends Installation {
  close(): Promise<void>;
}

/** The proxy that is deployed, put together from an environment and a rules file. */
export function createLocalInstallation(settings: LocalSettings): LocalInstallation {
  const { environment, rules, target, writeLog } = settings;
  const stores = settings.stores ?? { parameters: noStore, secrets: undefined };
  const opened: { close(): Promise<void> }[] = [];
  const installation = assembleApi({
    environment: rules === undefined ? environment : { ...environment, RULES: rules },
    openStores: () => stores,
    openUpstream: ({ TLS_VERSION: minTlsVersion }) => {
      const upstream = createUndiciUpstream({ minTlsVersion });
      opened.push(upstream);
      return upstream;
    },
    readRulesObject,
    // Privacy: rules that were given and are blank are no reason to work by others.
    readShippedRules: rules === undefined ? readOwnRules : () => undefined,
    clock: () => Date.now(),
    writeLine: writeLog,
    ...(target === undefined ? {} : { local: target }),
  });
  return {
    ...installation,
    async close() {
      await Promise.all(opened.map((upstream) => upstream.close()));
    },
  };
}

const RULES = new URL('../../rules/', import.meta.url);

function readOwnRules(name: string): ShippedRules | undefined {
  const file = new URL(`${name}.yaml`, RULES);
  return existsSync(file) ? { text: readFileSync(file, 'utf8') } : undefined;
}

const noStore: ReadStore = () => Promise.resolve(new Map());
