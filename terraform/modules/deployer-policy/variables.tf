variable "name" {
  description = "Name of the instance, as in the root module."
  type        = string
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
}

variable "path" {
  description = "iam_path of the instance."
  type        = string
  default     = "/"
}

variable "buckets" {
  description = "Brought buckets whose notification is managed."
  type        = list(string)
  default     = []
}

variable "packages" {
  description = "Packages in S3, as bucket/key."
  type        = list(string)
  default     = []
}

variable "key_arn" {
  description = "A key that is brought along."
  type        = string
  default     = null
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
