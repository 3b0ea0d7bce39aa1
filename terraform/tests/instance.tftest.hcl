# What an instance says of itself, and what it warns of. What it makes is held against tests/terraform in TypeScript.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                = "demo"
  apis                = { zoom = {} }
  bulk                = { zoom-ai = { source = "zoom-ai-metrics" } }
  api_package         = { path = "./versions.tf" }
  bulk_package        = { path = "./versions.tf" }
  test_principal_arns = ["arn:aws:iam::123456789012:role/admin"]
  alarms              = { emails = ["oncall@example.com"] }
}

run "says_what_to_do_next" {
  assert {
    condition = output.secrets_commands == [
      "scrim secrets init --prefix '/scrim/demo/' --region eu-central-1",
      "scrim secrets set zoom --prefix '/scrim/demo/ZOOM_' --region eu-central-1",
    ]
    error_message = "The commands that fill the secrets are wrong."
  }

  assert {
    condition = output.parameters_to_fill == [
      "/scrim/demo/PSOXY_SALT", "/scrim/demo/PSOXY_ENCRYPTION_KEY",
      "/scrim/demo/ZOOM_ACCOUNT_ID", "/scrim/demo/ZOOM_CLIENT_ID", "/scrim/demo/ZOOM_CLIENT_SECRET",
    ]
    error_message = "The names to fill are wrong."
  }

  assert {
    condition = output.test_commands["zoom"] == [
      "scrim call 'https://mock.lambda-url.eu-central-1.on.aws/' --role arn:aws:iam::123456789012:role/mock --region eu-central-1 --health",
      "scrim call 'https://mock.lambda-url.eu-central-1.on.aws/v2/users?page_size=1' --role arn:aws:iam::123456789012:role/mock --region eu-central-1",
    ]
    error_message = "The commands that try the API are wrong."
  }

  assert {
    condition     = alltrue([for text in flatten([output.secrets_commands, output.parameters_to_fill, values(output.test_commands), output.connection.role_arn, output.connection.apis["zoom"], output.connection.buckets["zoom-ai"]]) : strcontains(output.todo, text)])
    error_message = "The list of what is left to do does not name everything."
  }

  assert {
    condition     = strcontains(output.todo, "The platform may not call yet") && strcontains(output.todo, "Confirm the e-mail") && !strcontains(output.todo, "name your own role")
    error_message = "The list of what is left to do does not say who may call."
  }

  assert {
    condition     = endswith(output.api["zoom"].url, "/") && output.api["zoom"].function_name == "demo-zoom" && output.region == "eu-central-1"
    error_message = "The outputs of the API are wrong."
  }

  assert {
    condition     = startswith(output.bulk["zoom-ai"].input_bucket, "demo-zoom-ai-") && endswith(output.bulk["zoom-ai"].output_bucket, "-output")
    error_message = "The outputs of the files are wrong."
  }
}

run "names_the_other_store_and_the_key" {
  command = plan

  variables {
    secret_store = "SECRETS_MANAGER"
    kms          = { key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1" }
  }

  assert {
    condition     = output.secrets_commands[0] == "scrim secrets init --prefix '/scrim/demo/' --region eu-central-1 --store secrets-manager --kms-key arn:aws:kms:eu-central-1:123456789012:key/1"
    error_message = "The command that makes salt and key does not name store and key."
  }

  assert {
    condition     = length(jsondecode(output.key_policy_statements_json)) == 3
    error_message = "The owner of the key is not told what its policy must allow."
  }
}

run "keeps_the_names_of_an_older_deployment" {
  command = plan

  variables {
    parameter_prefix        = "PSOXY_"
    shared_parameter_prefix = ""
    manage_secrets          = false
  }

  assert {
    condition     = output.parameters_to_fill == ["PSOXY_SALT", "PSOXY_ENCRYPTION_KEY", "PSOXY_ZOOM_ACCOUNT_ID", "PSOXY_ZOOM_CLIENT_ID", "PSOXY_ZOOM_CLIENT_SECRET"]
    error_message = "Names of an older deployment are not kept."
  }

  assert {
    condition     = length(module.secrets) == 0
    error_message = "Parameters are made although they exist."
  }
}

run "gives_the_owner_of_a_bucket_the_snippet" {
  variables {
    bulk = { zoom-ai = { source = "zoom-ai-metrics", input_bucket = "theirs", input_prefix = "drop/", suffixes = [".csv"], manage_notification = false } }
  }

  assert {
    condition     = strcontains(output.todo, "The owner of bucket theirs adds this") && strcontains(output.todo, jsonencode({ FilterRules = [{ Name = "prefix", Value = "drop/" }, { Name = "suffix", Value = ".csv" }] }))
    error_message = "The owner of a brought bucket is not told what to add."
  }
}

run "accepts_every_limit" {
  command = plan

  variables {
    name = "abcdefghijklmnop"
    apis = {
      a                        = { memory_mb = 256, timeout_seconds = 5, reserved_concurrency = 0 }
      abcdefghijklmnopqrstuvwx = { memory_mb = 10240, timeout_seconds = 900, rules = "endpoints: []", rules_mode = "compatible" }
    }
    bulk = {
      b = { source = "zoom-ai-metrics", memory_mb = 512, timeout_seconds = 60, max_concurrency = 2, reserved_concurrency = 0, input_expiration_days = 0, output_expiration_days = 1 }
      c = { rules = "unlistedColumns: drop", memory_mb = 10240, timeout_seconds = 900, max_concurrency = 1000, reserved_concurrency = 1000, suffixes = [".csv", ".csv.gz"] }
      d = { source = "zoom-ai-metrics", input_bucket = "b", output_bucket = "b", input_prefix = "in/", output_prefix = "out/", additional_transforms_file = "./tests/files/outputs.yaml" }
      e = { source = "zoom-ai-metrics", additional_transforms_file = "./tests/files/lookup.yaml" }
    }
    caller_gcp_service_account_ids = ["123456789012345678901"]
    caller_aws_principals          = { p = { arn = "arn:aws-us-gov:iam::210987654321:user/u", external_id = "a-/" } }
    caller_ip_blocks               = ["192.0.2.7/32", "2001:db8::/32"]
    shared_parameter_prefix        = ""
    log_retention_days             = 3653
    runtime                        = "nodejs22.x"
    architecture                   = "x86_64"
    vpc                            = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    iam_path                       = "/scrim/teams/"
    kms                            = { create = true }
  }

  assert {
    condition     = length(output.parameters_to_fill) == 8
    error_message = "The limits are not accepted."
  }
}

run "is_quiet_with_everything_off" {
  command = plan

  variables {
    bulk           = {}
    bulk_package   = null
    manage_secrets = false
    alarms         = { enabled = false }
  }

  assert {
    condition     = length(aws_sns_topic.alarms) + length(aws_kms_key.this) + length(aws_cloudwatch_dashboard.this) + length(module.bulk) + length(module.secrets) == 0
    error_message = "Something is made that nobody asked for."
  }
}

run "warns_if_nobody_may_call" {
  command = plan

  variables {
    test_principal_arns = []
  }

  expect_failures = [check.somebody_may_call]
}

run "warns_if_nothing_is_deployed" {
  command = plan

  variables {
    apis = {}
    bulk = {}
  }

  expect_failures = [check.something_is_deployed]
}

run "warns_if_a_gateway_is_too_impatient" {
  command = plan

  variables {
    front = "HTTP_API"
  }

  expect_failures = [check.http_api_has_time]
}

run "warns_if_nobody_hears_the_alarms" {
  command = plan

  variables {
    alarms = {}
  }

  expect_failures = [check.somebody_hears_the_alarms]
}
