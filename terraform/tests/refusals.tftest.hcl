# Each rule of each variable refuses something. More faults, and which rule refuses which: tests/terraform/refusals.test.ts.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                = "demo"
  apis                = { zoom = {} }
  api_package         = { path = "./versions.tf" }
  bulk_package        = { path = "./versions.tf" }
  test_principal_arns = ["arn:aws:iam::123456789012:role/admin"]
  alarms              = { emails = ["oncall@example.com"] }
}

run "refuses_name_with_a_hyphen" {
  command = plan

  variables {
    name = "ac-me"
  }

  expect_failures = [var.name]
}

run "refuses_name_that_aws_keeps" {
  command = plan

  variables {
    name = "sthree"
  }

  expect_failures = [var.name]
}

run "refuses_api_id_with_an_underscore" {
  command = plan

  variables {
    apis = { zoom_emea = {} }
  }

  expect_failures = [var.apis]
}

run "refuses_api_called_caller" {
  command = plan

  variables {
    apis = { caller = {} }
  }

  expect_failures = [var.apis]
}

run "refuses_api_and_bulk_of_one_id" {
  command = plan

  variables {
    apis = { zoom = {} }
    bulk = { zoom = { source = "zoom-ai-metrics" } }
  }

  expect_failures = [var.apis]
}

run "refuses_ids_that_differ_by_a_hyphen" {
  command = plan

  variables {
    apis = { zoom-1 = {}, zoom1 = {} }
  }

  expect_failures = [var.apis]
}

run "refuses_api_of_an_unknown_source" {
  command = plan

  variables {
    apis = { zoom = { source = "slack" } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_rules_twice" {
  command = plan

  variables {
    apis = { zoom = { rules = "endpoints: []", rules_file = "./versions.tf" } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_rules_file_that_is_absent" {
  command = plan

  variables {
    apis = { zoom = { rules_file = "./absent.yaml" } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_rules_mode" {
  command = plan

  variables {
    apis = { zoom = { rules_mode = "lenient" } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_memory_too_small" {
  command = plan

  variables {
    apis = { zoom = { memory_mb = 255 } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_timeout_too_short" {
  command = plan

  variables {
    apis = { zoom = { timeout_seconds = 4 } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_concurrency_below_zero" {
  command = plan

  variables {
    apis = { zoom = { reserved_concurrency = -1 } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_environment_that_is_set_here" {
  command = plan

  variables {
    apis = { zoom = { environment = { RULES_MODE = "compatible" } } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_environment_with_a_secret" {
  command = plan

  variables {
    apis = { zoom = { environment = { ZOOM_CLIENT_SECRET = "x" } } }
  }

  expect_failures = [var.apis]
}

run "refuses_api_shared_token" {
  command = plan

  variables {
    apis = { zoom = { environment = { USE_SHARED_TOKEN = "true" } } }
  }

  expect_failures = [var.apis]
}

run "refuses_bulk_id_with_a_capital" {
  command = plan

  variables {
    bulk = { Ai = { source = "zoom-ai-metrics" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_called_caller" {
  command = plan

  variables {
    bulk = { caller = { source = "zoom-ai-metrics" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_of_an_unknown_source" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_without_rules" {
  command = plan

  variables {
    bulk = { ai = {} }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_rules_twice" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", rules = "unlistedColumns: drop", rules_file = "./versions.tf" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_rules_file_that_is_absent" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", rules_file = "./absent.yaml" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_rules_mode" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", rules_mode = "lenient" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_outputs_file_that_is_absent" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", additional_transforms_file = "./absent.yaml" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_outputs_in_a_pattern" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", additional_transforms_file = "./tests/files/outputs-in-a-pattern.yaml" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_lookup_table_for_callers" {
  command = plan

  variables {
    bulk = { a = { source = "zoom-ai-metrics", additional_transforms_file = "./tests/files/lookup.yaml" }, c = { source = "zoom-ai-metrics", output_bucket = "lookup-of-ours" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_too_much_environment" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", environment = { NOTE = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" } } }
  }

  expect_failures = [var.bulk]
}

run "refuses_outputs_into_inputs" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", input_bucket = "b", output_bucket = "b" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_outputs_over_inputs_of_another_entry" {
  command = plan

  variables {
    bulk = { a = { source = "zoom-ai-metrics", input_bucket = "b", input_prefix = "raw/" }, c = { source = "zoom-ai-metrics", output_bucket = "b" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_input_prefix_with_a_slash" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", input_prefix = "/in/" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_input_prefix_that_is_a_pattern" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", input_prefix = "in/*" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_input_bucket_that_is_a_pattern" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", input_bucket = "files-*" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_endings_that_overlap" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", suffixes = [".csv", "b.csv"] } }
  }

  expect_failures = [var.bulk]
}

run "refuses_ending_that_is_a_pattern" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", suffixes = ["*.csv"] } }
  }

  expect_failures = [var.bulk]
}

run "refuses_two_notifications_of_one_bucket" {
  command = plan

  variables {
    bulk = { a = { source = "zoom-ai-metrics", input_bucket = "b", input_prefix = "a/" }, c = { source = "zoom-ai-metrics", input_bucket = "b", input_prefix = "c/" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_writer_that_is_no_arn" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", writer_arns = ["*"] } }
  }

  expect_failures = [var.bulk]
}

run "refuses_writers_of_a_brought_bucket" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", input_bucket = "b", writer_arns = ["arn:aws:iam::123456789012:role/r"] } }
  }

  expect_failures = [var.bulk]
}

run "refuses_input_that_expires_before_it_is_there" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", input_expiration_days = -1 } }
  }

  expect_failures = [var.bulk]
}

run "refuses_input_policy_that_is_no_json" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", extra_input_policy_json = "allow all" } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_memory_too_small" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", memory_mb = 511 } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_timeout_too_short" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", timeout_seconds = 59 } }
  }

  expect_failures = [var.bulk]
}

run "refuses_one_file_at_a_time" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", max_concurrency = 1 } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_concurrency_below_zero" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", reserved_concurrency = -1 } }
  }

  expect_failures = [var.bulk]
}

run "refuses_more_files_than_reserved" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", max_concurrency = 5, reserved_concurrency = 4 } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_environment_that_is_set_here" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", environment = { OUTPUT_BUCKET = "b" } } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_environment_with_a_key" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", environment = { ENCRYPTION_KEY_IP = "x" } } }
  }

  expect_failures = [var.bulk]
}

run "refuses_bulk_shared_token" {
  command = plan

  variables {
    bulk = { ai = { source = "zoom-ai-metrics", environment = { USE_SHARED_TOKEN = "true" } } }
  }

  expect_failures = [var.bulk]
}

run "refuses_api_without_a_package" {
  command = plan

  variables {
    apis        = { zoom = {} }
    api_package = null
  }

  expect_failures = [var.api_package]
}

run "refuses_api_package_of_nothing" {
  command = plan

  variables {
    api_package = {}
  }

  expect_failures = [var.api_package]
}

run "refuses_api_package_in_two_places" {
  command = plan

  variables {
    api_package = { path = "./versions.tf", bucket = "b", key = "k" }
  }

  expect_failures = [var.api_package]
}

run "refuses_api_package_of_a_bucket_alone" {
  command = plan

  variables {
    api_package = { bucket = "b", sha256 = "s" }
  }

  expect_failures = [var.api_package]
}

run "refuses_api_package_that_is_a_pattern" {
  command = plan

  variables {
    api_package = { bucket = "b", key = "*", sha256 = "s" }
  }

  expect_failures = [var.api_package]
}

run "refuses_api_package_that_is_absent" {
  command = plan

  variables {
    api_package = { path = "./absent.zip" }
  }

  expect_failures = [var.api_package]
}

run "refuses_bulk_without_a_package" {
  command = plan

  variables {
    bulk         = { ai = { source = "zoom-ai-metrics" } }
    bulk_package = null
  }

  expect_failures = [var.bulk_package]
}

run "refuses_bulk_package_of_nothing" {
  command = plan

  variables {
    bulk_package = {}
  }

  expect_failures = [var.bulk_package]
}

run "refuses_bulk_package_in_two_places" {
  command = plan

  variables {
    bulk_package = { path = "./versions.tf", bucket = "b", key = "k" }
  }

  expect_failures = [var.bulk_package]
}

run "refuses_bulk_package_of_a_bucket_alone" {
  command = plan

  variables {
    bulk_package = { bucket = "b", sha256 = "s" }
  }

  expect_failures = [var.bulk_package]
}

run "refuses_bulk_package_that_is_a_pattern" {
  command = plan

  variables {
    bulk_package = { bucket = "b", key = "*", sha256 = "s" }
  }

  expect_failures = [var.bulk_package]
}

run "refuses_bulk_package_that_is_absent" {
  command = plan

  variables {
    bulk_package = { path = "./absent.zip" }
  }

  expect_failures = [var.bulk_package]
}

run "refuses_google_caller_by_mail" {
  command = plan

  variables {
    caller_gcp_service_account_ids = ["x@y.iam.gserviceaccount.com"]
  }

  expect_failures = [var.caller_gcp_service_account_ids]
}

run "refuses_aws_caller_by_account" {
  command = plan

  variables {
    caller_aws_principals = { p = { arn = "210987654321", external_id = "abc" } }
  }

  expect_failures = [var.caller_aws_principals]
}

run "refuses_aws_caller_without_external_id" {
  command = plan

  variables {
    caller_aws_principals = { p = { arn = "arn:aws:iam::210987654321:root", external_id = "" } }
  }

  expect_failures = [var.caller_aws_principals]
}

run "refuses_tester_by_session" {
  command = plan

  variables {
    test_principal_arns = ["arn:aws:sts::123456789012:assumed-role/admin/me"]
  }

  expect_failures = [var.test_principal_arns]
}

run "refuses_addresses_of_nobody" {
  command = plan

  variables {
    caller_ip_blocks = []
  }

  expect_failures = [var.caller_ip_blocks]
}

run "refuses_address_without_a_block" {
  command = plan

  variables {
    caller_ip_blocks = ["192.0.2.7"]
  }

  expect_failures = [var.caller_ip_blocks]
}

run "refuses_parameters_without_an_end" {
  command = plan

  variables {
    parameter_prefix = "/scrim"
  }

  expect_failures = [var.parameter_prefix]
}

run "refuses_parameters_that_aws_keeps" {
  command = plan

  variables {
    parameter_prefix = "/AWS/scrim/"
  }

  expect_failures = [var.parameter_prefix]
}

run "refuses_shared_parameters_without_an_end" {
  command = plan

  variables {
    shared_parameter_prefix = "PSOXY"
  }

  expect_failures = [var.shared_parameter_prefix]
}

run "refuses_shared_parameters_that_ssm_keeps" {
  command = plan

  variables {
    shared_parameter_prefix = "Ssm_"
  }

  expect_failures = [var.shared_parameter_prefix]
}

run "refuses_store" {
  command = plan

  variables {
    secret_store = "VAULT"
  }

  expect_failures = [var.secret_store]
}

run "refuses_two_keys" {
  command = plan

  variables {
    kms = { create = true, key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1" }
  }

  expect_failures = [var.kms]
}

run "refuses_key_by_alias" {
  command = plan

  variables {
    kms = { key_arn = "arn:aws:kms:eu-central-1:123456789012:alias/a" }
  }

  expect_failures = [var.kms]
}

run "refuses_front" {
  command = plan

  variables {
    front = "REST_API"
  }

  expect_failures = [var.front]
}

run "refuses_vpc_without_subnets" {
  command = plan

  variables {
    vpc = { subnet_ids = [], security_group_ids = ["sg-1"] }
  }

  expect_failures = [var.vpc]
}

run "refuses_runtime" {
  command = plan

  variables {
    runtime = "nodejs20.x"
  }

  expect_failures = [var.runtime]
}

run "refuses_architecture" {
  command = plan

  variables {
    architecture = "riscv"
  }

  expect_failures = [var.architecture]
}

run "refuses_retention" {
  command = plan

  variables {
    log_retention_days = 29
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_two_topics" {
  command = plan

  variables {
    alarms = { topic_arn = "arn:aws:sns:eu-central-1:123456789012:t", emails = ["a@example.com"] }
  }

  expect_failures = [var.alarms]
}

run "refuses_topic_by_name" {
  command = plan

  variables {
    alarms = { topic_arn = "alerts" }
  }

  expect_failures = [var.alarms]
}

run "refuses_code_signing_by_id" {
  command = plan

  variables {
    code_signing_config_arn = "csc-0"
  }

  expect_failures = [var.code_signing_config_arn]
}

run "refuses_boundary_by_name" {
  command = plan

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "refuses_path_without_an_end" {
  command = plan

  variables {
    iam_path = "/scrim"
  }

  expect_failures = [var.iam_path]
}
