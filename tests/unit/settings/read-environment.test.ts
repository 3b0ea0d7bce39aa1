import { describe, expect, test } from 'vitest';
import {
  environmentValue,
  instanceNamespace,
  isUnfilled,
  readEnvironment,
  sharedNamespace,
  type Environment,
  type Settings,
} from '../../../src/settings/read-environment.ts';

function settingsOf(environment: Environment): Settings {
  const read = readEnvironment({ SOURCE: 'zoom', ...environment }, 'api');
  if (read.kind === 'problems') throw new Error(read.problems.join(' · '));
  return read.settings;
}

describe('the environment', () => {
  test('needs nothing but a source: the rest has defaults', () => {
    expect(settingsOf({})).toMatchObject({
      TARGET_HOST: 'https://api.zoom.us',
      REFRESH_ENDPOINT: 'https://zoom.us/oauth/token',
      RULES_MODE: 'strict',
      LEAK_GUARD: 'redact',
      PSEUDONYM_ALGORITHM: 'hmac-sha256',
      EMAIL_CANONICALIZATION: 'STRICT',
      EMAIL_DOMAIN_HANDLING: 'PRESERVE',
      ALLOW_WEAK_SALT: false,
      PSEUDONYMIZE_APP_IDS: false,
      USE_SHARED_TOKEN: false,
      REQUEST_TIMEOUT_SECONDS: 180,
      MAX_SOURCE_BODY_MIB: 32,
      TLS_VERSION: 'TLSv1.3',
      SECRETS_STORE: 'AWS_SSM_PARAMETER_STORE',
    });
    expect(settingsOf({}).ALLOWED_DATA_ACCESS_IP_BLOCKS.isOpen).toBe(true);
  });

  test('says what is missing', () => {
    expect(readEnvironment({}, 'api')).toMatchObject({ kind: 'problems', missing: ['SOURCE'] });
    expect(readEnvironment({}, 'bulk')).toMatchObject({
      kind: 'problems',
      missing: ['OUTPUT_BUCKET'],
    });
  });

  test('names every wrong setting at once, never with its value', () => {
    const wrong = {
      SOURCE: 'canary',
      TARGET_HOST: 'http://canary',
      RULES_MODE: 'Canary',
      LEAK_GUARD: 'canary',
      PSEUDONYM_ALGORITHM: 'canary',
      PSEUDONYM_IMPLEMENTATION: 'canary',
      ALLOWED_DATA_ACCESS_IP_BLOCKS: 'canary',
      REQUEST_TIMEOUT_SECONDS: 'canary',
      MAX_SOURCE_BODY_MIB: '0',
      ALLOW_WEAK_SALT: 'canary',
      EMAIL_DOMAIN_HANDLING: 'HASH',
      TLS_VERSION: 'TLSv1.1',
      GRANT_TYPE: 'canary',
      SOURCE_AUTH_STRATEGY_IDENTIFIER: 'canary',
      SECRETS_STORE: 'canary',
    };

    const read = readEnvironment(wrong, 'api');

    const problems = read.kind === 'problems' ? read.problems : [];
    expect(problems.map((text) => text.split(' ')[0]).sort()).toEqual(Object.keys(wrong).sort());
    expect(problems.join('\n')).not.toMatch(/canary/i);
    expect(problems).toContain('LEAK_GUARD must be redact, fail or off');
  });

  test.each([
    ['ALLOW_WEAK_SALT', 'TRUE', true],
    ['PSEUDONYMIZE_APP_IDS', 'False', false],
    ['EMAIL_DOMAIN_HANDLING', 'tokenize', 'TOKENIZE'],
    ['EMAIL_CANONICALIZATION', 'ignore_dots', 'IGNORE_DOTS'],
    ['REQUEST_TIMEOUT_SECONDS', '60', 60],
  ] as const)('reads %s=%s as %s', (name, text, expected) => {
    expect(settingsOf({ [name]: text })[name]).toBe(expected);
  });

  test.each(['1.5', '-1', '1e3', ' 5', '0x10', '9999999'])(
    'takes "%s" for no positive integer',
    (text) => {
      const read = readEnvironment({ SOURCE: 'zoom', REQUEST_TIMEOUT_SECONDS: text }, 'api');
      expect(read.kind).toBe('problems');
    },
  );

  test.each([
    'FOLLOW_REDIRECTS',
    'IS_DEVELOPMENT_MODE',
    'CUSTOM_RULES_SHA',
    'SIDE_OUTPUT_ORIGINAL',
    'ASYNC_OUTPUT',
  ])('warns that %s has no effect', (name) => {
    const { warnings } = readEnvironment({ SOURCE: 'zoom', [name]: 'canary' }, 'api');
    expect(warnings).toEqual([`${name} has no effect in Scrim`]);
  });
});

describe('a value in the environment', () => {
  const names = { SOURCE: 'zoom', PATH_TO_INSTANCE_CONFIG: 'MY_' };

  test('is looked for under the instance, then the source, then by its plain name', () => {
    const all = { MY_CLIENT_ID: '1', PSOXY_ZOOM_CLIENT_ID: '2', CLIENT_ID: '3' };

    expect(environmentValue({ ...names, ...all }, 'CLIENT_ID')).toBe('1');
    expect(environmentValue({ ...names, ...all, MY_CLIENT_ID: undefined }, 'CLIENT_ID')).toBe('2');
    expect(environmentValue({ ...names, CLIENT_ID: '3' }, 'CLIENT_ID')).toBe('3');
    expect(environmentValue(names, 'CLIENT_ID')).toBeUndefined();
  });

  test('is passed over while it is not filled in', () => {
    const environment = {
      ...names,
      MY_CLIENT_ID: ' Fill me ',
      PSOXY_ZOOM_CLIENT_ID: '',
      CLIENT_ID: '3',
    };

    expect(environmentValue(environment, 'CLIENT_ID')).toBe('3');
  });

  test('is not looked for under a name that no variable can have', () => {
    const environment = { PATH_TO_INSTANCE_CONFIG: '/scrim/', '/scrim/CLIENT_ID': '1' };

    expect(environmentValue(environment, 'CLIENT_ID')).toBeUndefined();
  });
});

test.each([
  ['fill me', true],
  [' FILL ME\n', true],
  ['', true],
  [' ', true],
  ['fill me please', false],
])('"%s" is not filled in: %s', (text, expected) => {
  expect(isUnfilled(text)).toBe(expected);
});

describe('namespaces', () => {
  test.each([
    [{ PATH_TO_INSTANCE_CONFIG: '/scrim/acme/ZOOM_' }, '/scrim/acme/ZOOM_'],
    [{ PATH_TO_INSTANCE_CONFIG: 'scrim/acme/ZOOM_' }, '/scrim/acme/ZOOM_'],
    [{ PATH_TO_INSTANCE_CONFIG: 'PSOXY_ZOOM_' }, 'PSOXY_ZOOM_'],
    [{ AWS_LAMBDA_FUNCTION_NAME: 'psoxy-zoom' }, 'PSOXY_ZOOM_'],
    [{ AWS_LAMBDA_FUNCTION_NAME: 'acme-zoom-eu', PATH_TO_INSTANCE_CONFIG: '' }, 'ACME_ZOOM_EU_'],
    [{ SOURCE: 'zoom' }, 'PSOXY_ZOOM_'],
  ])('of the instance with %j is %s', (environment, expected) => {
    expect(instanceNamespace(environment)).toBe(expected);
  });

  test.each([
    [{}, ''],
    [{ PATH_TO_SHARED_CONFIG: 'scrim/' }, '/scrim/'],
    [{ PATH_TO_SHARED_CONFIG: 'SHARED_' }, 'SHARED_'],
  ])('that are shared with %j are "%s"', (environment, expected) => {
    expect(sharedNamespace(environment)).toBe(expected);
  });
});
