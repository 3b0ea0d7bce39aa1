import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { CommandCall } from '../../../src/cli/command.ts';
import { parseProxyUrl, targetOf } from '../../../src/cli/proxy-address.ts';

const call: CommandCall = {
  values: {},
  positionals: [],
  terminal: {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    environment: {},
    stopped: new AbortController().signal,
  },
};

describe('the address of a proxy', () => {
  test.each([
    ['https://abc.lambda-url.eu-central-1.on.aws/v2/users', 'lambda', 'eu-central-1'],
    ['https://abc.lambda-url.us-gov-west-1.on.aws', 'lambda', 'us-gov-west-1'],
    ['https://abc.execute-api.eu-west-1.amazonaws.com/v2/users', 'execute-api', 'eu-west-1'],
    ['https://abc.execute-api.cn-north-1.amazonaws.com.cn/', 'execute-api', 'cn-north-1'],
    ['https://scrim.example.org/v2/users', 'lambda', undefined],
    ['https://abc.lambda-url.eu-central-1.on.aws.example.org/', 'lambda', undefined],
    ['http://127.0.0.1:8080/', 'lambda', undefined],
  ])('%s is of %s in %s', (url, service, region) => {
    expect(parseProxyUrl(url, call)).toMatchObject({ service, region });
  });

  test.each([
    ['https://a.example', '/'],
    ['https://a.example/', '/'],
    ['https://a.example/v2/a%2Fb//c', '/v2/a%2Fb//c'],
    ['https://a.example/x?', '/x'],
    ['https://a.example/x?b=1&a=%2B+&c', '/x?b=1&a=%2B%2B&c='],
  ])('%s asks for %s', (url, target) => {
    expect(targetOf(parseProxyUrl(url, call))).toBe(target);
  });
});
