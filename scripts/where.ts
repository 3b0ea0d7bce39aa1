/**
 * Tells which sources the frames of a log line come from. Build the commit that is deployed (its
 * version is in the line of the cold start), then give the frames:
 * `npx node scripts/where.ts api 'index.mjs:62:33332' …`
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { placeOf } from './build/place-of.ts';

const [name = '', ...frames] = process.argv.slice(2);
const maps = fileURLToPath(new URL(`../dist/${name}.maps/`, import.meta.url));
if (frames.length === 0 || !existsSync(maps)) {
  console.error("npm run build, then: npx node scripts/where.ts api 'index.mjs:62:33332' …");
  process.exit(2);
}

function readMap(file: string): SourceMap | undefined {
  const path = `${maps}${file}.map`;
  if (!existsSync(path)) return undefined;
  return new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload);
}

for (const frame of frames)
  console.log(`${frame}  ${placeOf(frame, readMap) ?? 'not of the bundle'}`);
