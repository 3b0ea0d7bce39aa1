# What is left to do after an apply, as data and as commands.

locals {
  connection = {
    role_arn = module.caller_role.arn
    region   = local.region
    apis     = { for id, api in module.api : id => api.url }
    buckets  = { for id, bulk in module.bulk : id => bulk.output_bucket }
  }

  store_options = join("", [
    " --region ${local.region}",
    var.secret_store == "SSM" ? "" : " --store secrets-manager",
    local.has_key ? " --kms-key ${local.key_arn}" : "",
  ])

  parameters_to_fill = concat(
    [for property in ["PSOXY_SALT", "PSOXY_ENCRYPTION_KEY"] : "${local.shared_prefix}${property}"],
    flatten([for id, api in var.apis : [
      for property in concat(local.sources[api.source].configuration, local.sources[api.source].secrets) : "${local.names[id].namespace}${property}"
    ]]),
  )

  secrets_commands = concat(
    ["scrim secrets init --prefix '${local.shared_prefix}'${local.store_options}"],
    [for id, api in var.apis : "scrim secrets set ${api.source} --prefix '${local.names[id].namespace}'${local.store_options}"],
  )

  # One data call for each source that shows a sanitized answer.
  first_calls = { zoom = "v2/users?page_size=1" }
  test_commands = merge(
    { for id, api in var.apis : id => [
      "scrim call '${module.api[id].url}' --role ${module.caller_role.arn} --region ${local.region} --health",
      "scrim call '${module.api[id].url}${local.first_calls[api.source]}' --role ${module.caller_role.arn} --region ${local.region}",
    ] },
    { for id, bulk in var.bulk : id => [
      "aws s3 cp FILE 's3://${module.bulk[id].input_bucket}/${bulk.input_prefix}' --region ${local.region}",
      "aws s3 ls 's3://${module.bulk[id].output_bucket}/${bulk.output_prefix}' --region ${local.region}",
    ] },
  )

  # For the owners of buckets whose notification is not managed here.
  notifications_to_make = { for id, bulk in var.bulk : module.bulk[id].input_bucket => jsonencode({
    QueueConfigurations = [for suffix in bulk.suffixes : {
      QueueArn = module.bulk[id].queue_arn
      Events   = ["s3:ObjectCreated:*"]
      Filter   = { Key = { FilterRules = [for name, value in { prefix = bulk.input_prefix, suffix = suffix } : { Name = name, Value = value } if value != ""] } }
    }]
  }) if !bulk.manage_notification }
}
