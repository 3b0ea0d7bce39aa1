# What a person or a pipeline needs to apply one instance, and nothing of any other. It has no resources and no provider, so it
# can be printed before anything else exists:
#
#   terraform -chdir=terraform/modules/deployer-policy apply -var name=scrim

locals {
  arn_of = { for service in ["lambda", "logs", "ssm", "secretsmanager", "sqs", "sns", "cloudwatch", "kms"] : service => "arn:${var.partition}:${service}:${var.region}:${var.account}" }
  roles  = "arn:${var.partition}:iam::${var.account}:role${var.path}${var.name}-*"
  keys   = "${local.arn_of.kms}:key/*"
  ours   = { "aws:ResourceTag/scrim" = var.name }

  # By their properties, so that salt and key, which only their owner may touch, are not among them.
  prefix      = var.prefix == null ? "/scrim/${var.name}/" : var.prefix
  credentials = var.manage_secrets ? ["CLIENT_ID", "CLIENT_SECRET", "ACCOUNT_ID"] : []
  properties  = concat(local.credentials, ["RULES"])

  # Names of the services through which the key may be used, in this region; the rest of the name differs by partition.
  through = { for service in ["lambda", "ssm", "secretsmanager", "s3"] : service => "${service}.${var.region}.amazonaws.com*" }

  statements = concat(local.functions, local.roles_and_logs, local.boundary, local.secrets, local.buckets, local.messages, local.key, local.gateway)

  functions = [
    {
      Sid    = "Functions"
      Effect = "Allow"
      Action = formatlist("lambda:%s", [
        "CreateFunction", "Get*", "UpdateFunctionCode", "UpdateFunctionConfiguration", "DeleteFunction", "ListVersionsByFunction",
        "PutFunctionConcurrency", "DeleteFunctionConcurrency", "AddPermission", "RemovePermission", "*FunctionUrlConfig",
        "*FunctionEventInvokeConfig", "*FunctionCodeSigningConfig", "TagResource", "UntagResource", "ListTags",
      ])
      Resource = ["${local.arn_of.lambda}:function:${var.name}-*"]
    },
    {
      Sid       = "QueuesIntoFunctions"
      Effect    = "Allow"
      Action    = formatlist("lambda:%sEventSourceMapping", ["Create", "Update", "Delete"])
      Resource  = ["*"]
      Condition = { ArnLike = { "lambda:FunctionArn" = "${local.arn_of.lambda}:function:${var.name}-*" } }
    },
    {
      Sid      = "TagMappings"
      Effect   = "Allow"
      Action   = formatlist("lambda:%s", ["TagResource", "UntagResource", "ListTags"])
      Resource = ["${local.arn_of.lambda}:event-source-mapping:*"]
    },
    {
      # None of these takes a narrower resource.
      Sid    = "SeeLists"
      Effect = "Allow"
      Action = concat(
        formatlist("lambda:%s", ["GetEventSourceMapping", "ListEventSourceMappings", "GetCodeSigningConfig"]),
        ["ssm:DescribeParameters", "kms:ListAliases", "cloudwatch:DescribeAlarms", "logs:DescribeLogGroups"],
        formatlist("ec2:Describe%s", ["SecurityGroups", "Subnets", "Vpcs"]),
      )
      Resource = ["*"]
    },
  ]

  # What makes a role able to do something. Where there is a boundary, only to roles that have it, and nobody takes it away.
  gives_to_roles = ["CreateRole", "PutRolePolicy", "PutRolePermissionsBoundary"]
  boundary = [for arn in [var.permissions_boundary_arn] : {
    Sid       = "RolesWithBoundary"
    Effect    = "Allow"
    Action    = formatlist("iam:%s", local.gives_to_roles)
    Resource  = [local.roles]
    Condition = { StringEquals = { "iam:PermissionsBoundary" = arn } }
  } if arn != null]

  roles_and_logs = [
    {
      Sid    = "Roles"
      Effect = "Allow"
      Action = formatlist("iam:%s", concat(
        [
          "GetRole", "UpdateRole", "DeleteRole", "UpdateAssumeRolePolicy", "GetRolePolicy", "DeleteRolePolicy", "ListRolePolicies",
          "ListAttachedRolePolicies", "ListInstanceProfilesForRole", "TagRole", "UntagRole", "ListRoleTags",
        ],
        length(local.boundary) > 0 ? [] : concat(local.gives_to_roles, ["DeleteRolePermissionsBoundary"]),
      ))
      Resource = [local.roles]
    },
    {
      Sid       = "RolesForFunctions"
      Effect    = "Allow"
      Action    = ["iam:PassRole"]
      Resource  = [local.roles]
      Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
    },
    {
      Sid    = "Logs"
      Effect = "Allow"
      Action = formatlist("logs:%s", [
        "CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy", "AssociateKmsKey", "DisassociateKmsKey",
        "TagResource", "UntagResource", "ListTagsForResource",
      ])
      Resource = [for service in ["lambda", "apigateway"] : "${local.arn_of.logs}:log-group:/aws/${service}/${var.name}-*"]
    },
  ]

  secrets = [for statement in [
    {
      Sid      = "Parameters"
      Effect   = "Allow"
      Action   = formatlist("ssm:%s", ["PutParameter", "GetParameter", "GetParameters", "DeleteParameter", "AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource"])
      Resource = [for property in local.properties : "${local.arn_of.ssm}:parameter/${trimprefix(local.prefix, "/")}*_${property}"]
    },
    {
      # Made and removed, never read: GetSecretValue is missing on purpose.
      Sid      = "Secrets"
      Effect   = "Allow"
      Action   = formatlist("secretsmanager:%s", ["CreateSecret", "DescribeSecret", "UpdateSecret", "DeleteSecret", "GetResourcePolicy", "TagResource", "UntagResource"])
      Resource = [for property in local.credentials : "${local.arn_of.secretsmanager}:secret:${local.prefix}*_${property}-??????"]
    },
  ] : statement if length(statement.Resource) > 0]

  buckets = [for statement in [
    {
      Sid    = "Buckets"
      Effect = "Allow"
      Action = formatlist("s3:%s", [
        "CreateBucket", "DeleteBucket", "ListBucket", "ListBucketVersions", "GetBucket*", "PutBucket*", "DeleteBucketPolicy", "*LifecycleConfiguration",
        "*EncryptionConfiguration", "GetAccelerateConfiguration", "GetReplicationConfiguration", "TagResource", "UntagResource", "ListTagsForResource",
      ])
      Resource = ["arn:${var.partition}:s3:::${var.name}-*"]
    },
    {
      Sid      = "Rules"
      Effect   = "Allow"
      Action   = formatlist("s3:%s", ["GetObject", "GetObjectTagging", "PutObject", "PutObjectTagging"])
      Resource = ["arn:${var.partition}:s3:::${var.name}-*-rules/*"]
    },
    {
      # For force_destroy_buckets. Whoever sets how long files stay can delete them anyway, but not read them.
      Sid      = "EmptyBuckets"
      Effect   = "Allow"
      Action   = formatlist("s3:%s", ["DeleteObject", "DeleteObjectVersion"])
      Resource = ["arn:${var.partition}:s3:::${var.name}-*/*"]
    },
    {
      Sid      = "NotificationsOfBroughtBuckets"
      Effect   = "Allow"
      Action   = formatlist("s3:%sBucketNotification", ["Get", "Put"])
      Resource = formatlist("arn:${var.partition}:s3:::%s", var.buckets)
    },
    {
      Sid      = "Packages"
      Effect   = "Allow"
      Action   = formatlist("s3:%s", ["GetObject", "GetObjectVersion"])
      Resource = formatlist("arn:${var.partition}:s3:::%s", var.packages)
    },
  ] : statement if length(statement.Resource) > 0]

  messages = [
    {
      Sid      = "Queues"
      Effect   = "Allow"
      Action   = formatlist("sqs:%s", ["CreateQueue", "DeleteQueue", "GetQueueAttributes", "GetQueueUrl", "SetQueueAttributes", "TagQueue", "UntagQueue", "ListQueueTags"])
      Resource = ["${local.arn_of.sqs}:${var.name}-*"]
    },
    {
      Sid    = "Topic"
      Effect = "Allow"
      Action = formatlist("sns:%s", [
        "CreateTopic", "DeleteTopic", "Get*Attributes", "Set*Attributes", "Subscribe", "Unsubscribe", "ListSubscriptionsByTopic",
        "TagResource", "UntagResource", "ListTagsForResource",
      ])
      Resource = formatlist("${local.arn_of.sns}:${var.name}-alarms%s", ["", ":*"])
    },
    {
      Sid    = "Alarms"
      Effect = "Allow"
      Action = formatlist("cloudwatch:%s", [
        "PutMetricAlarm", "DeleteAlarms", "TagResource", "UntagResource", "ListTagsForResource", "PutDashboard", "GetDashboard", "DeleteDashboards",
      ])
      # Dashboards belong to no region.
      Resource = ["${local.arn_of.cloudwatch}:alarm:${var.name}/*", "arn:${var.partition}:cloudwatch::${var.account}:dashboard/${var.name}-*"]
    },
  ]

  # The key that is made here is known by its tag, a brought one by its ARN.
  usable_keys = concat(
    [{ whose = "Own", arn = local.keys, condition = { StringEquals = local.ours } }],
    [for arn in [var.key_arn] : { whose = "Brought", arn = arn, condition = {} } if arn != null],
  )

  key = concat(
    [for statement in [{
      # Whoever may tag any key may make it theirs. AWS asks for this to tag a new one, so it is left out where none is made.
      Sid    = "MakeKey"
      Effect = "Allow"
      Action = formatlist("kms:%s", ["CreateKey", "TagResource"])
      Condition = {
        StringEquals         = { "aws:RequestTag/scrim" = var.name }
        StringEqualsIfExists = local.ours
      }
      Resource = ["*"]
    }] : statement if var.make_key],
    [
      {
        Sid    = "ManageKey"
        Effect = "Allow"
        Action = formatlist("kms:%s", [
          "DescribeKey", "GetKeyPolicy", "PutKeyPolicy", "GetKeyRotationStatus", "EnableKeyRotation", "ListResourceTags", "TagResource",
          "UntagResource", "UpdateKeyDescription", "ScheduleKeyDeletion", "CreateAlias", "UpdateAlias", "DeleteAlias",
        ])
        Resource  = [local.keys]
        Condition = { StringEquals = local.ours }
      },
      {
        Sid      = "KeyAlias"
        Effect   = "Allow"
        Action   = formatlist("kms:%sAlias", ["Create", "Update", "Delete"])
        Resource = ["${local.arn_of.kms}:alias/scrim-${var.name}"]
      },
    ],
    flatten([for key in local.usable_keys : [
      {
        # Environments of functions, placeholders of parameters. Never directly, and not through S3, where the files are.
        Sid       = "Use${key.whose}KeyThroughServices"
        Effect    = "Allow"
        Action    = formatlist("kms:%s", ["Encrypt", "Decrypt", "GenerateDataKey"])
        Resource  = [key.arn]
        Condition = merge({ StringLike = { "kms:ViaService" = [local.through.lambda, local.through.ssm] } }, key.condition)
      },
      {
        # A grant lasts until it is taken back, so only Lambda may get one, for a function.
        Sid       = "Lend${key.whose}KeyToFunctions"
        Effect    = "Allow"
        Action    = ["kms:CreateGrant"]
        Resource  = [key.arn]
        Condition = merge({ StringLike = { "kms:ViaService" = local.through.lambda }, Bool = { "kms:GrantIsForAWSResource" = "true" } }, key.condition)
      },
      {
        # A secret without a value is made with a key only after a trial of that key, which this names. No value can be read by it.
        Sid      = "Try${key.whose}KeyForSecrets"
        Effect   = "Allow"
        Action   = formatlist("kms:%s", ["GenerateDataKey", "Decrypt"])
        Resource = [key.arn]
        Condition = merge({ StringLike = {
          "kms:ViaService"                        = local.through.secretsmanager
          "kms:EncryptionContext:SecretVersionId" = "RequestToValidateKeyAccess"
        } }, key.condition)
      },
      {
        # Writes the rules, does not read files.
        Sid       = "WriteRulesWith${key.whose}Key"
        Effect    = "Allow"
        Action    = ["kms:GenerateDataKey"]
        Resource  = [key.arn]
        Condition = merge({ StringLike = { "kms:ViaService" = local.through.s3 } }, key.condition)
      },
    ]]),
  )

  # Nothing here tells whose an HTTP API or a log delivery is, so who has none gets neither.
  gateway = [for statement in [
    {
      Sid      = "ApiGateway"
      Effect   = "Allow"
      Action   = formatlist("apigateway:%s", ["GET", "POST", "PATCH", "PUT", "DELETE"])
      Resource = formatlist("arn:${var.partition}:apigateway:${var.region}::%s", ["/apis", "/apis/*", "/tags/*"])
    },
    {
      Sid      = "AccessLogOfGateway"
      Effect   = "Allow"
      Action   = formatlist("logs:%s", ["*LogDelivery", "ListLogDeliveries", "PutResourcePolicy", "DescribeResourcePolicies"])
      Resource = ["*"]
    },
  ] : statement if var.http_api]
}
