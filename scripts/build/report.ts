import type { BuiltFunction } from './build-function.ts';
import { bytesByFolder } from './packages.ts';

/** What is in a zip, for people and for programs. */
export interface BuildReport {
  readonly function: string;
  readonly version: string;
  readonly zipBytes: number;
  readonly sha256: string;
  /** As Terraform and AWS write it. */
  readonly sha256Base64: string;
  /** `atStart`: read by every cold start; the rest is read when it is needed. */
  readonly code: Size;
  readonly own: Size;
  readonly packages: readonly (Size & { readonly name: string; readonly license: string })[];
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

interface Size {
  readonly bytes: number;
  readonly bytesAtStart: number;
}

export function toReport(built: BuiltFunction, version: string): BuildReport {
  const { name, zip, sha256, packages, outputs, files } = built;
  const atStart = outputs.filter(({ isAtStart }) => isAtStart);
  const sum = (some: typeof outputs): number => some.reduce((total, { bytes }) => total + bytes, 0);
  return {
    function: name,
    version,
    zipBytes: zip.length,
    sha256: sha256.toString('hex'),
    sha256Base64: sha256.toString('base64'),
    code: { bytes: sum(outputs), bytesAtStart: sum(atStart) },
    own: {
      bytes: bytesByFolder(outputs).get('src') ?? 0,
      bytesAtStart: bytesByFolder(atStart).get('src') ?? 0,
    },
    packages: packages.map((one) => ({
      name: `${one.name}@${one.version}`,
      license: one.license,
      bytes: one.bytes,
      bytesAtStart: one.bytesAtStart,
    })),
    files: [...files].map(([path, bytes]) => ({ path, bytes: bytes.length })),
  };
}

/** The same as a table, largest first. */
export function toText(report: BuildReport): string {
  const rows = [
    { name: 'all code', ...report.code },
    { name: 'Scrim itself', ...report.own },
    ...report.packages.toSorted((one, other) => other.bytes - one.bytes),
  ].map(({ name, bytes, bytesAtStart }) => `${kib(bytesAtStart)}  ${kib(bytes)}  ${name}`);
  return [
    `${report.function} ${report.version}: ${kib(report.zipBytes).trim()} KiB zipped`,
    `sha256 ${report.sha256}`,
    '',
    'at start     all  KiB of',
    ...rows,
    '',
  ].join('\n');
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(1).padStart(7);
}
