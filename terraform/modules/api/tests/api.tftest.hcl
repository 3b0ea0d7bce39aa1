# The two ways to reach an API.

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

  source_name       = "zoom"
  stored_properties = { configuration = ["ACCOUNT_ID", "CLIENT_ID"], secrets = ["CLIENT_SECRET"] }
  front             = "FUNCTION_URL"
  caller_role_arn   = "arn:aws:iam::123456789012:role/caller"
  caller_ip_blocks  = null
}

run "has_a_url_for_signed_calls" {
  command = plan

  assert {
    condition     = one(aws_lambda_function_url.this).authorization_type == "AWS_IAM"
    error_message = "The URL is open to the world."
  }

  assert {
    condition     = one(aws_lambda_permission.url).action == "lambda:InvokeFunctionUrl" && one(aws_lambda_permission.url).function_url_auth_type == "AWS_IAM"
    error_message = "The caller may not use the URL, or anyone may."
  }

  assert {
    condition     = one(aws_lambda_permission.invoke).action == "lambda:InvokeFunction" && one(aws_lambda_permission.invoke).invoked_via_function_url
    error_message = "The caller may invoke the function past its URL, or not at all."
  }

  assert {
    condition     = length(aws_apigatewayv2_api.this) + length(aws_cloudwatch_log_group.http_api) == 0
    error_message = "There is a gateway as well."
  }
}

run "has_a_gateway_instead" {
  command = plan

  variables {
    front = "HTTP_API"
  }

  assert {
    condition     = length(aws_lambda_function_url.this) + length(aws_lambda_permission.url) + length(aws_lambda_permission.invoke) == 0
    error_message = "There is a URL as well."
  }

  assert {
    condition     = one(aws_apigatewayv2_integration.this).payload_format_version == "1.0"
    error_message = "Encoded slashes would be lost."
  }

  assert {
    condition     = toset(keys(aws_apigatewayv2_route.this)) == toset(["GET", "HEAD"]) && alltrue([for route in aws_apigatewayv2_route.this : route.authorization_type == "AWS_IAM"])
    error_message = "A route is missing, or open."
  }
}
