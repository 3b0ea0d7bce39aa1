# Needs no provider, so nothing is mocked. What it allows is held against every resource type in tests/terraform.

variables {
  name = "demo"
}

run "never_reads_a_secret" {
  assert {
    condition     = !strcontains(output.json, "GetSecretValue") && !strcontains(output.json, "PSOXY_SALT")
    error_message = "Whoever deploys could read secrets."
  }
}

run "fits_into_a_role_or_into_managed_policies" {
  variables {
    name    = "abcdefghijklmnop"
    account = "123456789012"
    region  = "ap-southeast-1"
    prefix  = "/teams/analytics/"
    buckets = ["a-bucket-of-ours"]
    key_arn = "arn:aws:kms:ap-southeast-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = length(output.json) <= 10240
    error_message = "The policy is longer than the 10,240 characters of a role's inline policies."
  }

  assert {
    condition     = alltrue([for part in output.parts : length(part) <= 6144]) && length(output.parts) <= 3
    error_message = "A part is longer than the 6,144 characters of a managed policy, or there are too many."
  }

  assert {
    condition     = flatten([for part in output.parts : [for statement in jsondecode(part).Statement : statement.Sid]]) == [for statement in jsondecode(output.json).Statement : statement.Sid]
    error_message = "The parts are not the whole."
  }
}

run "names_nothing_of_another_instance" {
  assert {
    condition     = alltrue([for statement in jsondecode(output.json).Statement : strcontains(jsonencode(statement.Resource), "demo") || contains(["QueuesIntoFunctions", "TagMappings", "SeeLists", "MakeKey", "ManageKey", "UseKeyThroughServices", "WriteEncryptedRules", "ApiGateway"], statement.Sid)])
    error_message = "A statement that could name the instance does not."
  }
}

run "leaves_credentials_alone_that_it_does_not_manage" {
  variables {
    manage_secrets = false
  }

  assert {
    condition     = !can(regex("CLIENT|ACCOUNT_ID", output.json)) && strcontains(output.json, "_RULES")
    error_message = "Whoever deploys could read credentials that somebody else fills."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(output.json).Statement : length(statement.Resource) > 0])
    error_message = "A statement names nothing."
  }
}
