/**
 * What sanitizing costs, as ratios to JSON.parse + JSON.stringify of the same text in the same run,
 * with the shipped Zoom rules. `npx node bench/sanitize.ts`
 */
import { readFileSync } from 'node:fs';
import { createPseudonymizer } from '../src/pseudonym/create-pseudonymizer.ts';
import type { Pseudonymizer } from '../src/pseudonym/pseudonymizer.ts';
import { compilePolicy } from '../src/rules/compile-policy.ts';
import { parseRules } from '../src/rules/parse-rules.ts';
import { compileSanitizer } from '../src/sanitize/compile-sanitizer.ts';
import type { LeakGuardMode, Sanitize } from '../src/sanitize/sanitizer.ts';
import { Secret } from '../src/secret.ts';
import { knownZoomPaths } from '../src/sources/zoom/known-paths.ts';
import { participantsPage, usersPage } from './bodies.ts';
import { jsonPathPlusWay } from './jsonpath-plus-way.ts';

const parsed = parseRules(readFileSync(new URL('../rules/zoom.yaml', import.meta.url), 'utf8'), {
  mode: 'strict',
});
if (parsed.kind === 'problems') throw new Error('rules/zoom.yaml has problems');
const { document } = parsed;

function pseudonymizerOf(algorithm: 'hmac-sha256' | 'psoxy-sha256'): Pseudonymizer {
  const secrets = {
    salt: new Secret('a salt of the benchmark'),
    encryptionKey: new Secret('a key of the benchmark'),
  };
  return createPseudonymizer({
    algorithm,
    emailCanonicalization: 'STRICT',
    emailDomainHandling: 'PRESERVE',
    identifiers: secrets,
    ips: secrets,
    emailDomains: secrets,
  });
}

function sanitizeOf(id: string, leakGuard: LeakGuardMode, pseudonymizer: Pseudonymizer): Sanitize {
  const compiled = compilePolicy(document, {
    pseudonymizer,
    leakGuard,
    knownPaths: knownZoomPaths,
  });
  const endpoint =
    compiled.kind === 'policy' ? compiled.policy.endpoints.find((one) => one.id === id) : undefined;
  if (endpoint === undefined) throw new Error(`no endpoint ${id}`);
  return endpoint.sanitize;
}

function ruleOf(id: string) {
  const rule = document.endpoints.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no endpoint ${id}`);
  return rule;
}

/** As the proxy answers: the pieces as bytes. */
const bytesOf =
  (sanitize: Sanitize) =>
  (text: string): Uint8Array =>
    Buffer.concat(sanitize(text).body.pieces.map((piece) => Buffer.from(piece)));

type Way = readonly [label: string, run: (text: string) => unknown];
const floor: Way = ['floor', (text) => JSON.stringify(JSON.parse(text))];

/** Median time of each way over the floor's; ways take turns, so that a slow moment hits all. */
function compare(title: string, ways: readonly Way[], bodies: (round: number) => string): void {
  const rounds = Number(process.env['ROUNDS'] ?? 60);
  const all = [floor, ...ways];
  const times = all.map((): number[] => []);
  for (let round = 0; round < rounds * 1.5; round += 1) {
    const text = bodies(round);
    for (const [index, [, run]] of all.entries()) {
      const start = process.hrtime.bigint();
      run(text);
      const took = Number(process.hrtime.bigint() - start) / 1e6;
      // The first third warms up.
      if (round >= rounds * 0.5) times[index]?.push(took);
    }
  }
  const medians = times.map((list) => list.sort((a, b) => a - b)[list.length >> 1] ?? NaN);
  const base = medians[0] ?? NaN;
  console.log(`\n${title}, ${String(bodies(0).length >> 10)} KB; floor ${base.toFixed(3)} ms`);
  for (const [index, [label]] of all.entries()) {
    if (index > 0)
      console.log(`  ${((medians[index] ?? NaN) / base).toFixed(2).padStart(6)}  ${label}`);
  }
}

const REPORT = 'list-meeting-report-participants';
const PAST = 'list-past-meeting-participants';
const USERS = 'list-users';
const hmac = pseudonymizerOf('hmac-sha256');
const sha = pseudonymizerOf('psoxy-sha256');

/** The same endpoint with parts left out, to see what each costs. */
function variants(id: string): readonly Way[] {
  const rule = ruleOf(id);
  const tools = { pseudonymizer: hmac, leakGuard: 'off', knownPaths: undefined } as const;
  const { definitions } = document;
  const without = compileSanitizer(
    { schema: rule.responseSchema, definitions, transforms: [] },
    tools,
  );
  const library = jsonPathPlusWay(rule, hmac);
  return [
    ['all of it', bytesOf(sanitizeOf(id, 'redact', hmac))],
    ['without leak guard', bytesOf(sanitizeOf(id, 'off', hmac))],
    ['schema filter alone', bytesOf(without)],
    ['jsonpath-plus, transforms only', library],
  ];
}

const constant = (text: string) => (): string => text;
compare('300 participants (report), warm', variants(REPORT), constant(participantsPage(300, 1)));
compare(
  '300 participants (past meeting), warm',
  variants(PAST),
  constant(participantsPage(300, 1)),
);
let seed = 1000;
const fresh = (id: string, pseudonymizer: Pseudonymizer) =>
  bytesOf(sanitizeOf(id, 'redact', pseudonymizer));
compare(
  '300 participants (report), every value fresh',
  [
    ['hmac-sha256', fresh(REPORT, hmac)],
    ['psoxy-sha256', fresh(REPORT, sha)],
  ],
  () => participantsPage(300, (seed += 1)),
);
compare(
  '300 participants (past meeting), every value fresh',
  [['hmac-sha256', fresh(PAST, hmac)]],
  () => participantsPage(300, (seed += 1)),
);
compare('300 users, warm', variants(USERS), constant(usersPage(300, 1)));
compare('300 users, every value fresh', [['hmac-sha256', fresh(USERS, hmac)]], () =>
  usersPage(300, (seed += 1)),
);
if (process.env['ROUNDS'] === undefined) process.env['ROUNDS'] = '8';
compare('5 MB of participants, warm', variants(REPORT), constant(participantsPage(10_700, 1)));
