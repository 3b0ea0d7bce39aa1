output "function" {
  description = "Name, ARN, role and log group of the function."
  value = {
    name      = module.function.name
    arn       = module.function.arn
    role_arn  = module.function.role_arn
    log_group = module.function.log_group
  }
}

output "input_bucket" {
  description = "Where files are dropped."
  value       = var.input.make ? module.input[0].bucket : var.input.bucket
}

output "output_bucket" {
  description = "Where sanitized files appear."
  value       = var.output.make ? module.output[0].bucket : var.output.bucket
}

output "queue_arn" {
  description = "Queue to which the input bucket reports new files."
  value       = aws_sqs_queue.files.arn
}

output "dead_letter_queue_url" {
  description = "Queue of the files that failed three times."
  value       = aws_sqs_queue.dead.url
}
