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
