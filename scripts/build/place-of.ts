import type { SourceMap } from 'node:module';

/** A place in a bundle, as Node writes it in a frame. */
const PLACE = /((?:chunks\/)?[\w.-]+\.mjs):(\d+):(\d+)/;

/** `src/proxy/answer.ts:12:3` of a frame of a bundle; undefined where its place is not in the maps. */
export function placeOf(
  frame: string,
  readMap: (file: string) => SourceMap | undefined,
): string | undefined {
  const [, file, line, column] = PLACE.exec(frame) ?? [];
  if (file === undefined) return undefined;
  const entry = readMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (entry === undefined || !('originalSource' in entry)) return undefined;
  const source = entry.originalSource.replace(/^(?:\.\.\/)+/, '');
  return `${source}:${String(entry.originalLine + 1)}:${String(entry.originalColumn + 1)}`;
}
