variable "region" {
  description = "AWS region; null is that of your environment (AWS_REGION) or profile."
  type        = string
  default     = null
}

variable "packages" {
  description = "Folder with api.zip and bulk.zip, which npm run build makes."
  type        = string
  default     = "../../../dist"
}

variable "key_arn" {
  description = "Your key."
  type        = string
}

variable "topic_arn" {
  description = "Your SNS topic."
  type        = string
}

variable "test_principal_arns" {
  description = "Your own role, to try it."
  type        = set(string)
}
