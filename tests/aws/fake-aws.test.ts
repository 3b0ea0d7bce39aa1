import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';

const once = { maxAttempts: 1 } as const;
let aws: FakeAws;

beforeEach(async () => {
  aws = await startFakeAws();
  for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.close();
});

describe('the fake Parameter Store', () => {
  test('gives what is there and names what is not', async () => {
    aws.setParameter('A', 'one');
    aws.setParameter('B', 'two', 'String');

    const command = new GetParametersCommand({ Names: ['A', 'B', 'C'], WithDecryption: true });
    const { Parameters, InvalidParameters } = await new SSMClient(once).send(command);

    expect(Parameters?.map(({ Name, Value }) => [Name, Value])).toEqual([
      ['A', 'one'],
      ['B', 'two'],
    ]);
    expect(Parameters?.[0]?.LastModifiedDate).toBeInstanceOf(Date);
    expect(InvalidParameters).toEqual(['C']);
    expect(aws.calls).toEqual([
      {
        operation: 'GetParameters',
        names: ['A', 'B', 'C'],
        signature: expect.objectContaining({ service: 'ssm', region: 'eu-central-1' }) as unknown,
      },
    ]);
  });

  test('keeps a secure text encrypted unless asked', async () => {
    aws.setParameter('A', 'one');

    const { Parameter } = await new SSMClient(once).send(new GetParameterCommand({ Name: 'A' }));

    expect(Parameter?.Value).not.toBe('one');
  });

  test('overwrites only when told so', async () => {
    const put = (Overwrite: boolean): Promise<unknown> =>
      new SSMClient(once).send(
        new PutParameterCommand({ Name: '/a/B', Value: 'x', Type: 'SecureString', Overwrite }),
      );

    await put(false);

    await expect(put(false)).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    await put(true);
    expect(aws.parameters.get('/a/B')).toMatchObject({ version: 2, type: 'SecureString' });
  });

  test.each(['a/b', 'ä', 'aws-x'])('refuses the name %s', async (Name) => {
    const put = new PutParameterCommand({ Name, Value: 'x', Type: 'SecureString' });

    await expect(new SSMClient(once).send(put)).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('the fake Secrets Manager', () => {
  test('creates, replaces, describes and reads', async () => {
    const client = new SecretsManagerClient(once);
    const create = new CreateSecretCommand({ Name: 'A', SecretString: 'one', KmsKeyId: 'k' });

    await client.send(create);
    await client.send(new PutSecretValueCommand({ SecretId: 'A', SecretString: 'two' }));

    const read = await client.send(new GetSecretValueCommand({ SecretId: 'A' }));
    const described = await client.send(new DescribeSecretCommand({ SecretId: 'A' }));
    expect(read.SecretString).toBe('two');
    expect(described.KmsKeyId).toBe('k');
    await expect(client.send(create)).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  test('tells name by name what a batch did not give', async () => {
    aws.setSecret('A', 'one');
    aws.setSecret('B', 'two');
    aws.setSecret('EMPTY', undefined);
    aws.failWith({ kind: 'deny', names: ['B'] });

    const { SecretValues, Errors } = await new SecretsManagerClient(once).send(
      new BatchGetSecretValueCommand({ SecretIdList: ['A', 'B', 'C', 'EMPTY'] }),
    );

    expect(SecretValues?.map(({ Name }) => Name)).toEqual(['A']);
    expect(Errors?.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode])).toEqual([
      ['B', 'AccessDeniedException'],
      ['C', 'ResourceNotFoundException'],
      ['EMPTY', 'ResourceNotFoundException'],
    ]);
  });
});

describe('the fake STS', () => {
  test('tells who is calling, also as an assumed role', async () => {
    const mine = await new STSClient(once).send(new GetCallerIdentityCommand({}));
    const assumed = await new STSClient(once).send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::123456789012:role/scrim-caller',
        RoleSessionName: 'test',
      }),
    );
    const credentials = {
      accessKeyId: assumed.Credentials?.AccessKeyId ?? '',
      secretAccessKey: assumed.Credentials?.SecretAccessKey ?? '',
      sessionToken: assumed.Credentials?.SessionToken ?? '',
    };
    const role = await new STSClient({ ...once, credentials }).send(
      new GetCallerIdentityCommand({}),
    );

    expect(mine.Arn).toBe('arn:aws:iam::123456789012:user/admin');
    expect(role.Arn).toBe('arn:aws:sts::123456789012:assumed-role/scrim-caller/test');
  });
});

describe('failures on demand', () => {
  const read = (): Promise<unknown> =>
    new SSMClient({
      ...once,
      requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
    }).send(new GetParametersCommand({ Names: ['A'] }));

  test.each([
    ['throttle', 'ThrottlingException'],
    ['deny', 'AccessDeniedException'],
    ['server-error', 'InternalServerError'],
    ['hang', 'TimeoutError'],
    ['drop', 'TimeoutError'],
  ] as const)('%s shows as %s, once', async (kind, name) => {
    aws.failWith({ kind, times: 1 });

    await expect(read()).rejects.toMatchObject({ name });
    await expect(read()).resolves.toBeDefined();
  });

  test('apply to the operation and the names they were given', async () => {
    aws.failWith({ kind: 'throttle', operation: 'PutParameter' });
    aws.failWith({ kind: 'deny', names: ['B'] });

    await expect(read()).resolves.toBeDefined();
  });

  test('delay gives a right answer late', async () => {
    aws.failWith({ kind: 'delay', delayMs: 5 });

    await expect(read()).resolves.toBeDefined();
  });

  test('heal ends them', async () => {
    aws.failWith({ kind: 'deny' });
    aws.heal();

    await expect(read()).resolves.toBeDefined();
  });
});

test('a call with a wrong key is refused and not recorded', async () => {
  const credentials = { accessKeyId: 'AKIAFAKEFAKEFAKEFAKE', secretAccessKey: 'wrong' };
  const client = new SSMClient({ ...once, credentials });

  await expect(client.send(new GetParametersCommand({ Names: ['A'] }))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  expect(aws.calls).toEqual([]);
});
