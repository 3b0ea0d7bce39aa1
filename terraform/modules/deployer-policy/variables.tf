variable "name" {
  description = "Name of the instance, as in the root module."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,15}$", var.name))
    error_message = "name is the name of one instance, 2 to 16 lower-case letters and digits."
  }
}

variable "account" {
  description = "Account of the instance; * for any."
  type        = string
  default     = "*"
}

variable "region" {
  description = "Region of the instance; * for any."
  type        = string
  default     = "*"
}

variable "partition" {
  description = "Partition: aws, aws-us-gov or aws-cn."
  type        = string
  default     = "aws"
}

variable "prefix" {
  description = "parameter_prefix of the instance; null is /scrim/<name>/."
  type        = string
  default     = null

  validation {
    condition     = var.prefix == null ? true : can(regex("^(/([A-Za-z0-9_.-]+/)+|[A-Za-z0-9_.-]+_)$", var.prefix))
    error_message = "prefix is the parameter_prefix of the instance: a path like /scrim/acme/, or a plain prefix that ends in an underscore."
  }
}

variable "path" {
  description = "iam_path of the instance."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([A-Za-z0-9_.-]+/)*$", var.path))
    error_message = "path is the iam_path of the instance; it starts and ends with a slash."
  }
}

variable "permissions_boundary_arn" {
  description = "permissions_boundary_arn of the instance: roles get this boundary and keep it; null: none is asked for."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/[^*?$]+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn is the ARN of one policy, like arn:PARTITION:iam::123456789012:policy/boundary."
  }
}

variable "buckets" {
  description = "Brought buckets whose notification is managed."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for bucket in var.buckets : can(regex("^[A-Za-z0-9._-]+$", bucket))])
    error_message = "buckets are names, like files-of-ours: no ARN, no path and no pattern."
  }
}

variable "packages" {
  description = "Packages in S3, as bucket/key."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for package in var.packages : can(regex("^[A-Za-z0-9._-]+/.", package)) && !can(regex("[*?]|[$][{]", package))])
    error_message = "packages are written bucket/key, each one zip and no pattern."
  }
}

variable "key_arn" {
  description = "A key that is brought along."
  type        = string
  default     = null

  validation {
    condition     = var.key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.key_arn))
    error_message = "key_arn is the ARN of one key, like arn:PARTITION:kms:REGION:123456789012:key/…, no alias and no pattern."
  }
}

variable "make_key" {
  description = "kms.create of the instance; false: no key can be made, and none can be tagged."
  type        = bool
  default     = false
}

variable "http_api" {
  description = "Whether front of the instance is HTTP_API; the permissions for it are for every HTTP API of the region."
  type        = bool
  default     = false
}

variable "manage_secrets" {
  description = "manage_secrets of the instance; false: whoever deploys cannot read the source's credentials either."
  type        = bool
  default     = true
}
