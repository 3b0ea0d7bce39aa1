# What both kinds of function have.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  context = {
    name                     = "demo"
    account                  = "123456789012"
    region                   = "eu-central-1"
    partition                = "aws"
    dns_suffix               = "amazonaws.com"
    shared_prefix            = "/scrim/demo/"
    secret_store             = "SSM"
    has_key                  = false
    key_arn                  = null
    iam_path                 = "/"
    permissions_boundary_arn = null
    vpc                      = null
    runtime                  = "nodejs24.x"
    architecture             = "arm64"
    code_signing_config_arn  = null
    log_retention_days       = 30
    tracing                  = false
    alarms_enabled           = true
    alarm_topic_arns         = []
    access_log_bucket        = null
    force_destroy_buckets    = false
    tags                     = { scrim = "demo" }
  }

  names = {
    function  = "demo-zoom"
    role      = "demo-zoom-eu-central-1"
    alarms    = "demo/zoom/"
    namespace = "/scrim/demo/ZOOM_"
    bucket    = "demo-zoom-0123abcd"
  }
  function_arn         = "arn:aws:lambda:eu-central-1:123456789012:function:demo-zoom"
  package              = { path = "./main.tf", bucket = null, key = null, version = null, sha256 = null }
  rules                = null
  rules_mode           = "strict"
  memory_mb            = 512
  timeout_seconds      = 60
  reserved_concurrency = null
  environment          = {}

  description       = "A function."
  source_name       = "zoom"
  stored_properties = { configuration = ["ACCOUNT_ID", "CLIENT_ID"], secrets = ["CLIENT_SECRET"] }
  own_environment   = { REQUEST_TIMEOUT_SECONDS = "60" }
  alarms            = []
}

run "takes_the_rules_of_the_zip" {
  command = plan

  assert {
    condition     = length(aws_ssm_parameter.rules) + length(aws_s3_object.rules) + length(module.rules_bucket) == 0
    error_message = "Rules are stored although none are given."
  }

  assert {
    condition     = !contains(keys(aws_lambda_function.this.environment[0].variables), "REMOTE_RESOURCE_BUCKET")
    error_message = "The function looks for rules that are not there."
  }
}

run "keeps_short_rules_in_a_parameter" {
  command = plan

  variables {
    rules = "endpoints: []"
  }

  assert {
    condition     = one(aws_ssm_parameter.rules).name == "/scrim/demo/ZOOM_RULES" && length(aws_s3_object.rules) == 0
    error_message = "Short rules do not lie in the parameter of the function."
  }
}

run "keeps_long_rules_in_a_bucket" {
  command = plan

  variables {
    rules = join("\n", [for i in range(400) : sha256(i)])
  }

  assert {
    condition     = length(aws_ssm_parameter.rules) == 0 && one(aws_s3_object.rules).key == "demo-zoom/rules.yaml"
    error_message = "Long rules do not lie in a bucket."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["REMOTE_RESOURCE_BUCKET"] == "demo-zoom-0123abcd-rules" && aws_lambda_function.this.environment[0].variables["INSTANCE_RESOURCE_PATH"] == "demo-zoom/"
    error_message = "The function does not know where its rules lie."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["SCRIM_CONFIG_SHA"] == sha256(var.rules)
    error_message = "Changed rules do not start new containers."
  }
}

run "does_not_let_settings_be_overridden" {
  command = plan

  variables {
    environment = { SOURCE = "other", REQUEST_TIMEOUT_SECONDS = "1", LEAK_GUARD = "fail" }
  }

  assert {
    condition     = [for name in ["SOURCE", "REQUEST_TIMEOUT_SECONDS", "LEAK_GUARD"] : aws_lambda_function.this.environment[0].variables[name]] == ["zoom", "60", "fail"]
    error_message = "A setting of the module was overridden, or a further one lost."
  }
}

run "refuses_an_environment_that_lambda_would_refuse" {
  command = plan

  variables {
    environment = { NOTE = join("", [for i in range(80) : sha256(i)]) }
  }

  expect_failures = [aws_lambda_function.this]
}

run "is_switched_off_by_zero" {
  command = plan

  variables {
    reserved_concurrency = 0
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == 0
    error_message = "The kill switch does not work."
  }
}

run "reserves_nothing_by_itself" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == -1
    error_message = "Concurrency is reserved, which fails in a new account."
  }
}

run "takes_a_package_from_s3" {
  command = plan

  variables {
    package = { path = null, bucket = "packages", key = "scrim/api.zip", version = "3", sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  assert {
    condition     = [aws_lambda_function.this.s3_bucket, aws_lambda_function.this.s3_key, aws_lambda_function.this.s3_object_version, aws_lambda_function.this.source_code_hash] == ["packages", "scrim/api.zip", "3", var.package.sha256]
    error_message = "The package in S3 is not taken."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["BUNDLE_FILENAME"] == "api.zip"
    error_message = "The health check would name another zip."
  }
}

run "is_silent_without_alarms" {
  command = plan

  variables {
    context = merge(var.context, { alarms_enabled = false })
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) + length(aws_cloudwatch_metric_alarm.slow) == 0
    error_message = "Alarms are made although they are off."
  }
}
