# One proxied API: its function, its address, and who may use it.

locals {
  has_url      = var.front == "FUNCTION_URL"
  has_http_api = var.front == "HTTP_API"

  # Watched by alarms, each published by the code with the dimension Function alone.
  code_alarms = {
    undeclared-fields   = { metric = "UndeclaredFields", description = "The source sent a field that nobody has decided about; it was removed." }
    leak-hits           = { metric = "LeakHits", description = "The leak guard found a personal value where the rules would have let it pass." }
    tokens-rejected     = { metric = "TokensRejected", description = "A caller sent pseudonyms that were not minted here." }
    rules-load-failures = { metric = "RulesLoadFailures", description = "The rules do not load, so every call fails." }
    token-mint-failures = { metric = "TokenMintFailures", description = "The source refused the credentials, or could not be reached for a token." }
  }
}

module "function" {
  source = "../function"

  context              = var.context
  names                = var.names
  function_arn         = var.function_arn
  description          = "Scrim: sanitizes the answers of ${var.source_name}."
  package              = var.package
  source_name          = var.source_name
  stored_properties    = var.stored_properties
  rules                = var.rules
  rules_mode           = var.rules_mode
  memory_mb            = var.memory_mb
  timeout_seconds      = var.timeout_seconds
  reserved_concurrency = var.reserved_concurrency
  environment          = var.environment

  own_environment = {
    REQUEST_TIMEOUT_SECONDS       = tostring(var.timeout_seconds)
    ALLOWED_DATA_ACCESS_IP_BLOCKS = var.caller_ip_blocks == null ? null : join(",", var.caller_ip_blocks)
  }

  alarms = concat(
    [for name, alarm in local.code_alarms : {
      name        = name
      namespace   = "Scrim"
      metric      = alarm.metric
      dimensions  = { Function = var.names.function }
      description = alarm.description
    }],
    [for alarm in [{
      name        = "server-errors"
      namespace   = "AWS/Lambda"
      metric      = "Url5xxCount"
      dimensions  = { FunctionName = var.names.function }
      description = "Calls were answered with a status of 500 or above."
    }] : alarm if local.has_url],
  )
}

resource "aws_lambda_function_url" "this" {
  count = local.has_url ? 1 : 0

  function_name      = module.function.name
  authorization_type = "AWS_IAM"
  invoke_mode        = "BUFFERED"
}

# Lambda asks for both actions, on the function as well as on the caller. Made last, since Lambda does not know a new role for
# some seconds.
resource "aws_lambda_permission" "url" {
  count = local.has_url ? 1 : 0

  statement_id           = "CallerUsesUrl"
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = module.function.name
  principal              = var.caller_role_arn
  function_url_auth_type = "AWS_IAM"

  depends_on = [aws_lambda_function_url.this]
}

resource "aws_lambda_permission" "invoke" {
  count = local.has_url ? 1 : 0

  statement_id  = "CallerInvokesThroughUrl"
  action        = "lambda:InvokeFunction"
  function_name = module.function.name
  principal     = var.caller_role_arn
  # Without it callers could invoke the function with an event of their own making, client address included.
  invoked_via_function_url = true

  depends_on = [aws_lambda_function_url.this]
}
