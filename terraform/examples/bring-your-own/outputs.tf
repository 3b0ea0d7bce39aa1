output "todo" {
  description = "What is left to do: terraform output -raw todo."
  value       = module.scrim.todo
}

output "connection" {
  description = "What to enter in the analytics platform."
  value       = module.scrim.connection
}

output "secrets_commands" {
  description = "The commands that fill parameters and secrets."
  value       = module.scrim.secrets_commands
}

output "parameters_to_fill" {
  description = "Their names."
  value       = module.scrim.parameters_to_fill
}

output "test_commands" {
  description = "The commands that show that it works."
  value       = module.scrim.test_commands
}

output "api" {
  description = "Addresses, functions and log groups of the APIs."
  value       = module.scrim.api
}

output "bulk" {
  description = "Buckets, queues and functions of the file sanitizers."
  value       = module.scrim.bulk
}

output "key_policy_statements_json" {
  description = "What the policy of the key must allow besides its account."
  value       = module.scrim.key_policy_statements_json
}

output "deployer_policy_json" {
  description = "IAM policy of whoever applies this."
  value       = module.scrim.deployer_policy_json
}
