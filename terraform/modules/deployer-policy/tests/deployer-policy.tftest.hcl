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
    name     = "abcdefghijklmnop"
    account  = "123456789012"
    region   = "ap-southeast-1"
    prefix   = "/teams/analytics/"
    buckets  = ["a-bucket-of-ours"]
    make_key = true
    http_api = true
    key_arn  = "arn:aws:kms:ap-southeast-1:123456789012:key/11111111-2222-3333-4444-555555555555"

    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
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
  variables {
    make_key = true
    http_api = true
  }

  assert {
    condition     = alltrue([for statement in jsondecode(output.json).Statement : strcontains(jsonencode(statement.Resource), "demo") || strcontains(try(jsonencode(statement.Condition), ""), "demo") || contains(["TagMappings", "SeeLists", "ApiGateway", "AccessLogOfGateway"], statement.Sid)])
    error_message = "A statement that could name the instance does not."
  }
}

run "keeps_to_keys_of_this_instance" {
  variables {
    key_arn = "arn:aws:kms:eu-central-1:123456789012:key/brought"
  }

  assert {
    condition = alltrue([for statement in jsondecode(output.json).Statement :
      try(statement.Condition.StringEquals["aws:ResourceTag/scrim"], "") == "demo" || contains(["arn:aws:kms:*:*:alias/scrim-demo", var.key_arn], join(" ", statement.Resource))
    if anytrue([for action in statement.Action : startswith(action, "kms:") && action != "kms:ListAliases"])])
    error_message = "A statement reaches keys that are neither tagged as ours, nor the one that is brought along."
  }

  assert {
    condition     = !strcontains(output.json, "kms:CreateKey") && !strcontains(output.json, "apigateway:") && !strcontains(output.json, "LogDelivery")
    error_message = "Keys or gateways may be made though none is asked for."
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

run "gives_nothing_to_roles_without_the_boundary" {
  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition = alltrue([for statement in jsondecode(output.json).Statement :
      try(statement.Condition.StringEquals["iam:PermissionsBoundary"], "") == var.permissions_boundary_arn
    if length(setintersection(statement.Action, formatlist("iam:%s", ["CreateRole", "PutRolePolicy", "PutRolePermissionsBoundary"]))) > 0])
    error_message = "A role can be made, or given something, without the boundary."
  }

  assert {
    condition     = !strcontains(output.json, "DeleteRolePermissionsBoundary") && strcontains(output.json, "PutRolePermissionsBoundary")
    error_message = "The boundary can be taken away, or cannot be set."
  }
}

run "leaves_boundaries_open_where_none_is_asked_for" {
  assert {
    condition     = strcontains(output.json, "iam:DeleteRolePermissionsBoundary") && !strcontains(output.json, "iam:PermissionsBoundary\"")
    error_message = "A boundary cannot be taken away, or one is asked for that nobody named."
  }
}

run "refuses_every_instance" {
  command = plan

  variables {
    name = "*"
  }

  expect_failures = [var.name]
}

run "refuses_parameters_in_a_pattern" {
  command = plan

  variables {
    prefix = "/scrim/*/"
  }

  expect_failures = [var.prefix]
}

run "refuses_path_in_a_pattern" {
  command = plan

  variables {
    path = "/*/"
  }

  expect_failures = [var.path]
}

run "refuses_boundary_in_a_pattern" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/*"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "refuses_every_bucket" {
  command = plan

  variables {
    buckets = ["*"]
  }

  expect_failures = [var.buckets]
}

run "refuses_every_package" {
  command = plan

  variables {
    packages = ["packages-of-ours/*"]
  }

  expect_failures = [var.packages]
}

run "refuses_package_with_a_variable" {
  command = plan

  variables {
    packages = ["packages-of-ours/$${aws:username}.zip"]
  }

  expect_failures = [var.packages]
}

run "refuses_package_without_a_key" {
  command = plan

  variables {
    packages = ["packages-of-ours"]
  }

  expect_failures = [var.packages]
}

run "refuses_every_key" {
  command = plan

  variables {
    key_arn = "arn:aws:kms:eu-central-1:123456789012:key/*"
  }

  expect_failures = [var.key_arn]
}
