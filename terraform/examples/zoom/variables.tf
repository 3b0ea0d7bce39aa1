variable "region" {
  description = "AWS region; null is that of your environment (AWS_REGION) or profile."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of this instance, in front of every name."
  type        = string
  default     = "scrim"
}

variable "packages" {
  description = "Folder with api.zip and bulk.zip, which npm run build makes."
  type        = string
  default     = "../../../dist"
}

variable "caller_gcp_service_account_ids" {
  description = "Google service accounts of the analytics platform (21 digits each)."
  type        = set(string)
  default     = []
}

variable "caller_aws_principals" {
  description = "AWS principals of the analytics platform, with the external ids it shows."
  type        = map(object({ arn = string, external_id = string }))
  default     = {}
}

variable "test_principal_arns" {
  description = "Your own role, to try it."
  type        = set(string)
  default     = []
}

variable "alarm_emails" {
  description = "Who hears the alarms."
  type        = list(string)
  default     = []
}
