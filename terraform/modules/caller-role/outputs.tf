output "arn" {
  description = "ARN of the caller role."
  value       = aws_iam_role.this.arn
}
