# The parameters or secrets that a person fills with `scrim secrets set`. No value ever passes through Terraform.

resource "aws_ssm_parameter" "this" {
  for_each = toset([for name in var.names : name if var.context.secret_store == "SSM"])

  name        = each.value
  description = "Filled by scrim secrets set."
  type        = "SecureString"
  key_id      = var.context.key_arn
  # Write-only: a plain value, even an ignored one, would be read back decrypted at every refresh and end in the state.
  value_wo         = "fill me"
  value_wo_version = 1
  tags             = var.context.tags

  lifecycle {
    # A change of any of these would write the parameter again, with the placeholder instead of the secret.
    ignore_changes = [description, key_id, tier, value_wo_version]
  }
}

resource "aws_secretsmanager_secret" "this" {
  for_each = toset([for name in var.names : name if var.context.secret_store == "SECRETS_MANAGER"])

  name                    = each.value
  description             = "Filled by scrim secrets set."
  kms_key_id              = var.context.key_arn
  recovery_window_in_days = 7
  tags                    = var.context.tags
}
