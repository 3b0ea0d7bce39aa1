/** Events as AWS sends them, with the parts that a test is about. */
export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly sourceIp?: string;
}

const CALLER = 'arn:aws:iam::123456789012:user/analytics-platform';

/** Payload 2.0, as a function URL sends it. Source: AWS Lambda, "Invoking function URLs". */
export function functionUrlEvent(method: string, path: string, options: CallOptions = {}): object {
  const { headers = {}, query = '', body, isBase64Encoded = false, sourceIp } = options;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    cookies: ['session=ignored'],
    headers: { 'x-forwarded-proto': 'https', ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghij',
      authorizer: { iam: { userArn: CALLER } },
      domainName: 'abcdefghij.lambda-url.eu-central-1.on.aws',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: sourceIp ?? '203.0.113.7',
        userAgent: 'test',
      },
      requestId: '11111111-2222-4333-8444-555555555555',
      routeKey: '$default',
      stage: '$default',
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
  };
}

/** Payload 1.0, as an API Gateway with a `{proxy+}` resource below `/zoom` and stage `prod` sends it. */
export function gatewayEvent(method: string, path: string, options: CallOptions = {}): object {
  const { headers = {}, query = '', body, isBase64Encoded = false, sourceIp } = options;
  const parameters = [...new URLSearchParams(query)];
  const names = [...new Set(parameters.map(([name]) => name))];
  const many = names.map((name): [string, readonly string[]] => [
    name,
    parameters.filter(([other]) => other === name).map(([, value]) => value),
  ]);
  return {
    version: '1.0',
    resource: '/zoom/{proxy+}',
    path: `/prod/zoom${path}`,
    httpMethod: method,
    headers: { ...headers, 'X-Forwarded-Proto': 'https' },
    multiValueHeaders: Object.fromEntries(
      Object.entries({ ...headers, 'X-Forwarded-Proto': 'https' }).map(([name, value]) => [
        name,
        [value],
      ]),
    ),
    queryStringParameters: null,
    multiValueQueryStringParameters:
      names.length === 0 ? null : Object.fromEntries<readonly string[]>(many),
    requestContext: {
      stage: 'prod',
      requestId: '22222222-3333-4444-8555-666666666666',
      domainName: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      httpMethod: method,
      identity: { sourceIp: sourceIp ?? '203.0.113.7', userArn: CALLER },
    },
    body: body ?? null,
    isBase64Encoded,
  };
}
