# Buckets, key, topic and parameters that exist already, named as an earlier deployment of Psoxy named them, behind API Gateway.

provider "aws" {
  region = var.region
}

module "scrim" {
  source = "../.."

  name = "mine"

  apis = {
    zoom = {
      timeout_seconds = 30
      environment     = { PSEUDONYM_ALGORITHM = "psoxy-sha256" }
    }
  }

  bulk = {
    zoom-ai = {
      source              = "zoom-ai-metrics"
      input_bucket        = "files-of-ours"
      output_bucket       = "files-of-ours"
      input_prefix        = "raw/"
      output_prefix       = "clean/"
      manage_notification = false
      environment         = { PSEUDONYM_ALGORITHM = "psoxy-sha256" }
    }
  }

  api_package  = { path = "${var.packages}/api.zip" }
  bulk_package = { path = "${var.packages}/bulk.zip" }

  test_principal_arns = var.test_principal_arns

  parameter_prefix        = "PSOXY_"
  shared_parameter_prefix = ""
  manage_secrets          = false
  kms                     = { key_arn = var.key_arn }
  alarms                  = { topic_arn = var.topic_arn }
  front                   = "HTTP_API"
}
