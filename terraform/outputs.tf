output "api" {
  description = "Per API: url (ends in a slash), function_name, function_arn, role_arn, log_group."
  value = { for id, api in module.api : id => {
    url           = api.url
    function_name = api.function.name
    function_arn  = api.function.arn
    role_arn      = api.function.role_arn
    log_group     = api.function.log_group
  } }
}

output "bulk" {
  description = "Per bulk: input_bucket, output_bucket, queue_arn, dead_letter_queue_url, function_name, role_arn, log_group."
  value = { for id, bulk in module.bulk : id => {
    input_bucket          = bulk.input_bucket
    output_bucket         = bulk.output_bucket
    queue_arn             = bulk.queue_arn
    dead_letter_queue_url = bulk.dead_letter_queue_url
    function_name         = bulk.function.name
    role_arn              = bulk.function.role_arn
    log_group             = bulk.function.log_group
  } }
}

output "caller_role_arn" {
  description = "The role that callers assume."
  value       = module.caller_role.arn
}

output "region" {
  description = "Region of the instance."
  value       = local.region
}

output "connection" {
  description = "What to enter in the analytics platform."
  value       = local.connection
}

output "parameters_to_fill" {
  description = "Full names of the parameters or secrets that a person fills."
  value       = local.parameters_to_fill
}

output "secrets_commands" {
  description = "The commands that fill them."
  value       = local.secrets_commands
}

output "test_commands" {
  description = "Per id: the commands that show that it works. They exit non-zero when it does not."
  value       = local.test_commands
}

output "todo" {
  description = "What is left to do, as text: terraform output -raw todo."
  value = templatefile("${path.module}/todo.tftpl", {
    name             = var.name
    connection       = local.connection
    parameters       = local.parameters_to_fill
    secrets_commands = local.secrets_commands
    test_commands    = local.test_commands
    has_caller       = length(var.caller_gcp_service_account_ids) + length(var.caller_aws_principals) > 0
    may_test         = length(var.test_principal_arns) > 0
    emails           = var.alarms.emails
    notifications    = local.notifications_to_make
  })
}

output "deployer_policy_json" {
  description = "IAM policy of whoever applies this instance."
  value       = module.deployer_policy.json
}

output "key_policy_statements_json" {
  description = "What the policy of a key that is brought along must allow besides its account."
  value       = jsonencode(local.key_statements)
}
