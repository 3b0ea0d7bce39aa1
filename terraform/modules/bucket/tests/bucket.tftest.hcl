# What may differ from bucket to bucket.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  context = {
    name                     = "demo"
    account                  = "123456789012"
    region                   = "eu-central-1"
    partition                = "aws"
    dns_suffix               = "amazonaws.com"
    shared_prefix            = "/scrim/demo/"
    secret_store             = "SSM"
    has_key                  = false
    key_arn                  = null
    iam_path                 = "/"
    permissions_boundary_arn = null
    vpc                      = null
    runtime                  = "nodejs24.x"
    architecture             = "arm64"
    code_signing_config_arn  = null
    log_retention_days       = 30
    tracing                  = false
    alarms_enabled           = true
    alarm_topic_arns         = []
    access_log_bucket        = null
    force_destroy_buckets    = false
    tags                     = { scrim = "demo" }
  }

  bucket          = "demo-ai-0123abcd-input"
  versioning      = false
  expiration_days = 30
}

run "adds_statements" {
  command = plan

  variables {
    extra_policy_json = jsonencode({ Version = "2012-10-17", Statement = { Sid = "Theirs", Effect = "Deny", Principal = "*", Action = "s3:DeleteObject", Resource = "*" } })
  }

  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid] == ["DenyWithoutTls", "DenyOldTls", "Theirs"]
    error_message = "The statements of the owner are lost, or replace ours."
  }
}

run "keeps_files_for_ever" {
  command = plan

  variables {
    expiration_days = 0
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration) == 0
    error_message = "Files expire although they should not."
  }
}

run "keeps_versions_and_logs" {
  command = plan

  variables {
    versioning = true
    context    = merge(var.context, { access_log_bucket = "logs" })
  }

  assert {
    condition     = one(aws_s3_bucket_versioning.this).versioning_configuration[0].status == "Enabled" && one(aws_s3_bucket_logging.this).target_bucket == "logs"
    error_message = "Versions or access logs are not kept."
  }
}
