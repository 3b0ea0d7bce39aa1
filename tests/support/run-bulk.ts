import { Buffer } from 'node:buffer';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { BulkSettings } from '../../src/bulk/bulk-settings.ts';
import { compileOutputs, type CompiledOutputs } from '../../src/bulk/compile-outputs.ts';
import type { FileReport } from '../../src/bulk/report.ts';
import { sanitizeFile } from '../../src/bulk/sanitize-file.ts';
import type { SourceObject, StoryParts } from '../../src/bulk/story.ts';
import type { LogEntry } from '../../src/log.ts';
import { createPseudonymizer } from '../../src/pseudonym/create-pseudonymizer.ts';
import type { PseudonymSettings } from '../../src/pseudonym/pseudonymizer.ts';
import { Secret } from '../../src/secret.ts';
import { MemoryStore } from './memory-store.ts';

export const SOURCE: SourceObject = {
  bucket: 'in',
  key: 'main.csv',
  etag: '9b2cf535f27731c974343645a3985328',
  versionId: undefined,
  sequencer: undefined,
};

/** Really waits; tests that need it to pass give another. */
export const waitFor: StoryParts['wait'] = (ms, signal) => setTimeout(ms, undefined, { signal });

/** The settings of the vectors: a public salt, plain output. */
export function bulkSettings(changed: Partial<BulkSettings> = {}): BulkSettings {
  return {
    rulesMode: 'strict',
    leakGuard: 'redact',
    outputBucket: 'out',
    inputBucket: undefined,
    inputBasePath: '',
    outputBasePath: '',
    outputFormat: undefined,
    compressAlways: false,
    bufferBytes: 65_536,
    maxRecordBytes: 16_777_216,
    maxInflatedBytes: 214_748_364_800,
    maxInflateRatio: 200,
    pseudonyms: pseudonymSettings(),
    ...changed,
  };
}

export function pseudonymSettings(salt = 'salt'): PseudonymSettings {
  const secrets = { salt: new Secret(salt), encryptionKey: new Secret('secret') };
  return {
    algorithm: 'psoxy-sha256',
    emailCanonicalization: 'STRICT',
    emailDomainHandling: 'PRESERVE',
    identifiers: secrets,
    ips: secrets,
    emailDomains: secrets,
  };
}

export function compileRules(
  rules: unknown,
  settings: BulkSettings = bulkSettings(),
  additional?: unknown,
): CompiledOutputs {
  return compileOutputs(
    {
      rules: typeof rules === 'string' ? rules : JSON.stringify(rules),
      additionalTransforms: additional === undefined ? undefined : JSON.stringify(additional),
    },
    settings,
    createPseudonymizer(settings.pseudonyms),
  );
}

export interface BulkRun {
  readonly report: FileReport;
  /** Of the output, as stored; undefined if there is none. */
  readonly bytes: Buffer | undefined;
  /** Inflated where it is gzip. */
  readonly text: string | undefined;
  readonly store: MemoryStore;
  readonly log: readonly LogEntry[];
}

export interface BulkInput {
  readonly rules: unknown;
  readonly bytes: Buffer | string;
  readonly settings?: BulkSettings;
  readonly source?: SourceObject;
  readonly store?: MemoryStore;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly metadata?: ReadonlyMap<string, string>;
  readonly parts?: Partial<StoryParts>;
}

/** One file through the whole story, with a store in memory. */
export async function runBulk(input: BulkInput): Promise<BulkRun> {
  const { store = new MemoryStore(), source = SOURCE, settings = bulkSettings() } = input;
  const compiled = compileRules(input.rules, settings);
  if (compiled.kind === 'problems') throw new Error(compiled.problems.join('\n'));
  const [output] = compiled.outputs;
  if (output === undefined) throw new Error('no output');
  store.set(source, Buffer.from(input.bytes), {
    etag: source.etag,
    contentType: input.contentType,
    contentEncoding: input.contentEncoding,
    metadata: input.metadata ?? new Map(),
  });
  const log: LogEntry[] = [];
  const report = await sanitizeFile(source, output, {
    sources: store,
    outputs: store,
    instanceId: 'scrim-test',
    clock: () => 0,
    wait: waitFor,
    remainingMs: undefined,
    log: (entry) => log.push(entry),
    ...input.parts,
  });
  const bytes = store.get({ bucket: output.bucket, key: output.toKey(source.key) })?.bytes;
  return { report, bytes, text: bytes && toText(bytes), store, log };
}

function toText(bytes: Buffer): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? gunzipSync(bytes) : bytes).toString();
}
