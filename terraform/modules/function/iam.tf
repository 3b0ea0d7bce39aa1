locals {
  # Every setting that the code looks for in a store, by its kind in src/settings.ts. Absent ones are granted too, so that a
  # batch read answers "not found" and is not refused as a whole.
  configuration = concat(["RULES"], var.stored_properties.configuration)
  secrets = concat(
    ["PSOXY_SALT", "PSOXY_ENCRYPTION_KEY", "SALT_IP", "ENCRYPTION_KEY_IP", "SALT_EMAIL_DOMAINS", "ENCRYPTION_KEY_EMAIL_DOMAINS"],
    var.stored_properties.secrets,
  )
  # These may be kept as either.
  identifiers = setintersection(local.configuration, ["ACCOUNT_ID", "CLIENT_ID"])

  uses_secrets_manager = var.context.secret_store == "SECRETS_MANAGER"
  namespaces           = distinct([var.names.namespace, var.context.shared_prefix])
  parameters           = local.uses_secrets_manager ? local.configuration : concat(local.configuration, local.secrets)
  parameter_arns = flatten([for namespace in local.namespaces : [
    for property in local.parameters : "${local.arn_of.ssm}:parameter/${trimprefix("${namespace}${property}", "/")}"
  ]])
  secret_arns = flatten([for namespace in local.namespaces : [
    # Secrets Manager adds a hyphen and six characters of its own to a name.
    for property in concat(local.secrets, sort(local.identifiers)) : "${local.arn_of.secretsmanager}:secret:${namespace}${property}-??????"
  ]])

  arn_of = { for service in ["ssm", "secretsmanager", "logs"] : service => "arn:${var.context.partition}:${service}:${var.context.region}:${var.context.account}" }
  # Services that use the key on the function's behalf.
  key_services = concat(["lambda", "ssm"], local.uses_secrets_manager ? ["secretsmanager"] : [], local.rules_in_bucket ? ["s3"] : [], var.key_services)

  statements = concat(
    [
      {
        Sid      = "WriteOwnLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${local.arn_of.logs}:log-group:${local.log_group}:*"
      },
      {
        Sid      = "ReadOwnParameters"
        Effect   = "Allow"
        Action   = ["ssm:GetParameter", "ssm:GetParameters"]
        Resource = local.parameter_arns
      },
    ],
    [for statement in [
      {
        Sid      = "ReadOwnSecrets"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = local.secret_arns
      },
      {
        # Takes no resource; what it gives is decided by the statement above.
        Sid      = "ReadSecretsInOneCall"
        Effect   = "Allow"
        Action   = "secretsmanager:BatchGetSecretValue"
        Resource = "*"
      },
    ] : statement if local.uses_secrets_manager],
    [for key_arn in [var.context.key_arn] : {
      Sid       = "UseKey"
      Effect    = "Allow"
      Action    = var.encrypts ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"]
      Resource  = key_arn
      Condition = { StringEquals = { "kms:ViaService" = [for service in distinct(local.key_services) : "${service}.${var.context.region}.${var.context.dns_suffix}"] } }
    } if var.context.has_key],
    [for statement in [
      {
        Sid      = "ReadOwnRules"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:${var.context.partition}:s3:::${local.rules_bucket}/${local.rules_path}rules.yaml"
      },
      {
        # An absent object is then reported as absent, not as forbidden.
        Sid       = "ListOwnRules"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = "arn:${var.context.partition}:s3:::${local.rules_bucket}"
        Condition = { StringLike = { "s3:prefix" = "${local.rules_path}rules.yaml" } }
      },
    ] : statement if local.rules_in_bucket],
    [for statement in [{
      Sid      = "SendTraces"
      Effect   = "Allow"
      Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      Resource = "*"
    }] : statement if var.context.tracing],
    [for statement in [
      {
        Sid    = "UseVpc"
        Effect = "Allow"
        Action = [
          "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets",
          "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = "*"
      },
      {
        # Lambda needs these permissions, the code does not.
        Sid       = "NotFromTheCode"
        Effect    = "Deny"
        Action    = "ec2:*"
        Resource  = "*"
        Condition = { ArnEquals = { "lambda:SourceFunctionArn" = var.function_arn } }
      },
    ] : statement if var.context.vpc != null],
    var.statements,
  )
}

resource "aws_iam_role" "this" {
  name                 = var.names.role
  description          = "Of function ${var.names.function}."
  path                 = var.context.iam_path
  permissions_boundary = var.context.permissions_boundary_arn
  tags                 = var.context.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "least-privilege"
  role   = aws_iam_role.this.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}
