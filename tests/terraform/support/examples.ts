/** The examples: how they are applied, and what they ask for. */
import { madeBucket, type Facts, type Place } from './facts.ts';

const EU = 'eu-central-1';

export interface Example {
  readonly folder: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly instances: readonly Facts[];
}

const plain = {
  region: EU,
  partition: 'aws',
  store: 'SSM',
  front: 'FUNCTION_URL',
  key: 'none',
  makesSecrets: true,
  hasVpc: false,
  hasTracing: false,
  iamPath: '/',
  hasTopic: false,
  hasAlarms: true,
  logRetentionDays: 30,
} as const;

const api = { id: 'zoom', kind: 'api', timeoutSeconds: 60, rules: 'zip' } as const;

const made = (instance: Pick<Facts, 'name' | 'region'>, id: string) => ({
  id,
  kind: 'bulk' as const,
  timeoutSeconds: 900,
  rules: 'zip' as const,
  managesNotification: true,
  maxConcurrency: 5,
  suffixes: [''],
  input: {
    bucket: madeBucket(instance, id, 'input'),
    prefix: '',
    isMade: true,
    expirationDays: 30,
  },
  output: {
    bucket: madeBucket(instance, id, 'output'),
    prefix: '',
    isMade: true,
    expirationDays: 720,
  },
});

const GOOGLE = '123456789012345678901';
const nobody = { google: [], aws: [], test: [] } as const;

const zoom: Facts = {
  ...plain,
  module: 'module.scrim',
  name: 'scrim',
  parameterPrefix: '/scrim/scrim/',
  sharedPrefix: '/scrim/scrim/',
  tags: { scrim: 'scrim' },
  functions: [api, made({ name: 'scrim', region: EU }, 'zoom-ai')],
  callers: { ...nobody, google: [GOOGLE] },
};

const platform = { arn: 'arn:aws:iam::210987654321:root', externalId: 'shown-by-the-platform' };
const tester = 'arn:aws:iam::123456789012:role/admin';
const writer = 'arn:aws:iam::123456789012:role/uploader';
const boundary = 'arn:aws:iam::123456789012:policy/boundary';
const signing = 'arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0';
const full = { name: 'full', region: EU } as const;
const prefixed = (place: Place, prefix: string, expirationDays: number): Place => ({
  ...place,
  prefix,
  expirationDays,
});

const complete: Facts = {
  ...plain,
  ...full,
  module: 'module.scrim',
  parameterPrefix: '/teams/analytics/',
  sharedPrefix: '/teams/shared/',
  store: 'SECRETS_MANAGER',
  key: 'made',
  hasVpc: true,
  hasTracing: true,
  ipBlocks: ['192.0.2.0/24', '2001:db8::/32'],
  iamPath: '/scrim/',
  boundary,
  hasTopic: true,
  logRetentionDays: 365,
  accessLogBucket: 'access-logs-of-ours',
  tags: { team: 'analytics', scrim: 'full' },
  functions: [
    { ...api, timeoutSeconds: 120, rules: 'parameter' },
    { ...api, id: 'zoom-emea', rules: 'bucket' },
    {
      ...made(full, 'zoom-ai'),
      suffixes: ['.csv', '.csv.gz'],
      writers: [writer],
      isVersioned: true,
      input: prefixed(made(full, 'zoom-ai').input, 'drop/', 7),
      output: prefixed(made(full, 'zoom-ai').output, 'clean/', 0),
    },
    {
      ...made(full, 'people'),
      rules: 'parameter',
      maxConcurrency: 2,
      lookups: [{ bucket: 'lookup-of-ours', prefix: 'people/' }],
    },
  ],
  callers: { google: [GOOGLE], aws: [platform], test: [tester] },
};

const guarded = { name: 'armed', region: EU } as const;

/** Not an example: what mutants are tried on. */
const armed: Facts = {
  ...plain,
  ...guarded,
  module: 'module.scrim',
  parameterPrefix: '/scrim/armed/',
  sharedPrefix: '/scrim/armed/',
  key: 'made',
  hasVpc: true,
  ipBlocks: ['192.0.2.0/24'],
  iamPath: '/scrim/',
  boundary,
  hasAlarms: false,
  hasTopic: true,
  accessLogBucket: 'access-logs-of-ours',
  tags: { team: 'analytics', scrim: 'armed' },
  functions: [
    { ...api, rules: 'bucket' },
    {
      ...made(guarded, 'zoom-ai'),
      suffixes: ['.csv'],
      writers: [writer],
      isVersioned: true,
      input: prefixed(made(guarded, 'zoom-ai').input, 'drop/', 30),
      output: prefixed(made(guarded, 'zoom-ai').output, 'clean/', 720),
    },
  ],
  callers: { google: [GOOGLE], aws: [platform], test: [tester] },
};

const side = (name: string): Facts => ({
  ...plain,
  module: `module.${name}`,
  name,
  parameterPrefix: `/scrim/${name}/`,
  sharedPrefix: '/scrim/shared/',
  key: 'made',
  hasTopic: true,
  tags: { scrim: name },
  functions: [api, made({ name, region: EU }, 'zoom-ai')],
  callers: nobody,
});

const brought = (prefix: string): Place => ({
  bucket: 'files-of-ours',
  prefix,
  isMade: false,
  expirationDays: 0,
});

const mine: Facts = {
  ...plain,
  module: 'module.scrim',
  name: 'mine',
  parameterPrefix: 'PSOXY_',
  sharedPrefix: '',
  front: 'HTTP_API',
  key: 'brought',
  makesSecrets: false,
  hasTopic: true,
  tags: { scrim: 'mine' },
  functions: [
    { ...api, timeoutSeconds: 30 },
    {
      ...made({ name: 'mine', region: EU }, 'zoom-ai'),
      managesNotification: false,
      input: brought('raw/'),
      output: brought('clean/'),
    },
  ],
  callers: { ...nobody, test: [tester] },
};

export const examples = {
  zoom: {
    folder: 'terraform/examples/zoom',
    variables: { region: EU, caller_gcp_service_account_ids: [GOOGLE] },
    instances: [zoom],
  },
  complete: {
    folder: 'terraform/examples/complete',
    variables: {
      region: EU,
      platform_arn: platform.arn,
      test_principal_arns: [tester],
      writer_arns: [writer],
      permissions_boundary_arn: boundary,
      code_signing_config_arn: signing,
    },
    instances: [complete],
  },
  'two-instances': {
    folder: 'terraform/examples/two-instances',
    variables: { region: EU },
    instances: [side('first'), side('second')],
  },
  'bring-your-own': {
    folder: 'terraform/examples/bring-your-own',
    variables: {
      region: EU,
      key_arn: 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555',
      topic_arn: 'arn:aws:sns:eu-central-1:123456789012:alerts',
      test_principal_arns: [tester],
    },
    instances: [mine],
  },
} as const satisfies Record<string, Example>;

export const armedExample: Example = {
  folder: 'terraform/examples/armed',
  variables: { arns: { platform: platform.arn, tester, writer, boundary } },
  instances: [armed],
};

/** The first example in another region. */
export function zoomIn(region: string, partition: string): Example {
  const name = 'scrim';
  const functions = [api, made({ name, region }, 'zoom-ai')];
  return {
    ...examples.zoom,
    variables: { ...examples.zoom.variables, region },
    instances: [{ ...zoom, region, partition, functions }],
  };
}

export type ExampleName = keyof typeof examples;
