# What most people run: the Zoom API, and the files of AI metrics.

provider "aws" {
  region = var.region
}

module "scrim" {
  source = "../.."

  name = var.name

  apis = { zoom = {} }
  bulk = { zoom-ai = { source = "zoom-ai-metrics" } }

  api_package  = { path = "${var.packages}/api.zip" }
  bulk_package = { path = "${var.packages}/bulk.zip" }

  caller_gcp_service_account_ids = var.caller_gcp_service_account_ids
  caller_aws_principals          = var.caller_aws_principals
  test_principal_arns            = var.test_principal_arns

  alarms = { emails = var.alarm_emails }
}
