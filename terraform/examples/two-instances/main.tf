# Two instances side by side in one account and region. They share nothing but, on purpose, salt and key: the same person has the
# same pseudonym in both.

provider "aws" {
  region = var.region
}

module "first" {
  source = "../.."

  name         = "first"
  apis         = { zoom = {} }
  bulk         = { zoom-ai = { source = "zoom-ai-metrics" } }
  api_package  = { path = "${var.packages}/api.zip" }
  bulk_package = { path = "${var.packages}/bulk.zip" }

  shared_parameter_prefix = "/scrim/shared/"
  kms                     = { create = true }
  alarms                  = { emails = ["first@example.com"] }
  dashboard               = true
}

module "second" {
  source = "../.."

  name         = "second"
  apis         = { zoom = {} }
  bulk         = { zoom-ai = { source = "zoom-ai-metrics" } }
  api_package  = { path = "${var.packages}/api.zip" }
  bulk_package = { path = "${var.packages}/bulk.zip" }

  shared_parameter_prefix = "/scrim/shared/"
  kms                     = { create = true }
  alarms                  = { emails = ["second@example.com"] }
  dashboard               = true
}
