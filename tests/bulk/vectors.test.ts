import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { compareSequencers } from '../../src/bulk/judge-output.ts';
import { originalKeyText, outputContentType, sourceSha } from '../../src/bulk/object-names.ts';
import { shownName } from '../../src/bulk/columns/shown-name.ts';
import { holdsAddress } from '../../src/sanitize/holds-address.ts';
import { sanitizeFile } from '../../src/bulk/sanitize-file.ts';
import { readBulkVectors, type BulkCase } from '../support/bulk-vectors.ts';
import { MemoryStore } from '../support/memory-store.ts';
import {
  bulkSettings,
  compileRules,
  runBulk,
  SOURCE,
  waitFor,
  type BulkRun,
} from '../support/run-bulk.ts';

const vectors = readBulkVectors();
const inputOf = ({ csvIn = '', inBase64 }: BulkCase): Buffer =>
  inBase64 === undefined ? Buffer.from(csvIn) : Buffer.from(inBase64, 'base64');

/** The shuffle is off unless the rules of a case set it. */
function rulesOf({ rules }: BulkCase): unknown {
  const isColumnar = JSON.stringify(rules).includes('"columnsTo');
  const isPlain = isColumnar && typeof rules === 'object' && !('fileRules' in (rules ?? {}));
  return isPlain ? { shuffleWindow: 0, ...rules } : rules;
}

function settingsOf({ options = {} }: BulkCase) {
  return bulkSettings({
    rulesMode: options.rulesMode ?? 'strict',
    leakGuard: options.leakGuard ?? 'redact',
    outputFormat: options.bulkOutputFormat,
  });
}

async function run(one: BulkCase, chunkBytes: number): Promise<BulkRun> {
  const store = new MemoryStore();
  store.chunkBytes = chunkBytes;
  const source = {
    ...SOURCE,
    key: one.options?.key ?? SOURCE.key,
    etag: one.options?.etag ?? SOURCE.etag,
  };
  const input = { bytes: inputOf(one), source, store, settings: settingsOf(one) };
  if (one.options?.lookupTable !== true) return runBulk({ ...input, rules: rulesOf(one) });
  return runLookupTable(one, input);
}

/** Lookup tables are additional outputs, never the main one. */
async function runLookupTable(
  one: BulkCase,
  input: { readonly bytes: Buffer; readonly store: MemoryStore },
): Promise<BulkRun> {
  const table = { destinationBucketName: 'lookup', lookupTable: true, rules: rulesOf(one) };
  const compiled = compileRules({ columnsToInclude: ['N'] }, settingsOf(one), [table]);
  const output = compiled.kind === 'outputs' ? compiled.outputs[1] : undefined;
  if (output === undefined) throw new Error('the lookup table does not compile');
  input.store.set(SOURCE, input.bytes, { etag: SOURCE.etag });
  const report = await sanitizeFile(SOURCE, output, {
    sources: input.store,
    outputs: input.store,
    instanceId: 'scrim-test',
    clock: () => 0,
    wait: waitFor,
    remainingMs: undefined,
    log: () => undefined,
  });
  const bytes = input.store.get({ bucket: 'lookup', key: SOURCE.key })?.bytes;
  return { report, bytes, text: bytes?.toString(), store: input.store, log: [] };
}

/** Names that may not be shown stand in a report by their position (bulk rules, "names in reports"). */
function shownColumns({ report, csvIn = '' }: BulkCase): object {
  const header = csvIn.split(/\r?\n/)[0]?.split(',') ?? [];
  const show = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((name) => shownName(String(name), header.indexOf(String(name)) + 1))
      : value;
  return Object.fromEntries(
    Object.entries(report?.columns ?? {}).map(([list, value]) => [list, show(value)]),
  );
}

describe.each([1, 2, 3, 7, 65_536])('in chunks of %i bytes', (chunkBytes) => {
  const good = vectors.cases.filter(({ csvOut }) => csvOut !== null);
  test.each(good)('$name', async (one) => {
    const { report, text, bytes } = await run(one, chunkBytes);

    expect(report).toMatchObject({ outcome: 'written', code: null, error: null });
    expect(text).toBe(one.csvOut);
    expect(bytes?.subarray(0, 2).toString('hex') === '1f8b').toBe(one.outputGzip === true);
    const { columns, ...others } = one.report ?? {};
    expect(report).toMatchObject(others);
    if (columns !== undefined) expect(report.columns).toMatchObject(shownColumns(one));
  });

  const isOfRules = ({ error }: BulkCase): boolean => error?.code === 'RULES_INVALID';
  const refused = vectors.cases.filter((one) => one.csvOut === null && !isOfRules(one));
  test.each(refused)('$name', async (one) => {
    const { report, bytes, store } = await run(one, chunkBytes);

    const { code, ...details } = one.error ?? { code: '' };
    expect(report).toMatchObject({ outcome: 'rejected', code, error: details });
    expect(bytes).toBeUndefined();
    expect(store.openUploads.size).toBe(0);
  });
});

test.each(vectors.cases.filter(({ error }) => error?.code === 'RULES_INVALID'))(
  'bad rules reject every file: $name',
  (one) => {
    const compiled = compileRules(one.rules, settingsOf(one));

    const { code, ...details } = one.error ?? { code: '' };
    expect(compiled).toMatchObject({ kind: 'problems', code, details });
  },
);

test.each(vectors.keyCases)('$key becomes $outputKey', (one) => {
  const { inputBasePath, outputBasePath } = one;
  const settings = bulkSettings({ inputBasePath, outputBasePath });
  const compiled = compileRules({ columnsToInclude: ['N'] }, settings);

  const output = compiled.kind === 'outputs' ? compiled.outputs[0] : undefined;
  expect(output?.toKey(one.key)).toBe(one.outputKey);
});

test.each(vectors.contentTypeCases)('$source of $key goes out as $output', (one) => {
  expect(outputContentType(one.source ?? undefined, one.key) ?? null).toBe(one.output);
});

test.each(vectors.sequencerCases)('sequencer $a is $aIs than $b', ({ a, b, aIs }) => {
  const order = { older: -1, same: 0, newer: 1 }[aIs];
  expect(compareSequencers(a, b)).toBe(order);
});

test.each(vectors.leakGuardCases)('"$text" holds an address: $hit', ({ text, hit }) => {
  expect(holdsAddress(text)).toBe(hit);
});

test('an output tells its source in metadata', () => {
  const { bucket = '', key = '', ...expected } = vectors.metadata;
  expect({
    'psoxy-original-object-key': originalKeyText({ bucket, key }),
    'scrim-source-sha': sourceSha({ bucket, key }),
  }).toEqual(expected);
});
