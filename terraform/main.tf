locals {
  # What every module needs to know of the instance.
  context = {
    name                     = var.name
    account                  = local.account
    region                   = local.region
    partition                = local.partition
    dns_suffix               = data.aws_partition.current.dns_suffix
    shared_prefix            = local.shared_prefix
    secret_store             = var.secret_store
    has_key                  = local.has_key
    key_arn                  = local.key_arn
    iam_path                 = var.iam_path
    permissions_boundary_arn = var.permissions_boundary_arn
    vpc                      = var.vpc
    runtime                  = var.runtime
    architecture             = var.architecture
    code_signing_config_arn  = var.code_signing_config_arn
    log_retention_days       = var.log_retention_days
    tracing                  = var.tracing
    alarms_enabled           = var.alarms.enabled
    alarm_topic_arns         = local.alarm_topic_arns
    access_log_bucket        = var.access_log_bucket
    force_destroy_buckets    = var.force_destroy_buckets
    tags                     = local.tags
  }
}

module "api" {
  source   = "./modules/api"
  for_each = var.apis

  context              = local.context
  names                = local.names[each.key]
  function_arn         = local.function_arns[each.key]
  package              = var.api_package
  source_name          = each.value.source
  stored_properties    = local.sources[each.value.source]
  rules                = each.value.rules_file == null ? each.value.rules : file(each.value.rules_file)
  rules_mode           = each.value.rules_mode
  memory_mb            = each.value.memory_mb
  timeout_seconds      = each.value.timeout_seconds
  reserved_concurrency = each.value.reserved_concurrency
  environment          = each.value.environment
  front                = var.front
  caller_role_arn      = module.caller_role.arn
  caller_ip_blocks     = var.caller_ip_blocks
}

module "bulk" {
  source   = "./modules/bulk"
  for_each = var.bulk

  context               = local.context
  names                 = local.names[each.key]
  function_arn          = local.function_arns[each.key]
  package               = var.bulk_package
  source_name           = each.value.source
  rules                 = each.value.rules_file == null ? each.value.rules : file(each.value.rules_file)
  rules_mode            = each.value.rules_mode
  additional_transforms = each.value.additional_transforms_file == null ? null : file(each.value.additional_transforms_file)
  memory_mb             = each.value.memory_mb
  timeout_seconds       = each.value.timeout_seconds
  max_concurrency       = each.value.max_concurrency
  reserved_concurrency  = each.value.reserved_concurrency
  environment           = each.value.environment
  suffixes              = each.value.suffixes
  manage_notification   = each.value.manage_notification

  input = {
    bucket            = local.input_buckets[each.key]
    make              = each.value.input_bucket == null
    prefix            = each.value.input_prefix
    expiration_days   = each.value.input_expiration_days
    versioning        = each.value.versioning
    writer_arns       = each.value.writer_arns
    extra_policy_json = each.value.extra_input_policy_json
  }

  output = {
    bucket            = local.output_buckets[each.key]
    make              = each.value.output_bucket == null
    prefix            = each.value.output_prefix
    expiration_days   = each.value.output_expiration_days
    versioning        = each.value.versioning
    writer_arns       = []
    extra_policy_json = each.value.extra_output_policy_json
  }
}

module "secrets" {
  source   = "./modules/secrets"
  for_each = { for id, api in var.apis : id => local.sources[api.source] if var.manage_secrets }

  context = local.context
  names   = [for property in concat(each.value.configuration, each.value.secrets) : "${local.names[each.key].namespace}${property}"]
}

check "something_is_deployed" {
  assert {
    condition     = length(var.apis) + length(var.bulk) > 0
    error_message = "Neither apis nor bulk has an entry, so nothing is deployed: add apis = { zoom = {} }."
  }
}

check "somebody_may_call" {
  assert {
    condition     = length(var.caller_gcp_service_account_ids) + length(var.caller_aws_principals) + length(var.test_principal_arns) > 0
    error_message = "Nobody may assume the caller role yet: once the platform shows who it is, set caller_gcp_service_account_ids or caller_aws_principals, and test_principal_arns to try it yourself."
  }
}

check "http_api_has_time" {
  assert {
    condition     = var.front != "HTTP_API" || alltrue([for api in var.apis : api.timeout_seconds <= 30])
    error_message = "API Gateway ends a call after 30 seconds, but an entry of apis has a longer timeout_seconds: lower it, or use front = \"FUNCTION_URL\"."
  }
}

check "somebody_hears_the_alarms" {
  assert {
    condition     = !var.alarms.enabled || var.alarms.topic_arn != null || length(var.alarms.emails) > 0
    error_message = "Alarms are on, but nobody hears them: set alarms = { emails = [\"you@example.com\"] } or { topic_arn = \"…\" }."
  }
}
