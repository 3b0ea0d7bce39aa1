# Every option on. Not an advice: a place to copy from.

provider "aws" {
  region = var.region
}

module "scrim" {
  source = "../.."

  name = var.name

  apis = {
    zoom = {
      rules_file           = "${path.module}/rules/zoom-users.yaml"
      memory_mb            = 1024
      timeout_seconds      = 120
      reserved_concurrency = 20
      environment          = { LEAK_GUARD = "fail", PSEUDONYM_ALGORITHM = "psoxy-sha256" }
    }
    # These rules are too long for a parameter, so they lie in a bucket.
    zoom-emea = { rules_file = "${path.module}/../../../rules/zoom.yaml" }
  }

  bulk = {
    zoom-ai = {
      source                 = "zoom-ai-metrics"
      input_prefix           = "drop/"
      output_prefix          = "clean/"
      suffixes               = [".csv", ".csv.gz"]
      writer_arns            = var.writer_arns
      input_expiration_days  = 7
      output_expiration_days = 0
      versioning             = true
    }
    people = {
      rules_file                 = "${path.module}/rules/people.yaml"
      additional_transforms_file = "${path.module}/rules/people-lookup.yaml"
      extra_output_policy_json   = jsonencode({ Version = "2012-10-17", Statement = var.extra_statements })
      memory_mb                  = 3538
      max_concurrency            = 2
      reserved_concurrency       = 4
    }
  }

  api_package  = { path = "${var.packages}/api.zip" }
  bulk_package = { bucket = "packages-of-ours", key = "scrim/bulk.zip", sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }

  caller_gcp_service_account_ids = ["123456789012345678901"]
  caller_aws_principals          = { platform = { arn = var.platform_arn, external_id = "shown-by-the-platform" } }
  test_principal_arns            = var.test_principal_arns
  caller_ip_blocks               = ["192.0.2.0/24", "2001:db8::/32"]

  parameter_prefix        = "/teams/analytics/"
  shared_parameter_prefix = "/teams/shared/"
  secret_store            = var.secret_store
  kms                     = { create = true }
  vpc                     = { subnet_ids = ["subnet-0a", "subnet-0b"], security_group_ids = ["sg-0a"] }

  log_retention_days       = 365
  tracing                  = true
  dashboard                = true
  force_destroy_buckets    = true
  alarms                   = { emails = ["oncall@example.com"] }
  access_log_bucket        = "access-logs-of-ours"
  code_signing_config_arn  = var.code_signing_config_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  iam_path                 = "/scrim/"
  tags                     = { team = "analytics" }
}
