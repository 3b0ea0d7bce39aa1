locals {
  has_key = var.kms.create || var.kms.key_arn != null
  key_arn = var.kms.create ? one(aws_kms_key.this[*].arn) : var.kms.key_arn

  # What the policy of the key must allow besides the account itself; also an output for a key that is brought along.
  key_statements = [
    {
      Sid       = "LogsOfThisInstance"
      Effect    = "Allow"
      Principal = { Service = "logs.${local.region}.${data.aws_partition.current.dns_suffix}" }
      Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"]
      Resource  = "*"
      Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = local.log_group_arns } }
    },
    {
      Sid       = "BucketsTellTheirQueues"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    },
    {
      Sid       = "AlarmsTellTheirTopic"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    },
  ]
}

resource "aws_kms_key" "this" {
  count = var.kms.create ? 1 : 0

  description             = "Scrim ${var.name}: logs, secrets, function environments, buckets, queues, topic"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        # Hands the decision to the IAM policies of this account; without it nobody could ever change the key again.
        Sid       = "TheAccountDecides"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      }],
      local.key_statements,
    )
  })
}

resource "aws_kms_alias" "this" {
  count = var.kms.create ? 1 : 0

  name          = "alias/scrim-${var.name}"
  target_key_id = aws_kms_key.this[0].key_id
}
