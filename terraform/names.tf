# Every name and every ARN that appears in a policy. They are composed here, not read from resources, so that policies are
# complete at plan time.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region

  parameter_prefix = var.parameter_prefix == null ? "/scrim/${var.name}/" : var.parameter_prefix
  shared_prefix    = var.shared_parameter_prefix == null ? local.parameter_prefix : var.shared_parameter_prefix

  names = {
    for id in concat(keys(var.apis), keys(var.bulk)) : id => {
      function = "${var.name}-${id}"
      # Roles belong to the account, not to a region, hence the region in their names.
      role      = "${var.name}-${id}-${local.region}"
      alarms    = "${var.name}/${id}/"
      namespace = "${local.parameter_prefix}${upper(replace(id, "-", "_"))}_"
      # Bucket names belong to the whole partition, hence the hash.
      bucket = "${var.name}-${id}-${substr(sha256("${local.account}/${local.region}/${var.name}-${id}"), 0, 8)}"
    }
  }

  function_arns  = { for id, names in local.names : id => "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${names.function}" }
  log_group_arns = [for prefix in ["lambda", "apigateway"] : "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/${prefix}/${var.name}-*"]

  # What the code of each source reads from the stores, by the kind that src/settings.ts gives it.
  sources = {
    zoom = { configuration = ["ACCOUNT_ID", "CLIENT_ID"], secrets = ["CLIENT_SECRET"] }
  }

  input_buckets  = { for id, bulk in var.bulk : id => bulk.input_bucket == null ? "${local.names[id].bucket}-input" : bulk.input_bucket }
  output_buckets = { for id, bulk in var.bulk : id => bulk.output_bucket == null ? "${local.names[id].bucket}-output" : bulk.output_bucket }

  # Of the environment of the functions; `environment` of an entry may name none of them.
  names_that_modules_set = [
    "SECRETS_STORE", "SOURCE", "PATH_TO_SHARED_CONFIG", "PATH_TO_INSTANCE_CONFIG", "RULES", "RULES_MODE", "BUNDLE_FILENAME",
    "REMOTE_RESOURCE_BUCKET", "INSTANCE_RESOURCE_PATH", "SCRIM_CONFIG_SHA",
    "REQUEST_TIMEOUT_SECONDS", "ALLOWED_DATA_ACCESS_IP_BLOCKS",
    "INPUT_BUCKET", "INPUT_BASE_PATH", "OUTPUT_BUCKET", "OUTPUT_BASE_PATH", "ADDITIONAL_TRANSFORMS",
  ]
  pattern_of_secret_names = "(?i:SALT|ENCRYPTION_KEY|CLIENT_SECRET|ACCESS_TOKEN)"

  # Privacy: a policy takes *, ? and $${…} in a name for more than that name, and so would let in to what was never asked for.
  pattern_of_wildcards = "[*?]|[$][{]"

  tags = merge(var.tags, { scrim = var.name })
}
