# Buckets made here and buckets brought along.

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

  names = {
    function  = "demo-ai"
    role      = "demo-ai-eu-central-1"
    alarms    = "demo/ai/"
    namespace = "/scrim/demo/AI_"
    bucket    = "demo-ai-0123abcd"
  }
  function_arn         = "arn:aws:lambda:eu-central-1:123456789012:function:demo-ai"
  package              = { path = "./main.tf", bucket = null, key = null, version = null, sha256 = null }
  rules                = null
  rules_mode           = "strict"
  memory_mb            = 512
  timeout_seconds      = 60
  reserved_concurrency = null
  environment          = {}

  source_name           = "zoom-ai-metrics"
  additional_transforms = null
  max_concurrency       = 5
  suffixes              = [""]
  manage_notification   = true
  input = {
    bucket            = "demo-ai-0123abcd-input"
    make              = true
    prefix            = ""
    expiration_days   = 30
    versioning        = false
    writer_arns       = []
    extra_policy_json = null
  }
  output = {
    bucket            = "demo-ai-0123abcd-output"
    make              = true
    prefix            = ""
    expiration_days   = 30
    versioning        = false
    writer_arns       = []
    extra_policy_json = null
  }
}

run "makes_both_buckets" {
  command = plan

  assert {
    condition     = length(module.input) == 1 && length(module.output) == 1 && length(aws_s3_bucket_notification.this) == 1
    error_message = "A bucket or its notification is missing."
  }

  assert {
    condition     = aws_sqs_queue.files.visibility_timeout_seconds == 360
    error_message = "A message can come back while its file is still being read."
  }
}

run "leaves_brought_buckets_alone" {
  command = plan

  variables {
    input               = merge(var.input, { bucket = "theirs", make = false })
    output              = merge(var.output, { bucket = "theirs-2", make = false })
    manage_notification = false
  }

  assert {
    condition     = length(module.input) + length(module.output) + length(aws_s3_bucket_notification.this) == 0
    error_message = "Something is configured on a bucket that was brought along."
  }
}

run "takes_only_some_endings" {
  command = plan

  variables {
    suffixes = [".csv", ".ndjson"]
    input    = merge(var.input, { prefix = "drop/" })
  }

  assert {
    condition     = [for queue in one(aws_s3_bucket_notification.this).queue : "${queue.filter_prefix}*${queue.filter_suffix}"] == ["drop/*.csv", "drop/*.ndjson"]
    error_message = "Files are taken that should not be, or the other way round."
  }
}
