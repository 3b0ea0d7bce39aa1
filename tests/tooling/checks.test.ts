/** A check that cannot fail is none: each is given something to find. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';

// With CI=true the typed parser reads files from disk and not the texts that are planted here.
process.env['TSESTREE_SINGLE_RUN'] = 'false';

const CRUISER = 'dependency-cruiser/bin/dependency-cruiser.mjs';
const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'scrim-checks-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

type Planted = Readonly<Record<string, string>>;

function plant(name: string, files: Planted): string {
  const folder = join(scratch, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Output and exit code of a tool of the project in a planted folder. */
function run(tool: string, folder: string, options: readonly string[]) {
  const file = join(root, 'node_modules', tool);
  const { status, stdout } = spawnSync(process.execPath, [file, ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout };
}

describe('the compiler', () => {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    root,
  );

  /** Numbers of the errors in a text that stands in for a file of `src`. */
  function errorsIn(text: string): readonly number[] {
    const path = join(root, 'src/planted.ts');
    const host = ts.createCompilerHost(options);
    const getSourceFile = host.getSourceFile.bind(host);
    host.getSourceFile = (name, version) =>
      name === path ? ts.createSourceFile(name, text, version) : getSourceFile(name, version);
    const program = ts.createProgram([path], { ...options, types: [], incremental: false }, host);
    return ts.getPreEmitDiagnostics(program).map(({ code }) => code);
  }

  test.each([
    ['null where a value is wanted', 'export const a: string = null;', 2322],
    ['an argument without type', 'export const a = (b) => b;', 7006],
    ['an element that may be absent', 'export const a = (b: number[]): number => b[0];', 2322],
    [
      'undefined for an optional property',
      'interface A { b?: string } export const a: A = { b: undefined };',
      2375,
    ],
    ['a catch that trusts', 'try { a(); } catch (e) { e.b(); } function a() {} export {};', 18046],
    ['syntax that Node cannot strip', 'export enum A { B }', 1294],
    ['a type that is imported as a value', "import { URL as U } from 'node:url'; export {};", 6133],
    [
      'a case that falls through',
      'export function a(b: number) { switch (b) { case 1: b++; case 2: return 1; default: return 2; } }',
      7029,
    ],
  ])('finds %s', (_, text, code) => {
    expect(errorsIn(text)).toContain(code);
  });

  test('finds nothing in a text without fault', () => {
    expect(errorsIn('export const a = (b: readonly number[]): number => b[0] ?? 0;')).toEqual([]);
  });
});

describe('lint', () => {
  // The files that are linted, and no others: reading the types of all takes its time.
  const folder = plant('lint', {
    'tsconfig.json': JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { incremental: false, typeRoots: [join(root, 'node_modules/@types')] },
      include: [join(root, 'src/version.ts'), join(root, 'src/rules/keys.ts')],
    }),
  });
  const project = join(folder, 'tsconfig.json');
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: { languageOptions: { parserOptions: { project } } },
  });

  async function rulesBrokenIn(path: string, lines: readonly string[]) {
    const [result] = await eslint.lintText(lines.join('\n'), { filePath: join(root, path) });
    return (result?.messages ?? []).map(({ ruleId }) => ruleId?.replace('@typescript-eslint/', ''));
  }

  test('with types finds what may fail unseen', async () => {
    const broken = await rulesBrokenIn('src/version.ts', [
      'export const a: any = 1;',
      'export const b = (text: string | undefined): number => text!.length;',
      'export const c = JSON.parse("{}") as string;',
      'export function d(): void { Promise.resolve(1); }',
      'export const e = async (): Promise<number> => { return 1; };',
      'export const f = (kind: "a" | "b"): void => { switch (kind) { case "a": } };',
      'export const g = (one: number, two: number, three: number, four: number) => one + two + three + four;',
      'export default 1;',
    ]);

    expect(broken).toEqual(
      expect.arrayContaining([
        'no-explicit-any',
        'no-non-null-assertion',
        'consistent-type-assertions',
        'no-floating-promises',
        'require-await',
        'switch-exhaustiveness-check',
        'max-params',
        'no-restricted-syntax',
      ]),
    );
  });

  test('keeps clock, chance, environment and output out of the pure folders', async () => {
    const lines = [
      'export const a = (): number => Date.now() + Math.random() + new Date().getTime();',
      'export const b = (): unknown => process.env;',
      'export const c = (): void => { console.log("c"); };',
    ];

    const pure = await rulesBrokenIn('src/rules/keys.ts', lines);
    const outside = await rulesBrokenIn('src/version.ts', lines);

    const restricted = pure.filter((rule) => rule?.startsWith('no-restricted'));
    expect(restricted).toHaveLength(5);
    expect(outside).toEqual([]);
  });
});

describe('import rules', () => {
  const config = join(root, '.dependency-cruiser.js');

  /** `from` imports `to`; the names of the rules that this breaks. */
  function rulesBrokenBy(cases: readonly (readonly [from: string, to: string])[]) {
    const files = cases.flatMap(([from, to], at) => {
      const specifier = to.startsWith('src/')
        ? `${'../'.repeat(from.split('/').length - 1)}${to}`
        : to;
      const target = to.startsWith('src/') ? [[to, 'export {};'] as const] : [];
      const source = from.replace('.ts', `-${String(at)}.ts`);
      return [...target, [source, `import '${specifier}';`] as const];
    });
    const folder = plant('imports', {
      'tsconfig.json': readFileSync(join(root, 'tsconfig.json'), 'utf8'),
      'package.json': '{"type":"module"}',
      'node_modules/@aws-sdk/client-ssm/package.json':
        '{"name":"@aws-sdk/client-ssm","main":"a.js"}',
      'node_modules/@aws-sdk/client-ssm/a.js': '',
      ...Object.fromEntries(files),
    });
    const { stdout } = run(CRUISER, folder, ['src', '--config', config, '--output-type', 'json']);
    const { summary } = JSON.parse(stdout) as Cruise;
    return cases.map(([from], at) => {
      const source = from.replace('.ts', `-${String(at)}.ts`);
      const broken = summary.violations.filter((violation) => violation.from === source);
      return broken.map(({ rule }) => rule.name);
    });
  }

  const forbidden = [
    ['src/json-path/a.ts', 'src/sanitize/b.ts', 'json-path-imports'],
    ['src/pseudonym/a.ts', 'src/rules/b.ts', 'pseudonym-imports'],
    ['src/sanitize/a.ts', 'src/rules/b.ts', 'sanitize-imports'],
    ['src/rules/a.ts', 'src/proxy/b.ts', 'rules-imports'],
    ['src/report/a.ts', 'src/aws/b.ts', 'report-imports'],
    ['src/proxy/a.ts', 'src/http/b.ts', 'proxy-imports'],
    ['src/bulk/a.ts', 'src/proxy/b.ts', 'bulk-imports'],
    ['src/settings/a.ts', 'src/aws/b.ts', 'settings-imports'],
    ['src/http/a.ts', 'src/aws/b.ts', 'http-imports'],
    ['src/aws/a.ts', 'src/proxy/handle-request.ts', 'aws-imports'],
    ['src/sources/zoom/a.ts', 'src/http/b.ts', 'sources-imports'],
    ['src/regex/a.ts', 'src/rules/b.ts', 'pure-files-imports'],
    ['src/rules/a.ts', 'node:fs', 'pure-without-outside'],
    ['src/sanitize/a.ts', 'node:child_process', 'pure-without-outside'],
    ['src/proxy/a.ts', '@aws-sdk/client-ssm', 'pure-without-outside'],
  ] as const;
  const allowed = [
    ['src/rules/a.ts', 'src/sanitize/b.ts'],
    ['src/rules/a.ts', 'node:crypto'],
    ['src/aws/a.ts', '@aws-sdk/client-ssm'],
    ['src/lambda/a.ts', 'src/proxy/handle-request.ts'],
  ] as const;

  test('find each import that the table forbids, and let the others be', () => {
    const broken = rulesBrokenBy([
      ...forbidden.map(([from, to]) => [from, to] as const),
      ...allowed,
    ]);

    expect(broken).toEqual([...forbidden.map(([, , rule]) => [rule]), ...allowed.map(() => [])]);
  });

  test('find a cycle', () => {
    const folder = plant('cycle', {
      'tsconfig.json': readFileSync(join(root, 'tsconfig.json'), 'utf8'),
      'src/rules/a.ts': "import './b.ts';",
      'src/rules/b.ts': "import './a.ts';",
    });

    const { status, stdout } = run(CRUISER, folder, ['src', '--config', config]);

    expect(stdout).toContain('no-cycles');
    expect(status).toBeGreaterThan(0);
  });
});

interface Cruise {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

test('dead code is found: a file, an export, a dependency that nobody needs', () => {
  const folder = plant('knip', {
    'package.json': JSON.stringify({
      name: 'planted',
      type: 'module',
      dependencies: { yaml: '*' },
    }),
    'knip.json': readFileSync(join(root, 'knip.json'), 'utf8'),
    'src/cli/main.ts': "import { used } from '../used.ts'; used();",
    'src/used.ts': 'export const used = (): number => 1; export const unused = 2;',
    'src/dead.ts': 'export const dead = 1;',
  });

  const { status, stdout } = run('knip/bin/knip.js', folder, ['--no-config-hints']);

  expect(stdout).toMatch(/Unused files \(1\)\s+src\/dead\.ts/);
  expect(stdout).toMatch(/Unused dependencies \(1\)\s+yaml/);
  expect(stdout).toMatch(/Unused exports \(1\)\s+unused/);
  expect(status).toBe(1);
});
