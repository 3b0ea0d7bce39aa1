import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import type { OutputStore } from '../../src/bulk/ports.ts';
import { sanitizeFile } from '../../src/bulk/sanitize-file.ts';
import type { FileReport } from '../../src/bulk/report.ts';
import type { SourceObject, StoryParts } from '../../src/bulk/story.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { bulkSettings, compileRules, runBulk, SOURCE, waitFor } from '../support/run-bulk.ts';

const RULES = { columnsToPseudonymize: ['Email'], unlistedColumns: 'drop' };
const CSV = 'Email\njane.roe@example.com\n';
const OUT = { bucket: 'out', key: SOURCE.key };
/** So large that its output needs two parts. */
const LARGE = `Email\n${'jane.roe@example.com\n'.repeat(160_000)}`;

interface Told {
  readonly rules?: unknown;
  readonly source?: Partial<SourceObject>;
  readonly salt?: string;
  readonly parts?: Partial<StoryParts>;
}

/** Tells the story of one source that lies in the store. */
async function tell(store: MemoryStore, told: Told = {}): Promise<FileReport> {
  const compiled = compileRules(told.rules ?? RULES);
  const output = compiled.kind === 'outputs' ? compiled.outputs[0] : undefined;
  if (output === undefined) throw new Error('the rules do not compile');
  return sanitizeFile({ ...SOURCE, ...told.source }, output, {
    sources: store,
    outputs: store,
    instanceId: 'scrim-test',
    clock: () => 0,
    wait: waitFor,
    remainingMs: undefined,
    log: () => undefined,
    ...told.parts,
  });
}

function storeWith(text: string, etag = SOURCE.etag): MemoryStore {
  const store = new MemoryStore();
  store.set(SOURCE, Buffer.from(text), { etag });
  return store;
}

const textOf = (store: MemoryStore): string | undefined => store.get(OUT)?.bytes.toString();

describe('a source is sanitized once', () => {
  test('the same event again reads nothing', async () => {
    const store = storeWith(CSV);
    const first = await tell(store, { source: { sequencer: '0A' } });
    store.calls.length = 0;
    const second = await tell(store, { source: { sequencer: '0A' } });

    expect([first.outcome, second.outcome]).toEqual(['written', 'already-done']);
    expect(store.calls).toEqual(['HeadObject']);
    expect(second.rows).toEqual({ in: 0, out: 0, rejected: 0 });
  });

  test('ten times at once: one object, the others find it done', async () => {
    const store = storeWith(LARGE);

    const reports = await Promise.all(Array.from({ length: 10 }, () => tell(store)));

    const outcomes = reports.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual([...Array<string>(9).fill('already-done'), 'written']);
    expect(store.openUploads.size).toBe(0);
  });

  test('other rules or another source of the same key write anew', async () => {
    const store = storeWith(CSV);
    await tell(store);
    const before = textOf(store);

    const otherRules = { ...RULES, pseudonymFormat: 'URL_SAFE_HASH_ONLY' };
    expect((await tell(store, { rules: otherRules })).outcome).toBe('written');
    expect(textOf(store)).not.toBe(before);

    store.set(SOURCE, Buffer.from(`${CSV}x\n`), { etag: 'new' });
    expect((await tell(store, { source: { etag: 'new' } })).rows.out).toBe(2);
  });

  test('an older event never replaces a newer output', async () => {
    const store = storeWith(CSV, 'new');
    await tell(store, { source: { etag: 'new', sequencer: '0B' } });
    const before = textOf(store);

    const late = await tell(store, { source: { etag: 'old', sequencer: '0A' } });

    expect([late.outcome, textOf(store)]).toEqual(['superseded', before]);
  });

  test('two sources of one output key: the second is rejected', async () => {
    const store = storeWith(CSV);
    await tell(store);
    store.set({ bucket: 'other', key: SOURCE.key }, Buffer.from('Email\n'), { etag: 'e' });

    const report = await tell(store, { source: { bucket: 'other', etag: 'e' } });

    expect(report).toMatchObject({ outcome: 'rejected', code: 'OUTPUT_TAKEN' });
  });

  test('an output of somebody else is replaced only as it was seen', async () => {
    const store = storeWith(CSV);
    store.set(OUT, Buffer.from('from elsewhere'));
    store.before = (call, count) => {
      if (call === 'PutObject' && count === 1) store.set(OUT, Buffer.from('changed meanwhile'));
    };

    const report = await tell(store);

    expect(report.outcome).toBe('written');
    expect(store.calls.filter((call) => call === 'PutObject').length).toBe(2);
  });

  test('an output that others keep writing ends after three tries', async () => {
    const store = storeWith(LARGE);
    store.before = (call, count) => {
      if (call === 'CompleteMultipartUpload') store.set(OUT, Buffer.from(String(count)));
    };

    const report = await tell(store);

    expect(report).toMatchObject({ outcome: 'failed', code: 'OUTPUT_CONFLICT' });
    expect(textOf(store)).toBe('3');
    expect(store.openUploads.size).toBe(0);
  });
});

describe('what is not for this function', () => {
  test.each([
    ['a folder', { key: 'folder/' }, 'skipped', null],
    ['a key that holds an address', { key: 'jane@example.com.csv' }, 'rejected', 'KEY_REFUSED'],
    ['a source that is gone', { key: 'gone.csv' }, 'failed', 'SOURCE_GONE'],
    ['a source that was replaced', { etag: 'older' }, 'superseded', null],
  ])('%s', async (_what, source, outcome, code) => {
    const store = storeWith(CSV);
    const report = await tell(store, { source });

    expect(report).toMatchObject({ outcome, code });
    expect(store.get(OUT)).toBeUndefined();
    expect(JSON.stringify(report)).not.toContain('jane');
  });

  test('its own output, whose body it does not read', async () => {
    const store = storeWith(CSV);
    const metadata = new Map([['psoxy-instance-id', 'scrim-test']]);
    store.set(SOURCE, Buffer.from(CSV), { etag: SOURCE.etag, metadata });

    expect((await tell(store)).outcome).toBe('skipped');
  });

  test('another bucket, the source itself, a key without rules', async () => {
    const run = (settings: Parameters<typeof bulkSettings>[0], rules: unknown = RULES) =>
      runBulk({ rules, bytes: CSV, settings: bulkSettings(settings) });

    expect((await run({ inputBucket: 'elsewhere' })).report.code).toBe('WRONG_BUCKET');
    expect((await run({ outputBucket: 'in' })).report.code).toBe('OUTPUT_IS_INPUT');
    expect((await run({}, { fileRules: { 'x.csv': RULES } })).report.code).toBe('NO_RULES_FOR_KEY');
  });

  test('an output that may not be looked at is never taken for absent', async () => {
    const store = storeWith(CSV);
    store.before = (call) =>
      call === 'HeadObject' ? { kind: 'denied', call, answer: 'AccessDenied' } : undefined;

    expect(await tell(store)).toMatchObject({ outcome: 'failed', code: 'OUTPUT_READ_DENIED' });
    expect(store.calls).toEqual(['HeadObject']);
  });
});

describe('a body that breaks off', () => {
  test('is read on from the byte that is missing', async () => {
    const store = storeWith(LARGE);
    let breaks = 0;
    store.before = (call, at) => {
      if (call !== 'chunk' || at === 0 || breaks === 20) return;
      breaks += 1;
      throw new Error('ECONNRESET');
    };

    const report = await tell(store);

    expect([report.outcome, breaks]).toEqual(['written', 20]);
    expect(report.bytes.in).toBe(LARGE.length);
    const whole = storeWith(LARGE);
    await tell(whole);
    expect(store.get(OUT)?.bytes.equals(whole.get(OUT)?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  test('five times without progress ends the run', async () => {
    const store = storeWith(CSV);
    store.before = (call) => {
      if (call === 'chunk') throw new Error('ECONNRESET');
    };

    expect(await tell(store)).toMatchObject({ outcome: 'failed', code: 'SOURCE_READ_FAILED' });
    expect(store.calls.filter((call) => call === 'GetObject').length).toBe(5);
  });

  test('and is another object by then, has an event of its own', async () => {
    const store = storeWith(LARGE);
    store.before = (call, at) => {
      if (call !== 'chunk' || at === 0) return;
      store.set(SOURCE, Buffer.from(CSV), { etag: 'new' });
      throw new Error('ECONNRESET');
    };

    expect((await tell(store)).outcome).toBe('superseded');
    expect([store.get(OUT), store.openUploads.size]).toEqual([undefined, 0]);
  });
});

describe('nothing partial: a fault at any awaited call leaves no output and no upload', () => {
  const calls = ['HeadObject', 'GetObject', 'CreateMultipartUpload', 'UploadPart'];
  const faults = [
    ['is refused', (call: string) => ({ kind: 'denied', call })],
    ['fails', (call: string) => ({ kind: 'unavailable', call, answer: 'InternalError' })],
    [
      'throws what nobody expected',
      () => {
        throw new Error('jane.roe@example.com');
      },
    ],
  ] as const;
  const cases = [...calls, 'CompleteMultipartUpload'].flatMap((call) =>
    faults.map(([what, fault]) => ({ call, what, fault })),
  );

  test.each(cases)('$call $what', async ({ call, fault }) => {
    const store = storeWith(LARGE);
    store.before = (one, count) =>
      one === call && (call !== 'UploadPart' || count === 2) ? fault(call) : undefined;
    const log: unknown[] = [];

    const report = await tell(store, { parts: { log: (entry) => log.push(entry) } });

    expect(report.outcome).toBe('failed');
    expect([store.get(OUT), store.openUploads.size]).toEqual([undefined, 0]);
    expect(JSON.stringify([report, log])).not.toContain('jane');
  });

  test('an upload that cannot be aborted is logged', async () => {
    const store = storeWith(`${LARGE}"`);
    store.before = (call) => (call === 'AbortMultipartUpload' ? false : undefined);
    const log: unknown[] = [];

    const report = await tell(store, { parts: { log: (entry) => log.push(entry) } });

    expect([report.code, store.get(OUT)]).toEqual(['CSV_SYNTAX', undefined]);
    expect(log).toEqual([expect.objectContaining({ level: 'warn' })]);
  });
});

describe('a commit without answer', () => {
  test.each([
    ['CompleteMultipartUpload', LARGE],
    ['PutObject', CSV],
  ])('%s that was done is found done', async (commit, text) => {
    const store = storeWith(text);
    const lost = { kind: 'unavailable', call: commit } as const;
    const outputs: OutputStore = {
      head: (address) => store.head(address),
      put: async (output) => {
        await store.put(output);
        return lost;
      },
      startUpload: async (address, facts) => {
        const { upload } = await store.startUpload(address, facts);
        const complete: typeof upload.complete = async (...words) => {
          await upload.complete(...words);
          return lost;
        };
        return { kind: 'started', upload: { ...upload, complete } };
      },
    };

    const report = await tell(store, { parts: { outputs } });

    expect(report.outcome).toBe('written');
    expect(store.calls.filter((call) => call === commit).length).toBe(1);
  });

  test('that was not done is repeated', async () => {
    const store = storeWith(CSV);
    store.before = (call, count) =>
      call === 'PutObject' && count < 3 ? { kind: 'unavailable', call } : undefined;

    expect((await tell(store)).outcome).toBe('written');
    expect(store.calls).toEqual([
      'HeadObject',
      'GetObject',
      'PutObject',
      'HeadObject',
      'PutObject',
      'HeadObject',
      'PutObject',
    ]);
  });
});

describe('time', () => {
  /** A clock that a chunk moves on by some seconds. */
  function slowly(secondsAChunk: number, wholeMs: number, spentMs = 0) {
    const store = storeWith(LARGE);
    let now = spentMs;
    store.before = (call) => {
      if (call === 'chunk') now += secondsAChunk * 1000;
    };
    const parts: Partial<StoryParts> = {
      clock: () => now,
      wait: (_ms, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        }),
      remainingMs: () => wholeMs - now,
      invocationMs: wholeMs,
    };
    return { store, parts };
  }

  test('that will do is not cut short', async () => {
    const { store, parts } = slowly(1, 900_000);
    expect((await tell(store, { parts })).outcome).toBe('written');
  });

  test('that no invocation has: the file is rejected early, with figures', async () => {
    const { store, parts } = slowly(20, 900_000);
    const report = await tell(store, { parts });

    expect(report).toMatchObject({ outcome: 'rejected', code: 'WILL_NOT_FINISH' });
    expect(report.error).toMatchObject({ sizeBytes: LARGE.length, bytesPerSecond: 3277 });
    expect(report.bytes.in).toBeLessThan(LARGE.length / 10);
    expect([store.get(OUT), store.openUploads.size]).toEqual([undefined, 0]);
  });

  test('that earlier files took: the repeat has all of it', async () => {
    const { store, parts } = slowly(8, 900_000, 600_000);
    expect(await tell(store, { parts })).toMatchObject({ outcome: 'failed', code: 'TIME_UP' });
  });

  test('that is over ends also a store that hangs', async () => {
    const store = storeWith(LARGE);
    store.before = (call) => (call === 'UploadPart' ? new Promise(() => undefined) : undefined);
    const wait: StoryParts['wait'] = () => Promise.resolve();

    const report = await tell(store, { parts: { remainingMs: () => 60_000, wait } });

    expect(report).toMatchObject({ outcome: 'failed', code: 'TIME_UP' });
    expect([store.get(OUT), store.openUploads.size]).toEqual([undefined, 0]);
  });
});

test('no value escapes: a marker in every cell, header, key and label is nowhere but where it may be', async () => {
  const marker = (place: string) => `zq${place}marker`;
  const names = ['Email', marker('header'), `${marker('mail')}@example.com`];
  const rows = [`${marker('hashed')},${marker('dropped')},${marker('last')}`];
  const good = `${names.join(',')}\n${rows.join('\n')}\n`;
  const log: unknown[] = [];
  const lines: unknown[] = [];

  for (const [index, text] of [
    good,
    `${good}"${marker('open')}`,
    `${good}a,b,c,${marker('surplus')}\n`,
    `${good}"a"${marker('behind')}\n`,
    good.replace('Email', 'E-mail'),
  ].entries()) {
    const store = new MemoryStore();
    store.set(SOURCE, Buffer.from(text), {
      etag: SOURCE.etag,
      contentType: 'text/csv',
      metadata: new Map([[marker('name'), marker('value')]]),
    });
    const report = await tell(store, { parts: { log: (entry) => log.push(entry) } });
    expect(report.outcome).toBe(index === 0 ? 'written' : 'rejected');
    lines.push(
      report,
      [...(store.get(OUT)?.facts.metadata ?? [])],
      store.get(OUT)?.bytes.toString(),
    );
  }

  const written = JSON.stringify([log, lines]);
  // A plain header of a dropped column may be named: that is how an officer learns of it.
  const found = new Set(written.match(/zq\w+marker/g));
  expect([...found]).toEqual([marker('header')]);
});

test.each([
  ['a copy', { columnsToDuplicate: { Name: 'Name 2' } }],
  [
    'a piece',
    { fieldsToTransform: { Name: { newName: 'Name 2', transforms: [{ filter: '(.).*' }] } } },
  ],
])('%s of a column that does not pass is not written, its pseudonym is', async (_what, made) => {
  const rules = { columnsToPseudonymize: ['Email'], unlistedColumns: 'drop', ...made };
  const bytes = 'Email,Name\njane.roe@example.com,Jane Roe\n';

  const clear = await runBulk({ rules, bytes });
  expect(clear.text).toMatch(/^Email\nt~[\w-]{43}@example\.com\n$/);
  expect(clear.report.columns).toMatchObject({ kept: [], dropped: ['Name'], derived: [] });
  const hashed = await runBulk({
    rules: { ...rules, columnsToPseudonymize: ['Email', 'Name 2'] },
    bytes,
  });
  expect(hashed.text).toMatch(/^Email,Name 2\nt~.*,t~[\w-]{43}\n$/);
});
