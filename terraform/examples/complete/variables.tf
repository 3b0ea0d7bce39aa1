variable "region" {
  description = "AWS region; null is that of your environment (AWS_REGION) or profile."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of this instance, in front of every name."
  type        = string
  default     = "full"
}

variable "packages" {
  description = "Folder with api.zip, which npm run build makes."
  type        = string
  default     = "../../../dist"
}

variable "secret_store" {
  description = "SSM or SECRETS_MANAGER."
  type        = string
  default     = "SECRETS_MANAGER"
}

variable "platform_arn" {
  description = "Principal of the analytics platform."
  type        = string
}

variable "test_principal_arns" {
  description = "Your own role, to try it."
  type        = set(string)
}

variable "writer_arns" {
  description = "Who may put files into the input bucket of zoom-ai."
  type        = list(string)
}

variable "extra_statements" {
  description = "Further statements of the policy of an output bucket."
  type        = any
  default     = []
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of your organisation."
  type        = string
  default     = null
}

variable "code_signing_config_arn" {
  description = "Code signing configuration of your organisation."
  type        = string
  default     = null
}
