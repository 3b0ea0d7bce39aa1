output "url" {
  description = "Address of the API; ends in a slash."
  value       = local.has_url ? aws_lambda_function_url.this[0].function_url : "${aws_apigatewayv2_api.this[0].api_endpoint}/"
}

output "execution_arn" {
  description = "Execution ARN of the HTTP API; null with a function URL."
  value       = one(aws_apigatewayv2_api.this[*].execution_arn)
}

output "function" {
  description = "Name, ARN, role and log group of the function."
  value = {
    name      = module.function.name
    arn       = module.function.arn
    role_arn  = module.function.role_arn
    log_group = module.function.log_group
  }
}
