variable "context" {
  description = "Facts of the instance, from the root module."
  type = object({
    name                     = string
    account                  = string
    region                   = string
    partition                = string
    dns_suffix               = string
    shared_prefix            = string
    secret_store             = string
    has_key                  = bool
    key_arn                  = string
    iam_path                 = string
    permissions_boundary_arn = string
    vpc                      = object({ subnet_ids = list(string), security_group_ids = list(string) })
    runtime                  = string
    architecture             = string
    code_signing_config_arn  = string
    log_retention_days       = number
    tracing                  = bool
    alarms_enabled           = bool
    alarm_topic_arns         = list(string)
    access_log_bucket        = string
    force_destroy_buckets    = bool
    tags                     = map(string)
  })
}

variable "names" {
  description = "Names of this function and of what belongs to it."
  type        = object({ function = string, role = string, alarms = string, namespace = string, bucket = string })
}

variable "function_arn" {
  description = "ARN that the function will have."
  type        = string
}

variable "package" {
  description = "The zip of the function, as a path or in S3."
  type        = object({ path = string, bucket = string, key = string, version = string, sha256 = string })
}

variable "source_name" {
  description = "What SOURCE says; null: nothing."
  type        = string
}

variable "rules" {
  description = "Text of the rules; null: those in the zip."
  type        = string
}

variable "rules_mode" {
  description = "strict or compatible."
  type        = string
}

variable "memory_mb" {
  description = "Memory of the function."
  type        = number
}

variable "timeout_seconds" {
  description = "Most time for one call."
  type        = number
}

variable "reserved_concurrency" {
  description = "How many may run at once; null: nothing reserved, 0: switched off."
  type        = number
}

variable "environment" {
  description = "Further settings; cannot override those that are set here."
  type        = map(string)
}

variable "additional_transforms" {
  description = "More outputs of every file, a YAML list; null: none."
  type        = string
}

variable "max_concurrency" {
  description = "How many files may be sanitized at once."
  type        = number
}

variable "suffixes" {
  description = "Endings of the keys that are taken; an empty one is every key."
  type        = list(string)
}

variable "manage_notification" {
  description = "Whether the input bucket's notification is made here."
  type        = bool
}

variable "input" {
  description = "Where files come from; make: the bucket is made here."
  type = object({
    bucket            = string
    make              = bool
    prefix            = string
    expiration_days   = number
    versioning        = bool
    writer_arns       = list(string)
    extra_policy_json = string
  })
}

variable "output" {
  description = "Where sanitized files go; make: the bucket is made here."
  type = object({
    bucket            = string
    make              = bool
    prefix            = string
    expiration_days   = number
    versioning        = bool
    writer_arns       = list(string)
    extra_policy_json = string
  })
}
