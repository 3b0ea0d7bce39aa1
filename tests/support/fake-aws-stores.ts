/** A parameter of the fake Parameter Store. */
export interface FakeParameter {
  readonly value: string;
  readonly type: 'String' | 'SecureString';
  readonly version: number;
  readonly keyId: string | undefined;
  readonly lastModified: Date;
}

/** A secret of the fake Secrets Manager; without value until a first version is put. */
export interface FakeSecret {
  readonly value: string | undefined;
  readonly keyId: string | undefined;
  readonly createdAt: Date;
}

/** An error as AWS answers it. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status = 400) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** What an operation may read: its input, the stores, and the names of a batch that fail, with their errors. */
export interface OperationContext {
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters: Map<string, FakeParameter>;
  readonly secrets: Map<string, FakeSecret>;
  readonly failed: ReadonlyMap<string, string>;
}

type Operation = (context: OperationContext) => object;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(text) : []);
const seconds = (date: Date): number => date.getTime() / 1000;

/** Names that a call is about, for the record of calls and for refusals by name. */
export function namesOf(input: Readonly<Record<string, unknown>>): readonly string[] {
  const one = input['Name'] ?? input['SecretId'];
  return typeof one === 'string'
    ? [one]
    : [...texts(input['Names']), ...texts(input['SecretIdList'])];
}

/** Parameter Store. Source: AWS Systems Manager API reference. */
const parameterOperations = {
  GetParameters({ input, parameters }) {
    const names = texts(input['Names']);
    if (names.length === 0 || names.length > 10 || new Set(names).size < names.length) {
      throw new AwsError('ValidationException');
    }
    return {
      Parameters: names.flatMap((name) => parameterEntry(parameters, name, input)),
      InvalidParameters: names.filter((name) => !parameters.has(name)),
    };
  },
  GetParameter({ input, parameters }) {
    const [entry] = parameterEntry(parameters, text(input['Name']), input);
    if (entry === undefined) throw new AwsError('ParameterNotFound');
    return { Parameter: entry };
  },
  PutParameter({ input, parameters }) {
    const name = text(input['Name']);
    const isHierarchy = name.includes('/');
    const isNameWrong =
      !/^[A-Za-z0-9_.\-/]{1,2048}$/.test(name) ||
      (isHierarchy && !name.startsWith('/')) ||
      /^\/?(aws|ssm)/i.test(name);
    if (isNameWrong || text(input['Value']) === '') throw new AwsError('ValidationException');
    const existing = parameters.get(name);
    if (existing !== undefined && input['Overwrite'] !== true) {
      throw new AwsError('ParameterAlreadyExists');
    }
    const version = (existing?.version ?? 0) + 1;
    parameters.set(name, {
      value: text(input['Value']),
      type: input['Type'] === 'String' ? 'String' : 'SecureString',
      version,
      keyId: typeof input['KeyId'] === 'string' ? input['KeyId'] : undefined,
      lastModified: new Date(),
    });
    return { Version: version, Tier: 'Standard' };
  },
} satisfies Record<string, Operation>;

function parameterEntry(
  parameters: ReadonlyMap<string, FakeParameter>,
  name: string,
  input: OperationContext['input'],
): object[] {
  const parameter = parameters.get(name);
  if (parameter === undefined) return [];
  const isHidden = parameter.type === 'SecureString' && input['WithDecryption'] !== true;
  return [
    {
      Name: name,
      Type: parameter.type,
      Value: isHidden ? 'AQICAHencrypted' : parameter.value,
      Version: parameter.version,
      LastModifiedDate: seconds(parameter.lastModified),
    },
  ];
}

/** Secrets Manager. Source: AWS Secrets Manager API reference. */
const secretOperations = {
  GetSecretValue({ input, secrets }) {
    const name = text(input['SecretId']);
    const secret = secrets.get(name);
    if (secret?.value === undefined) throw new AwsError('ResourceNotFoundException');
    return secretEntry(name, secret);
  },
  BatchGetSecretValue({ input, secrets, failed }) {
    const names = texts(input['SecretIdList']);
    if (names.length === 0 || names.length > 20) throw new AwsError('InvalidParameterException');
    const errorOf = (name: string): string | undefined =>
      failed.get(name) ??
      (secrets.get(name)?.value === undefined ? 'ResourceNotFoundException' : undefined);
    return {
      SecretValues: names.flatMap((name) => {
        const secret = secrets.get(name);
        return secret === undefined || errorOf(name) !== undefined
          ? []
          : [secretEntry(name, secret)];
      }),
      Errors: names.flatMap((name) => {
        const code = errorOf(name);
        return code === undefined ? [] : [{ SecretId: name, ErrorCode: code }];
      }),
    };
  },
  CreateSecret({ input, secrets }) {
    const name = text(input['Name']);
    if (secrets.has(name)) throw new AwsError('ResourceExistsException');
    if (!/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) throw new AwsError('InvalidParameterException');
    secrets.set(name, {
      value: typeof input['SecretString'] === 'string' ? input['SecretString'] : undefined,
      keyId: typeof input['KmsKeyId'] === 'string' ? input['KmsKeyId'] : undefined,
      createdAt: new Date(),
    });
    return { Name: name, ARN: arnOf(name) };
  },
  PutSecretValue({ input, secrets }) {
    const name = text(input['SecretId']);
    const secret = secrets.get(name);
    if (secret === undefined) throw new AwsError('ResourceNotFoundException');
    secrets.set(name, { ...secret, value: text(input['SecretString']), createdAt: new Date() });
    return { Name: name, ARN: arnOf(name) };
  },
  DescribeSecret({ input, secrets }) {
    const name = text(input['SecretId']);
    const secret = secrets.get(name);
    if (secret === undefined) throw new AwsError('ResourceNotFoundException');
    return {
      Name: name,
      ARN: arnOf(name),
      ...(secret.keyId === undefined ? {} : { KmsKeyId: secret.keyId }),
      ...(secret.value === undefined ? {} : { VersionIdsToStages: { one: ['AWSCURRENT'] } }),
    };
  },
} satisfies Record<string, Operation>;

function secretEntry(name: string, secret: FakeSecret): object {
  const { value, createdAt } = secret;
  return { Name: name, ARN: arnOf(name), SecretString: value, CreatedDate: seconds(createdAt) };
}

function arnOf(name: string): string {
  return `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`;
}

/** Every operation by the `x-amz-target` that calls it. */
export const jsonOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ...Object.entries(parameterOperations).map(
    ([name, operation]) => [`AmazonSSM.${name}`, operation] as const,
  ),
  ...Object.entries(secretOperations).map(
    ([name, operation]) => [`secretsmanager.${name}`, operation] as const,
  ),
]);
