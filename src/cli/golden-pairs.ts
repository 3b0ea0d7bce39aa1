import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parsePlainJson } from '../parse-json.ts';
import type { Policy } from '../rules/policy.ts';
import { UsageError } from './command.ts';
import { indentJson } from './indent-json.ts';
import { matchUrl } from './local-policy.ts';
import { readTextFile } from './rules-file.ts';

export interface GoldenPair {
  readonly name: string;
  /** Path and query that the original answers. */
  readonly url: string;
  readonly original: string;
  readonly sanitized: string;
}

/** The pairs of a folder, at least one; `requests.json` maps each original to its path and query. Throws UsageError. */
export function goldenPairs(folder: string): readonly GoldenPair[] {
  const names = originalNames(folder);
  const requests = readRequests(folder);
  const problems = [
    ...names
      .filter((name) => !requests.has(name))
      .map((name) => `requests.json does not name ${name}: add the path and query it answers`),
    ...[...requests.keys()]
      .filter((name) => !names.includes(name))
      .map((name) => `requests.json names ${name}, which original/ lacks: add it or take it out`),
  ];
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return names.map((name) => ({
    name,
    url: requests.get(name) ?? '',
    original: join(folder, 'original', name),
    sanitized: join(folder, 'sanitized', name),
  }));
}

function originalNames(folder: string): readonly string[] {
  const originals = join(folder, 'original');
  const names = namesIn(originals).filter((name) => name.endsWith('.json'));
  if (names.length > 0) return names.toSorted();
  throw new UsageError(
    `${originals} holds no *.json, so nothing would be tested: put answers of the source there`,
  );
}

function namesIn(originals: string): readonly string[] {
  try {
    return readdirSync(originals);
  } catch {
    throw new UsageError(
      `${originals} cannot be read: name a folder with original/, sanitized/ and requests.json`,
    );
  }
}

const REQUESTS = z.record(z.string(), z.string());

function readRequests(folder: string): ReadonlyMap<string, string> {
  const file = join(folder, 'requests.json');
  const meant = 'it maps each file of original/ to its path: {"list-users.json": "/v2/users"}';
  if (!existsSync(file)) throw new UsageError(`${file} is not there: ${meant}`);
  const parsed = REQUESTS.safeParse(parsePlainJson(readTextFile(file)));
  if (parsed.success) return new Map(Object.entries(parsed.data));
  throw new UsageError(`${file} is no JSON object of texts: ${meant}`);
}

/** What the rules make of an original, indented for people. */
export function sanitizedText(pair: GoldenPair, policy: Policy): string {
  const outcome = matchUrl(policy, 'GET', pair.url);
  if (outcome.kind === 'blocked') return `BLOCKED_BY_RULES (${outcome.reason})\n`;
  const { body } = outcome.endpoint.sanitize(readTextFile(pair.original));
  return indentJson(body.text());
}
