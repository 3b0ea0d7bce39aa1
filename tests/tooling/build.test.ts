import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { installedMaterials, materialsOf } from '../../scripts/build/bill-of-materials.ts';
import { buildFunction } from '../../scripts/build/build-function.ts';
import { functions } from '../../scripts/build/functions.ts';
import { placeOf } from '../../scripts/build/place-of.ts';
import { toReport, toText } from '../../scripts/build/report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const api = await buildFunction(root, functions.api);
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

describe('a zip', () => {
  test('has the same bytes each time it is built', async () => {
    const again = await buildFunction(root, functions.api);

    expect(Buffer.from(again.zip).equals(Buffer.from(api.zip))).toBe(true);
  });

  test('holds the handler, the rules as they are written, and the terms of all that is in it', () => {
    const files = unzipSync(api.zip);

    expect(text(files['index.mjs'])).toMatch(/export\{[A-Za-z_$]+ as handler\}/);
    expect(text(files['rules/zoom.yaml'])).toBe(read('rules/zoom.yaml'));
    expect(text(files['LICENSE'])).toBe(read('LICENSE'));
    for (const { name, version } of api.packages) {
      expect(text(files['THIRD-PARTY-LICENSES'])).toContain(`${name} ${version} (`);
    }
    expect(text(files['THIRD-PARTY-LICENSES'])).toContain('Copyright Eemeli Aro');
  });

  test('of the API has at most a megabyte', () => {
    expect(api.zip.length).toBeLessThanOrEqual(1_000_000);
  });
});

describe('a cold start of the API', () => {
  /** A name that only the S3 client has. */
  const OF_S3 = 'AccountRequiresEncryption|NoSuchBucket|BucketAlreadyOwnedByYou';
  const atStart = api.outputs.filter(({ isAtStart }) => isAtStart).map(({ path }) => path);
  const later = api.outputs.filter(({ isAtStart }) => !isAtStart).map(({ path }) => path);
  const holdsS3 = (path: string): boolean => new RegExp(OF_S3).test(text(api.files.get(path)));

  test('reads neither S3 nor Secrets Manager nor the YAML parser', () => {
    const eager = api.packages.filter(({ bytesAtStart }) => bytesAtStart > 0);

    const names = eager.map(({ name }) => name);
    expect(names).toContain('@aws-sdk/client-ssm');
    expect(names).not.toContain('@aws-sdk/client-s3');
    expect(names).not.toContain('@aws-sdk/client-secrets-manager');
    expect(names).not.toContain('yaml');
    expect(atStart.filter(holdsS3)).toEqual([]);
    expect(later.filter(holdsS3)).not.toEqual([]);
  });

  test('that would read a package which is for later stops the build', async () => {
    const withZod = { ...functions.api, notAtStart: ['zod'] };

    await expect(buildFunction(root, withZod)).rejects.toThrow(
      'every cold start of api would read zod; import it where it is used',
    );
  });

  test('with rules that have a problem stops the build', async () => {
    const withRulesForFiles = { ...functions.api, rules: ['zoom-ai-metrics'] };

    await expect(buildFunction(root, withRulesForFiles)).rejects.toThrow(
      /^zoom-ai-metrics\.yaml:\d+:\d+: unknown key/,
    );
  });

  test('with too large a zip stops the build', async () => {
    await expect(buildFunction(root, { ...functions.api, maxZipBytes: 10_000 })).rejects.toThrow(
      /^the zip of api has \d+ bytes, more than 10000/,
    );
  });
});

describe('beside a zip', () => {
  const report = toReport(api, '1.2.3');

  test('the report gives its hash in both spellings and says what is in it', () => {
    const hash = createHash('sha256').update(api.zip);

    expect(report.sha256).toBe(hash.copy().digest('hex'));
    expect(report.sha256Base64).toBe(hash.digest('base64'));
    const inPackages = report.packages.reduce((sum, { bytes }) => sum + bytes, 0);
    // The rest is what holds the modules together.
    expect((inPackages + report.own.bytes) / report.code.bytes).toBeGreaterThan(0.85);
    expect(toText(report)).toMatch(/^api 1\.2\.3: \d+\.\d KiB zipped\nsha256 [0-9a-f]{64}\n/);
  });

  test('the maps tell which source a frame of the log comes from', () => {
    const lines = text(api.files.get('index.mjs')).split('\n');
    const marked = 'The call must use HTTPS.';
    const line = lines.findIndex((one) => one.includes(marked));
    const column = lines[line]?.indexOf(marked) ?? 0;
    const readMap = (file: string): SourceMap =>
      new SourceMap(JSON.parse(text(api.maps.get(`${file}.map`))) as SourceMapPayload);

    const frame = `async v (file:///var/task/index.mjs:${String(line + 1)}:${String(column + 1)})`;

    const written = read('src/errors.ts').split('\n');
    const at = written.findIndex((one) => one.includes(marked)) + 1;
    expect(placeOf(frame, readMap)).toMatch(`src/errors.ts:${String(at)}:`);
    expect(placeOf('node:internal/process/task_queues:105:5', readMap)).toBeUndefined();
  });

  test('the bill of materials lists just what is in it', () => {
    const materials = materialsOf(installedMaterials(root), api.packages);

    const listed = materials.components.map((component) => component as unknown as Listed);
    expect(
      listed
        .map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`)
        .sort(),
    ).toEqual(api.packages.map(({ name, version }) => `${name}@${version}`).sort());
    for (const { purl } of listed) expect(purl).toMatch(/^pkg:npm\//);
    expect(JSON.stringify(materials)).not.toContain('vitest');
  });
});

interface Listed {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}
