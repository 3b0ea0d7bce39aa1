// Faults put into the sample module: each must make `validate` or `test` fail, and say why.

export const mutants = [
  {
    name: 'the URL is open to the world',
    find: '"AWS_IAM"\n}\n\nresource "aws_lambda_permission" "url"',
    put: '"NONE"\n}\n\nresource "aws_lambda_permission" "url"',
    says: /The URL is open to the world/,
  },
  {
    name: 'the first permission names the wrong action',
    find: '"lambda:InvokeFunctionUrl"',
    put: '"lambda:InvokeFunction"',
    says: /The caller may not use the URL/,
  },
  {
    name: 'the second permission holds for every way in',
    find: '  invoked_via_function_url = true\n',
    put: '',
    says: /The caller may invoke the function past its URL/,
  },
  {
    name: 'the secret is kept in the clear',
    find: '"SecureString"',
    put: '"String"',
    says: /The secret is kept in the clear/,
  },
  {
    name: 'the role reads every secret',
    find: 'parameter${local.secret_name}"',
    put: 'parameter/*"',
    says: /reads something else than its secret/,
  },
  {
    name: 'the role may write its secret',
    find: '"ssm:GetParameter"',
    put: '["ssm:GetParameter", "ssm:PutParameter"]',
    says: /reads something else than its secret/,
  },
  {
    name: 'messages come back too early',
    find: '6 * local.timeout_seconds',
    put: 'local.timeout_seconds',
    says: /come back while its file is still being read/,
  },
  {
    name: 'a file that keeps failing is lost',
    find: 'deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount',
    put: 'deadLetterTargetArn = "", maxReceiveCount',
    says: /A file that keeps failing is lost/,
  },
  {
    name: 'a failed file is deleted with its batch',
    find: '  function_response_types = ["ReportBatchItemFailures"]\n',
    put: '',
    says: /A failed file is deleted with its batch/,
  },
  {
    name: 'buckets of other accounts may send',
    find: '= data.aws_caller_identity.current.account_id }\n',
    put: '= "*" }\n',
    says: /A bucket of another account may send messages/,
  },
  {
    name: 'capitals are let through',
    file: 'variables.tf',
    find: '^[a-z][a-z0-9-]{1,18}[a-z0-9]$',
    put: '^[A-Za-z][A-Za-z0-9_-]+$',
    says: /"Has_Capitals-files" does not match/,
  },
  {
    name: 'a retention that CloudWatch does not offer',
    file: 'variables.tf',
    find: '[7, 14, 30',
    put: '[7, 14, 29, 30',
    says: /retention_in_days: 29 is not one of/,
  },
  {
    name: 'a role name for its ARN',
    find: 'role          = aws_iam_role.this.arn',
    put: 'role          = aws_iam_role.this.name',
    says: /role: "demo-eu-west-1" is not an ARN/,
  },
  {
    name: 'a misspelt block',
    find: 'logging_config {',
    put: 'loging_config {',
    says: /Unsupported block type/,
  },
  {
    name: 'a cycle',
    find: '6 * local.timeout_seconds',
    put: '6 * aws_lambda_function.this.timeout',
    says: /Error: Cycle/,
  },
];
