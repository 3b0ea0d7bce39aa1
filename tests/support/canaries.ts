import { readdirSync, readFileSync } from 'node:fs';

/** Texts that must never stand in a log line, a header or an error. */

const FOLDER = new URL('../../example-api-responses/zoom/', import.meta.url);
/** Shorter texts occur by chance. */
const MIN_LENGTH = 8;

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(leavesOf);
}

function leavesIn(folder: string): ReadonlySet<string> {
  const url = new URL(`${folder}/`, FOLDER);
  const texts = readdirSync(url).map((name) => readFileSync(new URL(name, url), 'utf8'));
  return new Set(texts.flatMap((text) => leavesOf(JSON.parse(text))));
}

/** Every text of the examples that the rules take away or replace. */
function hiddenTexts(): readonly string[] {
  const kept = leavesIn('sanitized');
  return [...leavesIn('original')].filter((text) => text.length >= MIN_LENGTH && !kept.has(text));
}

const hidden = hiddenTexts();

/** The canaries among the hidden texts and some further secrets that stand in a text. */
export function canariesIn(text: string, secrets: readonly string[] = []): readonly string[] {
  return [...hidden, ...secrets].filter((canary) => text.includes(canary));
}
