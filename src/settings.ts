import { bulkSettings } from './settings/bulk-settings.ts';
import {
  boolean,
  oneOf,
  oneOfAnyCase,
  positive,
  type SettingDefinition,
} from './settings/definition.ts';
import { toIpBlocks } from './settings/ip-blocks.ts';
import { toTargetHost, toTokenEndpoint } from './settings/target.ts';

const both = ['api', 'bulk'] as const;
const api = ['api'] as const;

/** Every setting of the deployed functions. docs/settings.md is written from this table. */
export const settingsTable = {
  SOURCE: {
    kind: 'env',
    functions: api,
    isRequired: true,
    parse: oneOf('zoom'),
    expected: 'zoom',
    meaning: 'the API that is proxied',
  },
  TARGET_HOST: {
    kind: 'env',
    functions: api,
    fallback: 'api.zoom.us',
    parse: toTargetHost,
    expected: 'a host, a host with a path, or https://host[:port][/path]',
    meaning: 'where calls go',
  },
  REFRESH_ENDPOINT: {
    kind: 'env',
    functions: api,
    fallback: 'https://zoom.us/oauth/token',
    parse: toTokenEndpoint,
    expected: 'an https URL',
    meaning: 'where access tokens come from',
  },
  SOURCE_AUTH_STRATEGY_IDENTIFIER: {
    kind: 'env',
    functions: api,
    fallback: 'oauth2_refresh_token',
    parse: oneOf('oauth2_refresh_token'),
    expected: 'oauth2_refresh_token',
    meaning: 'how the proxy signs in',
  },
  GRANT_TYPE: {
    kind: 'env',
    functions: api,
    fallback: 'account_credentials',
    parse: oneOf('account_credentials'),
    expected: 'account_credentials',
    meaning: 'grant type of the token request',
  },
  ACCOUNT_ID: {
    kind: 'config',
    functions: api,
    isRequired: true,
    meaning: 'account id of the Zoom app',
  },
  CLIENT_ID: {
    kind: 'config',
    functions: api,
    isRequired: true,
    meaning: 'client id of the Zoom app',
  },
  CLIENT_SECRET: {
    kind: 'secret',
    functions: api,
    isRequired: true,
    meaning: 'client secret of the Zoom app',
  },
  USE_SHARED_TOKEN: {
    kind: 'env',
    functions: api,
    fallback: 'false',
    ...boolean,
    meaning: 'share one access token between containers through the secret ACCESS_TOKEN',
  },
  ACCESS_TOKEN: {
    kind: 'secret',
    functions: api,
    meaning: 'the shared access token; written by the proxy itself if USE_SHARED_TOKEN is true',
  },
  RULES: {
    kind: 'config',
    functions: both,
    meaning:
      'the rules: YAML, or base64 of YAML, plain or gzip; absent: a file in the bucket, else those in the zip',
  },
  RULES_MODE: {
    kind: 'env',
    functions: both,
    fallback: 'strict',
    parse: oneOf('strict', 'compatible'),
    expected: 'strict or compatible',
    meaning: 'how rules are read',
  },
  LEAK_GUARD: {
    kind: 'env',
    functions: both,
    fallback: 'redact',
    parse: oneOf('redact', 'fail', 'off'),
    expected: 'redact, fail or off',
    meaning: 'what happens to a kept text that gives away a removed one',
  },
  PSEUDONYM_ALGORITHM: {
    kind: 'env',
    functions: both,
    fallback: 'hmac-sha256',
    parse: oneOf('hmac-sha256', 'psoxy-sha256'),
    expected: 'hmac-sha256 or psoxy-sha256',
    meaning: 'the hash behind pseudonyms',
  },
  PSEUDONYM_IMPLEMENTATION: {
    kind: 'env',
    functions: both,
    fallback: 'v0.4',
    parse: oneOf('v0.4'),
    expected: 'v0.4',
    meaning: 'wire format of tokens',
  },
  PSOXY_SALT: {
    kind: 'secret',
    functions: both,
    isRequired: true,
    meaning: 'secret text behind every pseudonym; at least 16 characters',
  },
  PSOXY_ENCRYPTION_KEY: {
    kind: 'secret',
    functions: both,
    meaning: 'secret text behind reversible tokens; needed where rules make such tokens',
  },
  SALT_IP: { kind: 'secret', functions: both, meaning: 'own salt of IP addresses' },
  ENCRYPTION_KEY_IP: { kind: 'secret', functions: both, meaning: 'own key of IP addresses' },
  SALT_EMAIL_DOMAINS: { kind: 'secret', functions: both, meaning: 'own salt of e-mail domains' },
  ENCRYPTION_KEY_EMAIL_DOMAINS: {
    kind: 'secret',
    functions: both,
    meaning: 'own key of e-mail domains',
  },
  ALLOW_WEAK_SALT: {
    kind: 'env',
    functions: both,
    fallback: 'false',
    ...boolean,
    meaning: 'accept a short salt with psoxy-sha256; for tests',
  },
  EMAIL_CANONICALIZATION: {
    kind: 'env',
    functions: both,
    fallback: 'STRICT',
    parse: oneOfAnyCase('STRICT', 'IGNORE_DOTS'),
    expected: 'STRICT or IGNORE_DOTS',
    meaning: 'whether dots in the local part of an e-mail matter',
  },
  EMAIL_DOMAIN_HANDLING: {
    kind: 'env',
    functions: both,
    fallback: 'PRESERVE',
    parse: oneOfAnyCase('PRESERVE', 'REDACT', 'TOKENIZE', 'ENCRYPT'),
    expected: 'PRESERVE, REDACT, TOKENIZE or ENCRYPT',
    meaning: 'what becomes of the domain of a pseudonymized e-mail',
  },
  PSEUDONYMIZE_APP_IDS: {
    kind: 'env',
    functions: both,
    fallback: 'false',
    ...boolean,
    meaning:
      'take the shipped rules in the variant that pseudonymizes ids of the app too, if there is one',
  },
  REQUEST_TIMEOUT_SECONDS: {
    kind: 'env',
    functions: api,
    fallback: '180',
    ...positive,
    meaning: 'most time for one request',
  },
  MAX_SOURCE_BODY_MIB: {
    kind: 'env',
    functions: api,
    fallback: '32',
    ...positive,
    meaning: 'most MiB of one answer of the source, after inflation',
  },
  REQUEST_PATH_PREFIX_TO_TRIM: {
    kind: 'env',
    functions: api,
    meaning: 'a prefix that is dropped from the path of a call',
  },
  TLS_VERSION: {
    kind: 'env',
    functions: api,
    fallback: 'TLSv1.3',
    parse: oneOf('TLSv1.2', 'TLSv1.3'),
    expected: 'TLSv1.2 or TLSv1.3',
    meaning: 'lowest TLS version towards the source',
  },
  USER_AGENT: {
    kind: 'env',
    functions: api,
    meaning: 'the User-Agent of calls to the source; absent: Scrim/<version>',
  },
  BUNDLE_FILENAME: {
    kind: 'env',
    functions: both,
    meaning: 'file name of the zip, for the health check',
  },
  ALLOWED_DATA_ACCESS_IP_BLOCKS: {
    kind: 'env',
    functions: api,
    fallback: '',
    parse: toIpBlocks,
    expected: 'IP addresses and CIDR blocks, joined by commas',
    meaning: 'who may call, by address; empty: whoever IAM lets in',
  },
  PATH_TO_INSTANCE_CONFIG: {
    kind: 'env',
    functions: both,
    meaning: "text in front of this function's names in the stores",
  },
  PATH_TO_SHARED_CONFIG: {
    kind: 'env',
    functions: both,
    meaning: 'text in front of names that several functions share',
  },
  SECRETS_STORE: {
    kind: 'env',
    functions: both,
    fallback: 'AWS_SSM_PARAMETER_STORE',
    parse: oneOf('AWS_SSM_PARAMETER_STORE', 'AWS_SECRETS_MANAGER'),
    expected: 'AWS_SSM_PARAMETER_STORE or AWS_SECRETS_MANAGER',
    meaning: 'where secrets are',
  },
  REMOTE_RESOURCE_BUCKET: {
    kind: 'env',
    functions: both,
    meaning: 'bucket that may hold rules.yaml',
  },
  INSTANCE_RESOURCE_PATH: {
    kind: 'env',
    functions: both,
    meaning: 'text in front of rules.yaml in that bucket',
  },
  ...bulkSettings,
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settingsTable;
