# API Gateway instead of the function's own URL. It ends calls after 30 seconds.

resource "aws_apigatewayv2_api" "this" {
  count = local.has_http_api ? 1 : 0

  name          = var.names.function
  protocol_type = "HTTP"
  tags          = var.context.tags
}

resource "aws_apigatewayv2_integration" "this" {
  count = local.has_http_api ? 1 : 0

  api_id           = aws_apigatewayv2_api.this[0].id
  integration_type = "AWS_PROXY"
  integration_uri  = module.function.invoke_arn
  # Format 2.0 decodes encoded slashes, and meeting ids have some.
  payload_format_version = "1.0"
  timeout_milliseconds   = 30000
}

resource "aws_apigatewayv2_route" "this" {
  for_each = toset([for method in ["GET", "HEAD"] : method if local.has_http_api])

  api_id             = aws_apigatewayv2_api.this[0].id
  route_key          = "${each.value} /{proxy+}"
  target             = "integrations/${aws_apigatewayv2_integration.this[0].id}"
  authorization_type = "AWS_IAM"
}

resource "aws_cloudwatch_log_group" "http_api" {
  count = local.has_http_api ? 1 : 0

  name              = "/aws/apigateway/${var.names.function}"
  retention_in_days = var.context.log_retention_days
  kms_key_id        = var.context.key_arn
  tags              = var.context.tags
}

resource "aws_apigatewayv2_stage" "this" {
  count = local.has_http_api ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true
  tags        = var.context.tags

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.http_api[0].arn
    # Privacy: never the path or the query, which hold identifiers.
    format = jsonencode({
      requestId = "$context.requestId"
      status    = "$context.status"
      method    = "$context.httpMethod"
      latencyMs = "$context.responseLatency"
    })
  }

  default_route_settings {
    throttling_burst_limit = 100
    throttling_rate_limit  = 50
  }
}

resource "aws_lambda_permission" "http_api" {
  count = local.has_http_api ? 1 : 0

  statement_id  = "HttpApiInvokes"
  action        = "lambda:InvokeFunction"
  function_name = module.function.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/*/*"
}
