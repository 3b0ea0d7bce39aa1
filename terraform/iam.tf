module "caller_role" {
  source = "./modules/caller-role"

  context                 = local.context
  name                    = "${var.name}-caller-${local.region}"
  gcp_service_account_ids = var.caller_gcp_service_account_ids
  aws_principals          = var.caller_aws_principals
  test_principal_arns     = var.test_principal_arns
  ip_blocks               = var.caller_ip_blocks
  function_arns           = var.front == "FUNCTION_URL" ? [for id in keys(var.apis) : local.function_arns[id]] : []
  http_api_arns           = var.front == "HTTP_API" ? [for id in keys(var.apis) : module.api[id].execution_arn] : []
  outputs                 = { for id, bulk in var.bulk : id => { bucket = local.output_buckets[id], prefix = bulk.output_prefix } }
}

module "deployer_policy" {
  source = "./modules/deployer-policy"

  name      = var.name
  account   = local.account
  region    = local.region
  partition = local.partition
  prefix    = local.parameter_prefix
  path      = var.iam_path

  permissions_boundary_arn = var.permissions_boundary_arn

  manage_secrets = var.manage_secrets

  buckets  = [for id, bulk in var.bulk : bulk.input_bucket if bulk.input_bucket != null && bulk.manage_notification]
  make_key = var.kms.create
  http_api = var.front == "HTTP_API"
  key_arn  = var.kms.key_arn
  packages = [for package in [var.api_package, var.bulk_package] : "${package.bucket}/${package.key}" if try(package.bucket, null) != null]
}
