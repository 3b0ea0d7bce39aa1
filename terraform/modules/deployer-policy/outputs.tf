output "json" {
  description = "The policy; fits into a role as an inline policy."
  value       = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

output "parts" {
  description = "The same in parts, each short enough for a managed policy."
  value       = [for part in chunklist(range(length(local.statements)), 12) : jsonencode({ Version = "2012-10-17", Statement = [for i in part : local.statements[i]] })]
}
