variable "name" {
  description = "Name of this instance, in front of every name that it gives. One account can hold several instances with different names."
  type        = string
  nullable    = false

  validation {
    # Without a hyphen the first hyphen always ends the name, so no two instances can meet.
    condition     = can(regex("^[a-z][a-z0-9]{1,15}$", var.name))
    error_message = "name is 2 to 16 lower-case letters and digits, no hyphen, and starts with a letter, like scrim or acmescrim."
  }

  validation {
    condition     = !contains(["amzn", "sthree"], var.name)
    error_message = "name must not be amzn or sthree: AWS keeps bucket names that start so. Choose another."
  }
}

variable "api_package" {
  description = "The zip of the API function, from `npm run build`: `{ path = \"dist/api.zip\" }`, or bucket, key and sha256 (base64) of one in S3."
  type = object({
    path    = optional(string)
    bucket  = optional(string)
    key     = optional(string)
    version = optional(string)
    sha256  = optional(string)
  })
  default = null

  validation {
    condition     = length(var.apis) == 0 || var.api_package != null
    error_message = "api_package is needed where apis has an entry: { path = \"dist/api.zip\" } after npm run build."
  }

  validation {
    condition     = try(var.api_package.path, null) == null || alltrue([for name in ["bucket", "key", "version", "sha256"] : try(var.api_package[name], null) == null])
    error_message = "api_package has path and something of a zip in S3 as well: leave out bucket, key, version and sha256, or path."
  }

  validation {
    condition     = var.api_package == null ? true : var.api_package.path != null || (var.api_package.bucket != null && var.api_package.key != null && var.api_package.sha256 != null)
    error_message = "api_package is either path, or bucket, key and sha256 (base64) of a zip in S3, with its version if you like."
  }

  validation {
    condition     = !anytrue([for name in ["bucket", "key"] : can(regex(local.pattern_of_wildcards, var.api_package[name]))])
    error_message = "bucket and key of api_package name one zip, and policies would read *, ? or $${ in them as more than that: leave those out."
  }

  validation {
    condition     = try(var.api_package.path, null) == null || try(fileexists(var.api_package.path), false)
    error_message = "The file of api_package.path does not exist: run npm run build first, which writes dist/api.zip."
  }
}

variable "bulk_package" {
  description = "The zip of the bulk function, from `npm run build`: `{ path = \"dist/bulk.zip\" }`, or bucket, key and sha256 (base64) of one in S3."
  type = object({
    path    = optional(string)
    bucket  = optional(string)
    key     = optional(string)
    version = optional(string)
    sha256  = optional(string)
  })
  default = null

  validation {
    condition     = length(var.bulk) == 0 || var.bulk_package != null
    error_message = "bulk_package is needed where bulk has an entry: { path = \"dist/bulk.zip\" } after npm run build."
  }

  validation {
    condition     = try(var.bulk_package.path, null) == null || alltrue([for name in ["bucket", "key", "version", "sha256"] : try(var.bulk_package[name], null) == null])
    error_message = "bulk_package has path and something of a zip in S3 as well: leave out bucket, key, version and sha256, or path."
  }

  validation {
    condition     = var.bulk_package == null ? true : var.bulk_package.path != null || (var.bulk_package.bucket != null && var.bulk_package.key != null && var.bulk_package.sha256 != null)
    error_message = "bulk_package is either path, or bucket, key and sha256 (base64) of a zip in S3, with its version if you like."
  }

  validation {
    condition     = !anytrue([for name in ["bucket", "key"] : can(regex(local.pattern_of_wildcards, var.bulk_package[name]))])
    error_message = "bucket and key of bulk_package name one zip, and policies would read *, ? or $${ in them as more than that: leave those out."
  }

  validation {
    condition     = try(var.bulk_package.path, null) == null || try(fileexists(var.bulk_package.path), false)
    error_message = "The file of bulk_package.path does not exist: run npm run build first, which writes dist/bulk.zip."
  }
}

variable "caller_gcp_service_account_ids" {
  description = "Unique ids (21 digits) of the Google service accounts that may assume the caller role."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.caller_gcp_service_account_ids : can(regex("^[0-9]{21}$", id))])
    error_message = "caller_gcp_service_account_ids are numbers of 21 digits. The e-mail address of a service account is not its id: look for \"unique id\" in the platform."
  }
}

variable "caller_aws_principals" {
  description = "Principals of other AWS accounts that may assume the caller role, each with the external id that it must bring."
  type        = map(object({ arn = string, external_id = string }))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for caller in var.caller_aws_principals : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(root|(role|user)/[^*?$]+)$", caller.arn))])
    error_message = "arn in caller_aws_principals is that of an account root, a role or a user, like arn:PARTITION:iam::123456789012:root."
  }

  validation {
    condition     = alltrue([for caller in var.caller_aws_principals : can(regex("^[A-Za-z0-9_+=,.@:/-]+$", caller.external_id)) && length(caller.external_id) >= 2 && length(caller.external_id) <= 1224])
    error_message = "external_id in caller_aws_principals is 2 to 1224 letters, digits or _+=,.@:/- and is what the platform shows for this connection."
  }
}

variable "test_principal_arns" {
  description = "Roles or users of this account that may assume the caller role to try it out; no external id."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.test_principal_arns : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(root|(role|user)/[^*?$]+)$", arn))])
    error_message = "test_principal_arns are ARNs of an account root, a role or a user, like arn:PARTITION:iam::123456789012:role/admin; for somebody who signs in, the role, not the session."
  }
}

variable "caller_ip_blocks" {
  description = "Addresses from which callers may come, as CIDR blocks; null is from anywhere."
  type        = list(string)
  default     = null

  validation {
    condition     = var.caller_ip_blocks == null ? true : length(var.caller_ip_blocks) > 0
    error_message = "caller_ip_blocks is an empty list, which would let nobody in: name at least one block, or leave it out."
  }

  validation {
    condition     = alltrue([for block in coalesce(var.caller_ip_blocks, []) : can(cidrhost(block, 0))])
    error_message = "caller_ip_blocks are CIDR blocks, like 192.0.2.0/24, or 192.0.2.7/32 for one address."
  }
}

variable "parameter_prefix" {
  description = "What the names of parameters and secrets of the functions start with; null is `/scrim/<name>/`. It must not begin with that of another instance, whose deployer could then write these too."
  type        = string
  default     = null

  validation {
    condition     = var.parameter_prefix == null ? true : can(regex("^(/([A-Za-z0-9_.-]+/)+|[A-Za-z0-9_.-]+_)$", var.parameter_prefix))
    error_message = "parameter_prefix is a path that starts and ends with a slash, like /scrim/acme/, or a plain prefix that ends in an underscore, like PSOXY_."
  }

  validation {
    condition     = var.parameter_prefix == null ? true : !can(regex("^/?(?i:aws|ssm)", var.parameter_prefix))
    error_message = "parameter_prefix must not start with aws or ssm: AWS keeps such names. Put something in front, like /scrim/."
  }
}

variable "shared_parameter_prefix" {
  description = "What the names of salt and key start with; null is the same as parameter_prefix. Instances with one shared prefix mint the same pseudonyms."
  type        = string
  default     = null

  validation {
    condition     = var.shared_parameter_prefix == null ? true : can(regex("^(|/([A-Za-z0-9_.-]+/)+|[A-Za-z0-9_.-]+_)$", var.shared_parameter_prefix))
    error_message = "shared_parameter_prefix is a path that starts and ends with a slash, a plain prefix that ends in an underscore, or empty."
  }

  validation {
    condition     = var.shared_parameter_prefix == null ? true : !can(regex("^/?(?i:aws|ssm)", var.shared_parameter_prefix))
    error_message = "shared_parameter_prefix must not start with aws or ssm: AWS keeps such names. Put something in front, like /scrim/."
  }
}

variable "secret_store" {
  description = "Where secrets lie: `SSM` (Parameter Store) or `SECRETS_MANAGER`."
  type        = string
  default     = "SSM"
  nullable    = false

  validation {
    condition     = contains(["SSM", "SECRETS_MANAGER"], var.secret_store)
    error_message = "secret_store is SSM or SECRETS_MANAGER."
  }
}

variable "manage_secrets" {
  description = "Make the empty parameters or secrets of the source's credentials. False: they exist already, or whoever applies must not be able to read them."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms" {
  description = "The key for logs, secrets, function environments, buckets, queues and the topic: `create = true`, or the ARN of one that exists; neither: the keys of AWS."
  type        = object({ create = optional(bool, false), key_arn = optional(string) })
  default     = {}
  nullable    = false

  validation {
    condition     = !(var.kms.create && var.kms.key_arn != null)
    error_message = "kms is create = true (a key is made here) or key_arn (one that exists), not both."
  }

  validation {
    condition     = var.kms.key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms.key_arn))
    error_message = "kms.key_arn is the ARN of a key, like arn:PARTITION:kms:REGION:123456789012:key/…; policies cannot name an alias."
  }
}

variable "front" {
  description = "What stands in front of the API functions: `FUNCTION_URL` or `HTTP_API` (API Gateway, which ends calls after 30 seconds)."
  type        = string
  default     = "FUNCTION_URL"
  nullable    = false

  validation {
    condition     = contains(["FUNCTION_URL", "HTTP_API"], var.front)
    error_message = "front is FUNCTION_URL or HTTP_API."
  }
}

variable "vpc" {
  description = "Subnets and security groups for the functions, where calls must leave through a network of yours; null: none."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  default     = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0
    error_message = "vpc needs at least one of subnet_ids and one of security_group_ids."
  }
}

variable "runtime" {
  description = "Lambda runtime."
  type        = string
  default     = "nodejs24.x"
  nullable    = false

  validation {
    condition     = contains(["nodejs22.x", "nodejs24.x"], var.runtime)
    error_message = "runtime is nodejs24.x or nodejs22.x."
  }
}

variable "architecture" {
  description = "Processor of the functions."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is arm64 or x86_64."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is a number that CloudWatch offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "tracing" {
  description = "Send traces to X-Ray: times of calls, no contents."
  type        = bool
  default     = false
  nullable    = false
}
