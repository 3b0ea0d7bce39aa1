/** One configuration, one fault: what `terraform validate` must say about it. Without `says` it must be found valid. */
export interface Fault {
  readonly name: string;
  readonly hcl: string;
  readonly says?: RegExp;
}

const lambda = (lines: string): string => `
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/r"
  runtime       = "nodejs24.x"
  handler       = "index.handler"
  filename      = "code.zip"
  ${lines}
}`;

const resource = (type: string, lines: string): string => `
resource "${type}" "r" {
  ${lines}
}`;

export const faults: readonly Fault[] = [
  // Right as they are.
  { name: 'a plain function', hcl: lambda('') },
  {
    name: 'a value that is known only after apply passes every rule',
    hcl: `${resource('aws_iam_role', 'assume_role_policy = "{}"')}
    resource "aws_iam_role_policy_attachment" "a" {
      role       = aws_iam_role.r.name
      policy_arn = aws_iam_role.r.arn
    }`,
  },
  {
    name: 'a policy built from values known only after apply',
    hcl: `${resource('aws_s3_bucket', 'bucket = "files"')}
    resource "aws_s3_bucket_policy" "p" {
      bucket = aws_s3_bucket.r.id
      policy = jsonencode({ Resource = aws_s3_bucket.r.arn })
    }`,
  },
  {
    name: 'arguments that exclude each other, decided by a variable',
    hcl: `
    variable "key" { type = string }
    resource "aws_sqs_queue" "r" {
      kms_master_key_id       = var.key
      sqs_managed_sse_enabled = var.key == null ? true : null
    }`,
  },

  // What the schema refuses.
  {
    name: 'a misspelt argument',
    hcl: lambda('memory_sise = 128'),
    says: /Did you mean "memory_size"/,
  },
  {
    name: 'a missing required argument',
    hcl: resource('aws_lambda_function', 'function_name = "f"'),
    says: /argument "role" is required/,
  },
  { name: 'a list for a number', hcl: lambda('timeout = [30]'), says: /number required/ },
  { name: 'a word for a number', hcl: lambda('timeout = "soon"'), says: /a number is required/ },
  {
    name: 'a text for a list',
    hcl: lambda('architectures = "arm64"'),
    says: /list of string required/,
  },
  { name: 'an unknown block', hcl: lambda('enviroment {}'), says: /Did you mean "environment"/ },
  {
    name: 'a block written as an argument',
    hcl: lambda('environment = { variables = {} }'),
    says: /define a block of type "environment"/,
  },
  {
    name: 'two of a block that may be there once',
    hcl: lambda('environment {}\n  environment {}'),
    says: /No more than 1 "environment"/,
  },
  {
    name: 'a missing required block',
    hcl: resource('aws_s3_bucket_versioning', 'bucket = "b"'),
    says: /At least 1 "versioning_configuration"/,
  },
  {
    name: 'a misspelt argument in a block',
    hcl: lambda('dead_letter_config {\n    target = "x"\n  }'),
    says: /argument named "target" is not expected/,
  },
  {
    name: 'an attribute that is not there',
    hcl: `${lambda('')}\noutput "o" {\n  value = aws_lambda_function.f.function_arn\n}`,
    says: /no argument, nested block, or exported attribute named "function_arn"/,
  },
  {
    name: 'a resource that is not there',
    hcl: lambda('kms_key_arn = aws_kms_key.none.arn'),
    says: /managed resource "aws_kms_key" "none" has not been declared/,
  },
  {
    name: 'an unknown resource type',
    hcl: resource('aws_lamda_function', ''),
    says: /Did you mean "aws_lambda_function"/,
  },
  {
    name: 'an unknown data source',
    hcl: 'data "aws_regions_of_old" "r" {}',
    says: /does not support data source/,
  },
  {
    name: 'a misspelt provider argument',
    hcl: `provider "aws" {\n  regoin = "eu-west-1"\n}${lambda('')}`,
    says: /Did you mean "region"/,
  },
  {
    name: 'a computed attribute set by hand',
    hcl: lambda('arn = "arn:aws:lambda:x"'),
    says: /cannot be set/,
  },

  // What the real provider refuses, or AWS after it.
  {
    name: 'a timeout over 15 minutes',
    hcl: lambda('timeout = 901'),
    says: /timeout: 901 is more than 900/,
  },
  { name: 'too little memory', hcl: lambda('memory_size = 64'), says: /is less than 128/ },
  {
    name: 'too much disk',
    hcl: lambda('ephemeral_storage {\n    size = 20480\n  }'),
    says: /is more than 10240/,
  },
  {
    name: 'an unknown architecture',
    hcl: lambda('architectures = ["arm"]'),
    says: /is not one of arm64, x86_64/,
  },
  {
    name: 'a log format in lower case',
    hcl: lambda('logging_config {\n    log_format = "json"\n  }'),
    says: /is not one of JSON, Text/,
  },
  {
    name: 'a key that is not an ARN',
    hcl: lambda('kms_key_arn = "alias/key"'),
    says: /is not an ARN/,
  },
  {
    name: 'a package from two places',
    hcl: lambda('s3_bucket = "b"\n  s3_key = "k"'),
    says: /exactly one of filename, image_uri, s3_bucket/,
  },
  {
    name: 'a package from nowhere',
    hcl: lambda('').replace('filename      = "code.zip"', ''),
    says: /exactly one of filename, image_uri, s3_bucket/,
  },
  {
    name: 'an object without its bucket',
    hcl: lambda('s3_key = "k"'),
    says: /must be set together/,
  },
  {
    name: 'an unknown runtime',
    hcl: lambda('').replace('nodejs24.x', 'node24'),
    says: /runtime: "node24" is not one of/,
  },
  {
    name: 'a function name with a dot',
    hcl: lambda('').replace('= "f"', '= "f.1"'),
    says: /function_name: "f.1" does not match/,
  },
  {
    name: 'a role name instead of its ARN',
    hcl: lambda('').replace('arn:aws:iam::123456789012:role/r', 'r'),
    says: /role: "r" is not an ARN/,
  },
  {
    name: 'an unknown kind of authorization',
    hcl: resource('aws_lambda_function_url', 'function_name = "f"\n  authorization_type = "IAM"'),
    says: /is not one of AWS_IAM, NONE/,
  },
  {
    name: 'a statement id with a space',
    hcl: resource(
      'aws_lambda_permission',
      'function_name = "f"\n  action = "lambda:InvokeFunction"\n  principal = "s3.amazonaws.com"\n  statement_id = "let in"',
    ),
    says: /statement_id: "let in" does not match/,
  },
  {
    name: 'an action of another service',
    hcl: resource(
      'aws_lambda_permission',
      'function_name = "f"\n  action = "s3:GetObject"\n  principal = "s3.amazonaws.com"',
    ),
    says: /action: "s3:GetObject" does not match/,
  },
  {
    name: 'a concurrency of one',
    hcl: resource(
      'aws_lambda_event_source_mapping',
      'function_name = "f"\n  event_source_arn = "arn:aws:sqs:eu-west-1:123456789012:q"\n  scaling_config {\n    maximum_concurrency = 1\n  }',
    ),
    says: /is less than 2/,
  },
  {
    name: 'an event source that is not named',
    hcl: resource('aws_lambda_event_source_mapping', 'function_name = "f"'),
    says: /exactly one of event_source_arn/,
  },
  {
    name: 'an event kept for half a minute',
    hcl: resource(
      'aws_lambda_function_event_invoke_config',
      'function_name = "f"\n  maximum_event_age_in_seconds = 30',
    ),
    says: /is less than 60/,
  },
  {
    name: 'a policy that is not JSON',
    hcl: resource('aws_iam_role', 'assume_role_policy = "{ Version: 1 }"'),
    says: /is not valid JSON/,
  },
  {
    name: 'a role name of 65 characters',
    hcl: resource('aws_iam_role', `assume_role_policy = "{}"\n  name = "${'r'.repeat(65)}"`),
    says: /does not match/,
  },
  {
    name: 'a session of five minutes',
    hcl: resource('aws_iam_role', 'assume_role_policy = "{}"\n  max_session_duration = 300'),
    says: /is less than 3600/,
  },
  {
    name: 'an effect that IAM does not know',
    hcl: 'data "aws_iam_policy_document" "d" {\n  statement {\n    effect = "Permit"\n  }\n}',
    says: /is not one of Allow, Deny/,
  },
  {
    name: 'a parameter with two values',
    hcl: resource(
      'aws_ssm_parameter',
      'name = "/p"\n  type = "SecureString"\n  value = "a"\n  value_wo = "b"\n  value_wo_version = 1',
    ),
    says: /exactly one of value, value_wo, insecure_value/,
  },
  {
    name: 'a write-only value without its version',
    hcl: resource('aws_ssm_parameter', 'name = "/p"\n  type = "SecureString"\n  value_wo = "b"'),
    says: /value_wo, value_wo_version must be set together/,
  },
  {
    name: 'a parameter name that AWS keeps for itself',
    hcl: resource(
      'aws_ssm_parameter',
      'name = "/aws/p"\n  type = "String"\n  insecure_value = "a"',
    ),
    says: /does not match/,
  },
  {
    name: 'a recovery window of three days',
    hcl: resource('aws_secretsmanager_secret', 'name = "s"\n  recovery_window_in_days = 3'),
    says: /is less than 7/,
  },
  {
    name: 'a bucket name in capitals',
    hcl: resource('aws_s3_bucket', 'bucket = "Files"'),
    says: /bucket: "Files" does not match/,
  },
  {
    name: 'an unknown encryption',
    hcl: resource(
      'aws_s3_bucket_server_side_encryption_configuration',
      'bucket = "b"\n  rule {\n    apply_server_side_encryption_by_default {\n      sse_algorithm = "aes256"\n    }\n  }',
    ),
    says: /is not one of AES256/,
  },
  {
    name: 'a rule that expires in two ways',
    hcl: resource(
      'aws_s3_bucket_lifecycle_configuration',
      'bucket = "b"\n  rule {\n    id = "x"\n    status = "Enabled"\n    filter {}\n    expiration {\n      days = 1\n      expired_object_delete_marker = true\n    }\n  }',
    ),
    says: /only one of date, days, expired_object_delete_marker/,
  },
  {
    name: 'a misspelt bucket event',
    hcl: resource(
      'aws_s3_bucket_notification',
      'bucket = "b"\n  queue {\n    queue_arn = "arn:aws:sqs:eu-west-1:123456789012:q"\n    events = ["s3:ObjectCreate:*"]\n  }',
    ),
    says: /is not one of s3:ObjectCreated:\*/,
  },
  {
    name: 'a message hidden for a day',
    hcl: resource('aws_sqs_queue', 'visibility_timeout_seconds = 86400'),
    says: /is more than 43200/,
  },
  {
    name: 'a queue encrypted twice',
    hcl: resource('aws_sqs_queue', 'kms_master_key_id = "k"\n  sqs_managed_sse_enabled = false'),
    says: /only one of kms_master_key_id, sqs_managed_sse_enabled/,
  },
  {
    name: 'an unknown protocol',
    hcl: resource(
      'aws_sns_topic_subscription',
      'topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"\n  protocol = "mail"\n  endpoint = "x"',
    ),
    says: /is not one of sqs/,
  },
  {
    name: 'a retention that CloudWatch does not offer',
    hcl: resource('aws_cloudwatch_log_group', 'retention_in_days = 31'),
    says: /retention_in_days: 31 is not one of/,
  },
  {
    name: 'a comparison that CloudWatch does not know',
    hcl: resource(
      'aws_cloudwatch_metric_alarm',
      'alarm_name = "a"\n  comparison_operator = "GreaterThan"\n  evaluation_periods = 1',
    ),
    says: /is not one of GreaterThanOrEqualToThreshold/,
  },
  {
    name: 'an alarm period of 90 seconds',
    hcl: resource(
      'aws_cloudwatch_metric_alarm',
      'alarm_name = "a"\n  comparison_operator = "GreaterThanThreshold"\n  evaluation_periods = 1\n  period = 90',
    ),
    says: /is not a multiple of 60/,
  },
  {
    name: 'a rule without a pattern or a schedule',
    hcl: resource('aws_cloudwatch_event_rule', 'name = "r"'),
    says: /at least one of event_pattern, schedule_expression/,
  },
  {
    name: 'a key deleted after a day',
    hcl: resource('aws_kms_key', 'deletion_window_in_days = 1'),
    says: /is less than 7/,
  },
  {
    name: 'an alias without its prefix',
    hcl: resource('aws_kms_alias', 'name = "scrim"\n  target_key_id = "k"'),
    says: /does not match/,
  },
  {
    name: 'an integration that waits a minute',
    hcl: resource(
      'aws_apigatewayv2_integration',
      'api_id = "a"\n  integration_type = "AWS_PROXY"\n  timeout_milliseconds = 60000',
    ),
    says: /is more than 30000/,
  },
  {
    name: 'a route without a method',
    hcl: resource('aws_apigatewayv2_route', 'api_id = "a"\n  route_key = "/users"'),
    says: /route_key: "\/users" does not match/,
  },
  {
    name: 'a state machine that is not JSON',
    hcl: resource(
      'aws_sfn_state_machine',
      'definition = "StartAt"\n  role_arn = "arn:aws:iam::123456789012:role/r"',
    ),
    says: /is not valid JSON/,
  },
];

export const warnings: readonly Fault[] = [
  {
    name: 'a deprecated argument',
    hcl: resource('aws_s3_bucket', 'acl = "private"'),
    says: /acl is deprecated/,
  },
  {
    name: 'a deprecated block',
    hcl: resource('aws_s3_bucket', 'versioning {\n    enabled = true\n  }'),
    says: /versioning is deprecated/,
  },
];

/** Right for the newest version, refused at the floor. */
export const tooNew: readonly Fault[] = [
  {
    name: 'an argument of a later version',
    hcl: resource('aws_s3_bucket', 'bucket = "files"\n  bucket_namespace = "global"'),
    says: /argument named "bucket_namespace" is not expected/,
  },
  {
    name: 'an argument that was required once',
    hcl: resource(
      'aws_cloudwatch_metric_alarm',
      'alarm_name = "a"\n  comparison_operator = "GreaterThanThreshold"',
    ),
    says: /"evaluation_periods" is required/,
  },
];
