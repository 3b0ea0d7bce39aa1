import { createUndiciUpstream } from '../http/undici-upstream.ts';
import { assembleApi } from '../lambda/assemble.ts';
import type { Installation } from '../proxy/installation.ts';
import type { Environment } from '../settings/read-environment.ts';
import type { ReadStore } from '../settings/store.ts';

export interface LocalSettings {
  /** Settings and secrets; nothing is read from a store. */
  readonly environment: Environment;
  readonly rules: string;
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
  const opened: { close(): Promise<void> }[] = [];
  const installation = assembleApi({
    environment: { ...environment, RULES: rules },
    openStores: () => ({ parameters: noStore, secrets: undefined }),
    openUpstream: ({ TLS_VERSION: minTlsVersion }) => {
      const upstream = createUndiciUpstream({ minTlsVersion });
      opened.push(upstream);
      return upstream;
    },
    readRulesObject: () => Promise.resolve(undefined),
    readShippedRules: () => undefined,
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

const noStore: ReadStore = () => Promise.resolve(new Map());
