# One function with what belongs to every function of Scrim: log group, role with one policy, rules, alarms.

locals {
  log_group = "/aws/lambda/${var.names.function}"

  # Rules that fit compressed into a parameter lie there, others in a bucket.
  packed_rules       = var.rules == null ? "" : base64gzip(var.rules)
  rules_in_parameter = var.rules != null && length(local.packed_rules) <= 4096
  rules_in_bucket    = var.rules != null && length(local.packed_rules) > 4096
  rules_bucket       = "${var.names.bucket}-rules"
  rules_path         = "${var.names.function}/"

  environment = merge(var.environment, {
    for name, value in merge(var.own_environment, {
      SECRETS_STORE           = { SSM = "AWS_SSM_PARAMETER_STORE", SECRETS_MANAGER = "AWS_SECRETS_MANAGER" }[var.context.secret_store]
      SOURCE                  = var.source_name
      PATH_TO_SHARED_CONFIG   = var.context.shared_prefix
      PATH_TO_INSTANCE_CONFIG = var.names.namespace
      RULES_MODE              = var.rules_mode
      BUNDLE_FILENAME         = basename(coalesce(var.package.path, var.package.key))
      REMOTE_RESOURCE_BUCKET  = local.rules_in_bucket ? local.rules_bucket : null
      INSTANCE_RESOURCE_PATH  = local.rules_in_bucket ? local.rules_path : null
      # Read by nobody: its change starts new containers, and only those read rules.
      SCRIM_CONFIG_SHA = sha256(var.rules == null ? "" : var.rules)
    }) : name => value if value != null && value != ""
  })
}

resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group
  retention_in_days = var.context.log_retention_days
  kms_key_id        = var.context.key_arn
  tags              = var.context.tags
}

resource "aws_lambda_function" "this" {
  function_name                  = var.names.function
  description                    = var.description
  role                           = aws_iam_role.this.arn
  filename                       = var.package.path
  s3_bucket                      = var.package.bucket
  s3_key                         = var.package.key
  s3_object_version              = var.package.version
  source_code_hash               = var.package.path == null ? var.package.sha256 : filebase64sha256(var.package.path)
  runtime                        = var.context.runtime
  architectures                  = [var.context.architecture]
  handler                        = "index.handler"
  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.reserved_concurrency == null ? -1 : var.reserved_concurrency
  kms_key_arn                    = var.context.key_arn
  code_signing_config_arn        = var.context.code_signing_config_arn
  tags                           = var.context.tags

  environment {
    variables = local.environment
  }

  logging_config {
    log_group  = aws_cloudwatch_log_group.this.name
    log_format = "JSON"
    # At a higher level the lines that carry metrics could be dropped.
    application_log_level = "INFO"
    system_log_level      = "INFO"
  }

  dynamic "tracing_config" {
    for_each = var.context.tracing ? ["Active"] : []

    content {
      mode = tracing_config.value
    }
  }

  dynamic "vpc_config" {
    for_each = var.context.vpc == null ? [] : [var.context.vpc]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  lifecycle {
    precondition {
      condition     = sum([for name, value in local.environment : length(name) + length(value)]) <= 3900
      error_message = "The environment of ${var.names.function} is too long, since Lambda keeps 4 KB for all variables: shorten prefixes, additional transforms or environment."
    }
  }

  # With its permissions and its rules there from the first call on.
  depends_on = [aws_iam_role_policy.this, aws_ssm_parameter.rules, aws_s3_object.rules]
}

# A call that nobody waits for has no receiver; files come through a queue, which repeats by itself.
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name          = aws_lambda_function.this.function_name
  maximum_retry_attempts = 0
}

resource "aws_ssm_parameter" "rules" {
  count = local.rules_in_parameter ? 1 : 0

  name        = "${var.names.namespace}RULES"
  description = "Rules of ${var.names.function}, compressed; managed by Terraform."
  type        = "String"
  # Rules hold no secrets, and a plan should show that they change.
  insecure_value = local.packed_rules
  tags           = var.context.tags
}

module "rules_bucket" {
  source = "../bucket"
  count  = local.rules_in_bucket ? 1 : 0

  context         = var.context
  bucket          = local.rules_bucket
  versioning      = true
  expiration_days = 0
}

resource "aws_s3_object" "rules" {
  count = local.rules_in_bucket ? 1 : 0

  bucket       = module.rules_bucket[0].bucket
  key          = "${local.rules_path}rules.yaml"
  content      = var.rules
  content_type = "application/yaml"
  # An object takes ten tags at most.
  tags = { scrim = var.context.name }
}
