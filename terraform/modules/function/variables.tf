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

variable "description" {
  description = "What the function is for."
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

variable "stored_properties" {
  description = "What the source's code reads from the stores besides salts and keys."
  type        = object({ configuration = list(string), secrets = list(string) })
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

variable "own_environment" {
  description = "Settings of this kind of function."
  type        = map(string)
}

variable "statements" {
  description = "Further statements of the function's policy, a tuple."
  type        = any
  default     = []
}

variable "key_services" {
  description = "Further services that use the key on the function's behalf."
  type        = list(string)
  default     = []
}

variable "encrypts" {
  description = "Whether the function writes with the key."
  type        = bool
  default     = false
}

variable "alarms" {
  description = "Further alarms, a tuple of {name, namespace, metric, dimensions, description} with optional statistic and threshold."
  type        = any
}
