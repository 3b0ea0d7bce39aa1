# Both stores.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  context = { secret_store = "SSM", key_arn = null, tags = {} }
  names   = ["/scrim/demo/ZOOM_CLIENT_SECRET"]
}

run "makes_an_encrypted_parameter" {
  assert {
    condition     = aws_ssm_parameter.this["/scrim/demo/ZOOM_CLIENT_SECRET"].type == "SecureString" && length(aws_secretsmanager_secret.this) == 0
    error_message = "The secret would lie in the clear, or in the other store."
  }

  assert {
    condition     = aws_ssm_parameter.this["/scrim/demo/ZOOM_CLIENT_SECRET"].value_wo_version == 1
    error_message = "The placeholder would be written over the secret."
  }
}

run "makes_a_secret_without_a_value" {
  variables {
    context = { secret_store = "SECRETS_MANAGER", key_arn = null, tags = {} }
  }

  assert {
    condition     = length(aws_secretsmanager_secret.this) == 1 && length(aws_ssm_parameter.this) == 0
    error_message = "The secret lies in the other store."
  }
}
