# Who may become the caller.

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

  name                    = "demo-caller-eu-central-1"
  gcp_service_account_ids = []
  aws_principals          = {}
  test_principal_arns     = []
  ip_blocks               = null
  function_arns           = []
  http_api_arns           = []
  outputs                 = {}
}

run "exists_before_anybody_may_assume_it" {
  command = plan

  assert {
    condition     = [for statement in jsondecode(aws_iam_role.this.assume_role_policy).Statement : statement.Effect] == ["Deny"]
    error_message = "Somebody may assume a role without callers."
  }

  assert {
    condition     = length(aws_iam_role_policy.this) == 0
    error_message = "A policy without statements would be refused."
  }
}

run "refuses_a_tester_of_another_account" {
  command = plan

  variables {
    test_principal_arns = ["arn:aws:iam::210987654321:role/admin"]
  }

  expect_failures = [aws_iam_role.this]
}

run "wants_the_external_id" {
  command = plan

  variables {
    aws_principals = { p = { arn = "arn:aws:iam::210987654321:root", external_id = "abc" } }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition.StringEquals["sts:ExternalId"] == "abc"
    error_message = "A caller of another account comes in without its external id."
  }
}
