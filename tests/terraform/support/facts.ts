/**
 * What each example asks for, and the names that must come of it: written here once more, by hand, so that
 * Terraform is held against something other than itself.
 */
import { createHash } from 'node:crypto';
import { settingsTable } from '../../../src/settings.ts';

export const ACCOUNT = '123456789012';

export interface Place {
  readonly bucket: string;
  readonly prefix: string;
  /** Made here, not brought along. */
  readonly isMade: boolean;
  readonly expirationDays: number;
}

export interface FunctionFacts {
  readonly id: string;
  readonly kind: 'api' | 'bulk';
  readonly timeoutSeconds: number;
  readonly rules: 'zip' | 'parameter' | 'bucket';
  readonly input?: Place;
  readonly output?: Place;
  /** Further outputs; no caller reads them. */
  readonly lookups?: readonly Pick<Place, 'bucket' | 'prefix'>[];
  readonly managesNotification?: boolean;
  readonly maxConcurrency?: number;
  readonly suffixes?: readonly string[];
  readonly writers?: readonly string[];
  readonly isVersioned?: boolean;
}

export interface Facts {
  /** The module in the example. */
  readonly module: string;
  readonly name: string;
  readonly region: string;
  readonly partition: string;
  readonly parameterPrefix: string;
  readonly sharedPrefix: string;
  readonly store: 'SSM' | 'SECRETS_MANAGER';
  readonly front: 'FUNCTION_URL' | 'HTTP_API';
  readonly key: 'none' | 'made' | 'brought';
  readonly makesSecrets: boolean;
  readonly hasVpc: boolean;
  readonly hasTracing: boolean;
  readonly ipBlocks?: readonly string[];
  readonly iamPath: string;
  readonly boundary?: string;
  readonly hasAlarms: boolean;
  readonly hasTopic: boolean;
  readonly logRetentionDays: number;
  readonly accessLogBucket?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly functions: readonly FunctionFacts[];
  readonly callers: {
    readonly google: readonly string[];
    readonly aws: readonly { readonly arn: string; readonly externalId: string }[];
    readonly test: readonly string[];
  };
}

export function functionName(facts: Facts, id: string): string {
  return `${facts.name}-${id}`;
}

export function namespaceOf(facts: Facts, id: string): string {
  return `${facts.parameterPrefix}${id.toUpperCase().replaceAll('-', '_')}_`;
}

export function madeBucket(
  facts: Pick<Facts, 'name' | 'region'>,
  id: string,
  kind: string,
): string {
  const name = `${facts.name}-${id}`;
  const hash = createHash('sha256').update(`${ACCOUNT}/${facts.region}/${name}`).digest('hex');
  return `${name}-${hash.slice(0, 8)}-${kind}`;
}

export function arn(facts: Facts, service: string, resource: string): string {
  return `arn:${facts.partition}:${service}:${facts.region}:${ACCOUNT}:${resource}`;
}

export function bucketArn(facts: Facts, bucket: string, key?: string): string {
  return `arn:${facts.partition}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}

export function parameterArn(facts: Facts, name: string): string {
  return arn(facts, 'ssm', `parameter/${name.replace(/^\//, '')}`);
}

export function secretArn(facts: Facts, name: string): string {
  return arn(facts, 'secretsmanager', `secret:${name}-AbCdEf`);
}

export function roleArn(facts: Facts, id: string): string {
  return `arn:${facts.partition}:iam::${ACCOUNT}:role${facts.iamPath}${facts.name}-${id}-${facts.region}`;
}

export function functionArn(facts: Facts, id: string): string {
  return arn(facts, 'lambda', `function:${functionName(facts, id)}`);
}

/** Settings of the code that can lie in a store, but the shared token, which needs a function that writes. */
export function storedProperties(kind: 'api' | 'bulk'): {
  readonly configuration: readonly string[];
  readonly secrets: readonly string[];
} {
  const ofKind = (wanted: string): readonly string[] =>
    Object.entries(settingsTable)
      .filter(([name]) => name !== 'ACCESS_TOKEN')
      .filter(([, row]) => row.kind === wanted && row.functions.some((one) => one === kind))
      .map(([name]) => name);
  return { configuration: ofKind('config'), secrets: ofKind('secret') };
}
