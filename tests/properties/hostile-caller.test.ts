import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functionUrlEvent, gatewayEvent, type CallOptions } from '../support/events.ts';
import {
  startProxy,
  TEST_SECRETS,
  type ProxyAnswer,
  type ProxyUnderTest,
} from '../support/local-proxy.ts';

const RUNS = process.env['SCRIM_NIGHTLY'] === '1' ? 100_000 : 5_000;

let proxy: ProxyUnderTest;
/** Good tokens of users, from an answer. */
let tokens: readonly string[];
/** Tokens that another installation minted. */
let foreignTokens: readonly string[];

beforeAll(async () => {
  proxy = await startProxy();
  tokens = await userTokens(proxy);
  const foreign = await startProxy({ environment: { PSOXY_SALT: `${TEST_SECRETS.PSOXY_SALT}!` } });
  foreignTokens = await userTokens(foreign);
  await foreign.close();
});
afterAll(() => proxy.close());

async function userTokens(from: ProxyUnderTest): Promise<readonly string[]> {
  const { users } = JSON.parse((await from.call('GET', '/v2/users')).body) as {
    users: { id?: string }[];
  };
  return users.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

// What Zoom may see, written down again by hand: the 33 endpoints of the documentation, with
// identifiers that are bounded, and nothing that a server would resolve, decode or split anew.
const USER = '[A-Za-z0-9_-]{22}';
const ONCE = '(?:[A-Za-z0-9]|%2F|%2B){22}%3D%3D';
const TWICE = '(?:[A-Za-z0-9]|%252F|%252B){22}%253D%253D';
const MEETING = `(?:[0-9]{9,12}|${ONCE}|${TWICE})`;
const ALLOWED = [
  '/v2/users',
  `/v2/users/${USER}(?:/(?:settings|meetings|webinars|recordings))?`,
  `/v2/meetings/${MEETING}(?:/(?:registrants|registrants/questions|polls|meeting_summary))?`,
  `/v2/past_meetings/${MEETING}(?:/(?:instances|participants|polls|files))?`,
  `/v2/webinars/${MEETING}(?:/(?:panelists|registrants|registrants/questions|polls|tracking_sources))?`,
  `/v2/past_webinars/${MEETING}/(?:absentees|participants|polls|qa|instances|files)`,
  `/v2/report/(?:meetings|webinars)/${MEETING}(?:/participants)?`,
  `/v2/report/users/${USER}/meetings`,
].map((pattern) => new RegExp(`^${pattern}$`, 'i'));

const PARAMETERS = new Set(
  'status page_size role_id page_number include_fields next_page_token license login_type option custom_query_fields type from to timezone mc trash trash_type meeting_id occurrence_id show_previous_occurrences anonymous tracking_source_id'.split(
    ' ',
  ),
);

function isAllowedTarget(target: string): boolean {
  // Behind the first one a question mark is a character like others: RFC 3986, section 3.4.
  const [path = '', ...query] = target.split('?');
  const names = query
    .join('?')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => decodeURIComponent(part.split('=')[0] ?? '').toLowerCase());
  return (
    ALLOWED.some((pattern) => pattern.test(path)) &&
    names.every((name) => PARAMETERS.has(name)) &&
    /^[!-~]*$/.test(target)
  );
}

const nasty = fc.constantFrom(
  '.',
  '..',
  '%2e',
  '%2E%2E',
  '%252e%252e',
  '%25252e',
  '..;',
  '.%00.',
  '//',
  '\\',
  '%5c',
  '%2f',
  '%252f',
  '%c0%ae%c0%ae',
  '%uFF0E',
  '\u0000',
  '%00',
  '\r\nHost: evil.example',
  '%0d%0aX-Evil: 1',
  '\n',
  '\t',
  ' ',
  '%20',
  'https://evil.example',
  '@evil.example',
  ':80',
  ';a=b',
  '?',
  '%3f',
  '#',
  '%23',
  'ｕｓｅｒｓ',
  '／',
  '‥',
  '․',
  'users\u200b',
  'ſettings',
  'Kelvin\u212a',
  '\ud800',
  '💥',
  '%',
  '%zz',
  '%ff',
  '%F0%9F',
  '+',
  '*',
  '(',
  ')',
  '|',
  '$',
  '^',
  '{userId}',
  'me',
  'jane.roe@example.com',
  'jane.roe%40example.com',
  'cNdKyyhVc9kBiCYxTnHkkg',
  '85746065432',
  'r415CXqQcoaBSS/s///O6g==',
  '/Rz+qhJOz1TF3dvBNWYHIg==',
  '%252FRz%252BqhJOz1TF3dvBNWYHIg%253D%253D',
  'summary',
  'meeting_summaries',
  'accounts',
  'phone',
  'metrics',
  'v1',
  'v2',
  'oauth',
  'token',
  'a'.repeat(9000),
);

const badToken = fc.nat().chain((seed) =>
  fc
    .constantFrom('cut', 'changed', 'mixed', 'foreign', 'short', 'long', 'padded', 'suffix', 'hash')
    .map((kind) => {
      const good = tokens[seed % tokens.length] ?? '';
      const other = tokens[(seed + 1) % tokens.length] ?? '';
      const at = 2 + (seed % (good.length - 2));
      const forms = {
        cut: good.slice(0, 46 + (seed % 40)),
        changed: `${good.slice(0, at)}${good.charAt(at) === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`,
        mixed: `${good.slice(0, 45)}${other.slice(45)}`,
        foreign: foreignTokens[seed % foreignTokens.length] ?? '',
        short: `p~${'A'.repeat(43)}`,
        long: `${good}AAAA`,
        padded: `${good}%3D`,
        suffix: `${good.slice(0, -1)}@example.com`,
        hash: `p~${'A'.repeat(86)}`,
      };
      return forms[kind];
    }),
);
const goodToken = fc.nat().map((seed) => tokens[seed % tokens.length] ?? '');

const segment = fc.oneof(
  { weight: 3, arbitrary: nasty },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'users',
      'meetings',
      'past_meetings',
      'report',
      'settings',
      'webinars',
      'participants',
      'polls',
    ),
  },
  { weight: 1, arbitrary: badToken },
  { weight: 1, arbitrary: goodToken },
  { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: 'binary' }) },
);

const seedPath = fc.oneof(
  fc.constantFrom(
    '/v2/users',
    '/v2/meetings/85746065432',
    '/v2/users/cNdKyyhVc9kBiCYxTnHkkg/settings',
    '/v2/past_meetings/r415CXqQcoaBSS/s///O6g==/polls',
    '/v2/report/users/cNdKyyhVc9kBiCYxTnHkkg/meetings',
    '/v2/webinars/95204914252/panelists',
  ),
  goodToken.map((token) => `/v2/users/${token}/meetings`),
  badToken.map((token) => `/v2/users/${token}/meetings`),
  fc.array(segment, { maxLength: 6 }).map((segments) => `/v2/${segments.join('/')}`),
);

/** Some characters escaped, up to three times over. */
const escaped = (text: string, picks: readonly number[]): string => {
  let result = text;
  for (const pick of picks) {
    const at = pick % Math.max(1, result.length);
    const bytes = Buffer.from(result.charAt(at), 'utf8');
    const escape = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    result = `${result.slice(0, at)}${escape}${result.slice(at + 1)}`;
  }
  return result;
};

const path = fc
  .tuple(
    seedPath,
    fc.option(fc.tuple(fc.nat(), nasty)),
    fc.array(fc.nat(), { maxLength: 6 }),
    fc.nat(9),
  )
  .map(([base, insertion, picks, chance]) => {
    const at = insertion === null ? 0 : insertion[0] % (base.length + 1);
    // Half of the calls is left whole, so that some reach Zoom.
    const changed =
      insertion === null || chance < 3
        ? base
        : `${base.slice(0, at)}${insertion[1]}${base.slice(at)}`;
    return chance < 5 ? changed : escaped(changed, picks);
  });

const query = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      'page_size=30',
      'page_size=1000&page_number=1',
      'from=2026-03-01&to=2026-03-31',
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.oneof(
            fc.constantFrom(
              'page_size',
              'PAGE_SIZE',
              'include_fields',
              'access_token',
              'from',
              'status',
              '',
            ),
            nasty,
          ),
          fc.oneof(nasty, badToken, fc.constantFrom('host_key', '1')),
        ),
        { maxLength: 4 },
      )
      .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')),
  },
);

const headers = fc.dictionary(
  fc.constantFrom(
    'X-Psoxy-TargetPath',
    'x-psoxy-targetquery',
    'X-Psoxy-Skip-Sanitizer',
    'X-PSOXY-PSEUDONYM-IMPLEMENTATION',
    'X-Forwarded-For',
    'x-forwarded-host',
    'Authorization',
    'Cookie',
    'Accept-Encoding',
    'Content-Type',
    'Content-Encoding',
    'Transfer-Encoding',
    'Host',
    'X-HTTP-Method-Override',
    'X-Original-URL',
  ),
  fc.oneof(nasty, path, fc.constantFrom('gzip', 'true', 'v0.4', 'application/json', '127.0.0.1')),
  { maxKeys: 3 },
);

const method = fc.oneof(
  { weight: 6, arbitrary: fc.constant('GET') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'HEAD',
      'get',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'CONNECT',
      'G ET',
      'GET\r\n',
      '',
      'PROPFIND',
    ),
  },
);

const body = fc.option(fc.constantFrom('{}', '{"a":"p~x"}', 'not json', ' ', '\u0000', 'a=b'), {
  freq: 8,
  nil: undefined,
});

interface HostileCall {
  readonly event: object;
}

const call: fc.Arbitrary<HostileCall> = fc
  .tuple(method, path, query, headers, body, fc.boolean())
  .map(([verb, target, text, more, content, isGateway]) => {
    const options: CallOptions = {
      headers: more,
      query: text,
      ...(content === undefined ? {} : { body: content }),
    };
    return {
      event: isGateway
        ? gatewayEvent(verb, target, options)
        : functionUrlEvent(verb, target, options),
    };
  });

/** An error of ours says a code, a fixed text and an id, nothing else. */
function hasNoDetail({ status, body: text, headers: answered }: ProxyAnswer): boolean {
  if (status < 400 || text === '' || answered['X-Psoxy-Error'] === 'API_ERROR') return true;
  const allowed = ['error', 'message', 'reason', 'requestId'];
  const keys = Object.keys(JSON.parse(text) as object);
  return keys.every((key) => allowed.includes(key)) && (status < 500 || !keys.includes('reason'));
}

describe('whatever a caller with a valid signature sends', () => {
  test('Zoom sees only what the rules allow, byte for byte, and no error gives a detail', async () => {
    let reached = 0;
    let at = proxy.zoom.calls.length;
    await fc.assert(
      fc.asyncProperty(call, async ({ event }) => {
        const answer = await proxy.send(event);

        const seen = proxy.zoom.calls.slice(at);
        at += seen.length;
        reached += seen.length;
        expect(
          seen.map(({ target }) => target).filter((target) => !isAllowedTarget(target)),
        ).toEqual([]);
        expect(seen.every((one) => ['GET', 'HEAD'].includes(one.method))).toBe(true);
        expect(seen.length).toBeLessThanOrEqual(1);
        expect(hasNoDetail(answer)).toBe(true);
        expect(answer.headers['X-Psoxy-Error'] === 'UNKNOWN').toBe(false);
        expect(answer.status === 200 || answer.headers['X-Psoxy-Error'] !== undefined).toBe(true);
      }),
      { numRuns: RUNS },
    );
    // A law about calls that never happen would prove nothing.
    expect(reached).toBeGreaterThan(RUNS / 100);
  }, 600_000);

  test('two bad tokens never get two answers', async () => {
    const answers = new Set<string>();
    await fc.assert(
      fc.asyncProperty(badToken, async (token) => {
        const answer = await proxy.call('GET', `/v2/users/${token}/meetings`);
        if (answer.status === 409) answers.add(JSON.stringify([answer.headers, answer.body]));
        // A form that is no token is refused by the rules, and says so.
        else expect([403, 400]).toContain(answer.status);
      }),
      { numRuns: Math.min(RUNS, 5_000) },
    );
    expect(answers.size).toBe(1);
  }, 600_000);

  test('a token that cannot be decrypted takes about as long as one whose hash is wrong', async () => {
    const good = tokens[0] ?? '';
    const other = tokens[1] ?? '';
    const wrongHash = `${good.slice(0, 45)}${other.slice(45)}`;
    const wrongPadding = `${good.slice(0, -4)}AAAA`;
    const medianOf = async (token: string): Promise<number> => {
      const times: number[] = [];
      for (let run = 0; run < 101; run += 1) {
        const started = performance.now();
        await proxy.call('GET', `/v2/users/${token}`);
        times.push(performance.now() - started);
      }
      return times.toSorted((one, two) => one - two)[50] ?? 0;
    };
    await medianOf(wrongHash);

    const ratio = (await medianOf(wrongPadding)) / (await medianOf(wrongHash));

    // Coarse on purpose: a path that skips the check would be several times faster.
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(5);
  });
});
