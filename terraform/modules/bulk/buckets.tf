# A bucket that is brought along is only read or written: nothing is configured on it but, if wanted, its notification.

module "input" {
  source = "../bucket"
  count  = var.input.make ? 1 : 0

  context           = var.context
  bucket            = var.input.bucket
  versioning        = var.input.versioning
  expiration_days   = var.input.expiration_days
  prefix            = var.input.prefix
  writer_arns       = var.input.writer_arns
  extra_policy_json = var.input.extra_policy_json
}

module "output" {
  source = "../bucket"
  count  = var.output.make ? 1 : 0

  context           = var.context
  bucket            = var.output.bucket
  versioning        = var.output.versioning
  expiration_days   = var.output.expiration_days
  extra_policy_json = var.output.extra_policy_json
}

resource "aws_s3_bucket_notification" "this" {
  count = var.manage_notification ? 1 : 0

  bucket = var.input.make ? module.input[0].bucket : var.input.bucket

  dynamic "queue" {
    for_each = var.suffixes

    content {
      queue_arn     = aws_sqs_queue.files.arn
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = var.input.prefix == "" ? null : var.input.prefix
      filter_suffix = queue.value == "" ? null : queue.value
    }
  }

  # S3 sends a test message at once, so the queue must let it in first.
  depends_on = [aws_sqs_queue_policy.files]
}
