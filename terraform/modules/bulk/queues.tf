resource "aws_sqs_queue" "files" {
  name = "${var.names.function}-files"
  # Six times what a run may take, so that no message comes back while its file is still being read.
  visibility_timeout_seconds = 6 * var.timeout_seconds
  message_retention_seconds  = 4 * 24 * 3600
  receive_wait_time_seconds  = 20
  kms_master_key_id          = var.context.key_arn
  sqs_managed_sse_enabled    = var.context.has_key ? null : true
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
  tags                       = var.context.tags
}

resource "aws_sqs_queue" "dead" {
  name                      = "${var.names.function}-dead"
  message_retention_seconds = 14 * 24 * 3600
  kms_master_key_id         = var.context.key_arn
  sqs_managed_sse_enabled   = var.context.has_key ? null : true
  tags                      = var.context.tags
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url            = aws_sqs_queue.dead.url
  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.files.arn] })
}

locals {
  deny_without_tls = {
    for queue in ["files", "dead"] : queue => {
      Sid       = "DenyWithoutTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "${local.sqs}${var.names.function}-${queue}"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
  }
}

resource "aws_sqs_queue_policy" "files" {
  queue_url = aws_sqs_queue.files.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.deny_without_tls.files,
      {
        Sid       = "BucketTellsOfNewFiles"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.queue_arn
        Condition = {
          ArnEquals    = { "aws:SourceArn" = local.input_arn }
          StringEquals = { "aws:SourceAccount" = var.context.account }
        }
      },
    ]
  })
}

resource "aws_sqs_queue_policy" "dead" {
  queue_url = aws_sqs_queue.dead.url
  policy    = jsonencode({ Version = "2012-10-17", Statement = [local.deny_without_tls.dead] })
}
