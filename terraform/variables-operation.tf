variable "alarms" {
  description = "Alarms and who hears them: the ARN of a topic, or e-mail addresses for a topic that is made here."
  type        = object({ enabled = optional(bool, true), topic_arn = optional(string), emails = optional(list(string), []) })
  default     = {}
  nullable    = false

  validation {
    condition     = var.alarms.topic_arn == null || length(var.alarms.emails) == 0
    error_message = "alarms takes topic_arn (a topic that exists) or emails (a topic is made), not both."
  }

  validation {
    condition     = var.alarms.topic_arn == null ? true : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", var.alarms.topic_arn))
    error_message = "alarms.topic_arn is the ARN of an SNS topic, like arn:PARTITION:sns:REGION:123456789012:alerts."
  }
}

variable "dashboard" {
  description = "Make a CloudWatch dashboard."
  type        = bool
  default     = false
  nullable    = false
}

variable "force_destroy_buckets" {
  description = "Let `terraform destroy` delete buckets that still hold files."
  type        = bool
  default     = false
  nullable    = false
}

variable "access_log_bucket" {
  description = "Bucket for the S3 access logs of the buckets made here; null: none."
  type        = string
  default     = null
}

variable "code_signing_config_arn" {
  description = "Lambda code signing configuration of your organisation; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.code_signing_config_arn == null ? true : can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:code-signing-config:.+$", var.code_signing_config_arn))
    error_message = "code_signing_config_arn is an ARN like arn:PARTITION:lambda:REGION:123456789012:code-signing-config:csc-…"
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of every role, where your organisation asks for one; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/[^*?$]+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn is the ARN of a policy, like arn:PARTITION:iam::123456789012:policy/boundary."
  }
}

variable "iam_path" {
  description = "Path of every role."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([A-Za-z0-9_.-]+/)*$", var.iam_path))
    error_message = "iam_path starts and ends with a slash, like / or /scrim/."
  }
}

variable "tags" {
  description = "Put on everything that takes tags, with `scrim = <name>`."
  type        = map(string)
  default     = {}
  nullable    = false
}
