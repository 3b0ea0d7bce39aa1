variable "context" {
  description = "Facts of the instance, from the root module."
  type = object({
    partition             = string
    has_key               = bool
    key_arn               = string
    access_log_bucket     = string
    force_destroy_buckets = bool
    tags                  = map(string)
  })
}

variable "bucket" {
  description = "Name of the bucket."
  type        = string
}

variable "versioning" {
  description = "Keep old versions for a day."
  type        = bool
}

variable "expiration_days" {
  description = "Days after which files are deleted; 0 is never."
  type        = number
}

variable "prefix" {
  description = "Where writers may put files."
  type        = string
  default     = ""
}

variable "writer_arns" {
  description = "Who may put files."
  type        = list(string)
  default     = []
}

variable "extra_policy_json" {
  description = "A policy whose statements are added; null: none."
  type        = string
  default     = null
}
