# The role that callers assume: for the API functions through their URL only, and for reading the output buckets.

locals {
  from_the_blocks = { for operator, blocks in { IpAddress = var.ip_blocks } : operator => { "aws:SourceIp" = blocks } if blocks != null }

  trust = concat(
    [for caller, principal in var.aws_principals : {
      Effect    = "Allow"
      Principal = { AWS = principal.arn }
      Action    = "sts:AssumeRole"
      # The external id keeps a platform from being talked into using this role for another of its customers.
      Condition = merge({ StringEquals = { "sts:ExternalId" = principal.external_id } }, local.from_the_blocks)
    }],
    [for ids in [sort(var.gcp_service_account_ids)] : {
      Effect    = "Allow"
      Principal = { Federated = "accounts.google.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = merge({ StringEquals = { "accounts.google.com:aud" = ids } }, local.from_the_blocks)
    } if length(ids) > 0],
    [for arns in [sort(var.test_principal_arns)] : {
      Effect    = "Allow"
      Principal = { AWS = arns }
      Action    = "sts:AssumeRole"
      Condition = local.from_the_blocks
    } if length(arns) > 0],
  )

  # So that the role and its ARN exist from the first apply, when the callers are not known yet.
  trust_or_nobody = concat(
    local.trust,
    [for statement in [{ Effect = "Deny", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }] : statement if length(local.trust) == 0],
  )

  statements = concat(
    [for arns in [var.function_arns] : {
      Sid       = "CallUrl"
      Effect    = "Allow"
      Action    = "lambda:InvokeFunctionUrl"
      Resource  = arns
      Condition = { StringEquals = { "lambda:FunctionUrlAuthType" = "AWS_IAM" } }
    } if length(arns) > 0],
    [for arns in [var.function_arns] : {
      # AWS asks for both actions. Without the condition callers could invoke the function with an event of their own making.
      Sid       = "InvokeThroughUrlOnly"
      Effect    = "Allow"
      Action    = "lambda:InvokeFunction"
      Resource  = arns
      Condition = { Bool = { "lambda:InvokedViaFunctionUrl" = "true" } }
    } if length(arns) > 0],
    [for arns in [var.http_api_arns] : {
      Sid      = "CallHttpApi"
      Effect   = "Allow"
      Action   = "execute-api:Invoke"
      Resource = flatten([for arn in arns : ["${arn}/*/GET/*", "${arn}/*/HEAD/*"]])
    } if length(arns) > 0],
    [for id, output in var.outputs : {
      Sid      = "Read${replace(title(replace(id, "-", " ")), " ", "")}"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:${var.context.partition}:s3:::${output.bucket}/${output.prefix}*"
    }],
    [for id, output in var.outputs : merge({
      Sid      = "List${replace(title(replace(id, "-", " ")), " ", "")}"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = "arn:${var.context.partition}:s3:::${output.bucket}"
    }, { for key, prefix in { Condition = output.prefix } : key => { StringLike = { "s3:prefix" = "${prefix}*" } } if prefix != "" })],
    [for key_arn in [var.context.key_arn] : {
      Sid       = "DecryptWhatItReads"
      Effect    = "Allow"
      Action    = "kms:Decrypt"
      Resource  = key_arn
      Condition = { StringEquals = { "kms:ViaService" = "s3.${var.context.region}.${var.context.dns_suffix}" } }
    } if var.context.has_key && length(var.outputs) > 0],
    [for blocks in [var.ip_blocks] : {
      # A deny, because the functions' own policies would let the role in anyway. Not for the key: S3 uses it on the caller's
      # behalf, from an address of its own.
      Sid       = "NotFromElsewhere"
      Effect    = "Deny"
      Action    = ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction", "execute-api:Invoke", "s3:GetObject", "s3:ListBucket"]
      Resource  = "*"
      Condition = { NotIpAddress = { "aws:SourceIp" = blocks } }
    } if blocks != null],
  )
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "Assumed by those who call Scrim ${var.context.name}."
  path                 = var.context.iam_path
  permissions_boundary = var.context.permissions_boundary_arn
  max_session_duration = 3600
  tags                 = var.context.tags
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = local.trust_or_nobody })

  lifecycle {
    precondition {
      condition     = alltrue([for arn in var.test_principal_arns : strcontains(arn, "::${var.context.account}:")])
      error_message = "test_principal_arns are of this account (${var.context.account}): principals of another one belong into caller_aws_principals, with an external id."
    }
  }
}

resource "aws_iam_role_policy" "this" {
  count = length(var.function_arns) + length(var.http_api_arns) + length(var.outputs) > 0 ? 1 : 0

  name   = "least-privilege"
  role   = aws_iam_role.this.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}
