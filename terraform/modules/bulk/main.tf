# One file sanitizer: what S3 says of new files waits in a queue, the function takes one at a time, and what fails three times
# stays among the dead letters.

locals {
  s3  = "arn:${var.context.partition}:s3:::"
  sqs = "arn:${var.context.partition}:sqs:${var.context.region}:${var.context.account}:"

  input_arn  = "${local.s3}${var.input.bucket}"
  output_arn = "${local.s3}${var.output.bucket}"
  queue_arn  = "${local.sqs}${var.names.function}-files"

  # The main output and those of ADDITIONAL_TRANSFORMS: where the function may write.
  more_outputs = [for output in(var.additional_transforms == null ? [] : yamldecode(var.additional_transforms)) : {
    bucket = output.destinationBucketName
    prefix = try(output.pathWithinBucket, null) == null ? "" : output.pathWithinBucket
  }]
  outputs = concat([{ bucket = var.output.bucket, prefix = var.output.prefix }], local.more_outputs)
}

module "function" {
  source = "../function"

  context              = var.context
  names                = var.names
  function_arn         = var.function_arn
  description          = "Scrim: sanitizes the files of ${var.input.bucket}."
  package              = var.package
  source_name          = var.source_name
  stored_properties    = { configuration = ["ADDITIONAL_TRANSFORMS"], secrets = [] }
  rules                = var.rules
  rules_mode           = var.rules_mode
  memory_mb            = var.memory_mb
  timeout_seconds      = var.timeout_seconds
  reserved_concurrency = var.reserved_concurrency
  environment          = var.environment
  key_services         = ["s3", "sqs"]
  encrypts             = true

  own_environment = {
    INPUT_BUCKET          = var.input.bucket
    INPUT_BASE_PATH       = var.input.prefix
    OUTPUT_BUCKET         = var.output.bucket
    OUTPUT_BASE_PATH      = var.output.prefix
    ADDITIONAL_TRANSFORMS = var.additional_transforms
  }

  statements = [
    {
      Sid      = "TakeFromOwnQueue"
      Effect   = "Allow"
      Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      Resource = local.queue_arn
    },
    {
      Sid      = "ReadInput"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource = "${local.input_arn}/${var.input.prefix}*"
    },
    {
      Sid      = "ListInput"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = local.input_arn
    },
    {
      Sid      = "WriteOutput"
      Effect   = "Allow"
      Action   = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject"]
      Resource = [for output in local.outputs : "${local.s3}${output.bucket}/${output.prefix}*"]
    },
    {
      # An output that is not there yet is then absent, not forbidden.
      Sid      = "ListOutput"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = distinct([for output in local.outputs : "${local.s3}${output.bucket}"])
    },
  ]

  alarms = concat(
    [for name, alarm in {
      leak-hits           = { metric = "LeakHits", description = "The leak guard found an address where the rules would have let it pass." }
      columns-unlisted    = { metric = "ColumnsUnlisted", description = "A file has columns that no rule names." }
      rules-load-failures = { metric = "RulesLoadFailures", description = "The rules do not load, so every file is rejected." }
      } : {
      name        = name
      namespace   = "Scrim"
      metric      = alarm.metric
      dimensions  = { Function = var.names.function }
      description = alarm.description
    }],
    [
      {
        name        = "dead-letters"
        namespace   = "AWS/SQS"
        metric      = "ApproximateNumberOfMessagesVisible"
        dimensions  = { QueueName = aws_sqs_queue.dead.name }
        statistic   = "Maximum"
        description = "A file failed three times and waits for a person."
      },
      {
        name        = "file-waiting"
        namespace   = "AWS/SQS"
        metric      = "ApproximateAgeOfOldestMessage"
        dimensions  = { QueueName = aws_sqs_queue.files.name }
        statistic   = "Maximum"
        threshold   = 3600
        description = "A file has waited for more than an hour."
      },
    ],
  )
}

resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn        = aws_sqs_queue.files.arn
  function_name           = module.function.arn
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = var.context.tags

  scaling_config {
    maximum_concurrency = var.max_concurrency
  }
}
