import { relative } from 'node:path';
import { build, type Metafile } from 'esbuild';

export interface Bundle {
  /** Paths beside `index.mjs`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
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
 * Bundles one entry as ES modules. What is imported dynamically lies in files of its own, which a
 * cold start does not read.
 */
export async function bundle(root: string, entry: string): Promise<Bundle> {
  const result = await build({
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
    // The vendors' CommonJS asks for built-in modules; no other module can be loaded.
    banner: { js: 'const require=process.getBuiltinModule;' },
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  const files = result.outputFiles.map(
    ({ path, contents }) => [relative(`${root}/${OUT}`, path), contents] as const,
  );
  return { files: new Map(files), outputs: toOutputs(result.metafile) };
}

function toOutputs({ outputs }: Metafile): readonly Output[] {
  const atStart = withStaticImports(outputs, `${OUT}/index.mjs`);
  return Object.entries(outputs).map(([path, { bytes, inputs }]) => ({
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
