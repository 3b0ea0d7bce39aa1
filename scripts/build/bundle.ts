import { relative } from 'node:path';
import { build as runEsbuild, type Metafile, type Plugin } from 'esbuild';

export interface Bundle {
  /** Paths beside `index.mjs`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Where each place in a file comes from: `index.mjs.map`, … They are not deployed. */
  readonly maps: ReadonlyMap<string, Uint8Array>;
  readonly outputs: readonly Output[];
}

/** One file of a bundle. */
export interface Output {
  readonly path: string;
  readonly bytes: number;
  /** True where a cold start reads it, whatever the settings: the entry and all it imports at once. */
  readonly isAtStart: boolean;
  /** Source files in it, with the bytes that are left of each. */
  readonly inputs: ReadonlyMap<string, number>;
}

const OUT = 'out';

/**
 * Parts of undici that no function reaches, though a cold start would read them: HTTP/2, which is
 * off (undici runs without `node:http2`, a built-in that takes a tenth of a cold start to load), and
 * the parsers for processors without SIMD or for who asks for them.
 */
const LEFT_OUT = /^(?:node:http2|\.\.\/milo\/.*|\.\.\/llhttp\/llhttp-wasm\.js)$/;

const leaveOut: Plugin = {
  name: 'leave-out',
  setup(build) {
    build.onResolve({ filter: LEFT_OUT }, ({ path, importer }) =>
      importer.includes('/undici/') ? { path, namespace: 'left-out' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: "throw new Error('left out of the bundle')",
    }));
  },
};

/**
 * Bundles one entry as ES modules. What is imported dynamically lies in files of its own, which a
 * cold start does not read.
 */
export async function bundle(root: string, entry: string): Promise<Bundle> {
  const result = await runEsbuild({
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    plugins: [leaveOut],
    // The vendors' CommonJS asks for built-in modules; no other module can be loaded.
    banner: { js: 'const require=process.getBuiltinModule;' },
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  const files = result.outputFiles.map(
    ({ path, contents }) => [relative(`${root}/${OUT}`, path), contents] as const,
  );
  const isMap = ([path]: readonly [string, Uint8Array]): boolean => path.endsWith('.map');
  return {
    files: new Map(files.filter((file) => !isMap(file))),
    maps: new Map(files.filter(isMap)),
    outputs: toOutputs(result.metafile),
  };
}

function toOutputs({ outputs }: Metafile): readonly Output[] {
  const atStart = withStaticImports(outputs, `${OUT}/index.mjs`);
  const code = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'));
  return code.map(([path, { bytes, inputs }]) => ({
    path: relative(OUT, path),
    bytes,
    isAtStart: atStart.has(path),
    inputs: new Map(
      Object.entries(inputs).map(([file, { bytesInOutput }]) => [file, bytesInOutput]),
    ),
  }));
}

function withStaticImports(
  outputs: Metafile['outputs'],
  path: string,
  seen = new Set<string>(),
): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { kind, path: imported } of outputs[path]?.imports ?? []) {
    if (kind === 'import-statement' && imported in outputs) {
      withStaticImports(outputs, imported, seen);
    }
  }
  return seen;
}
