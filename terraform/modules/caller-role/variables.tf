variable "context" {
  description = "Facts of the instance, from the root module."
  type = object({
    name                     = string
    account                  = string
    region                   = string
    partition                = string
    dns_suffix               = string
    has_key                  = bool
    key_arn                  = string
    iam_path                 = string
    permissions_boundary_arn = string
    tags                     = map(string)
  })
}

variable "name" {
  description = "Name of the role."
  type        = string
}

variable "gcp_service_account_ids" {
  description = "Google service accounts that may assume the role."
  type        = set(string)
}

variable "aws_principals" {
  description = "Principals of other accounts that may assume the role, with their external ids."
  type        = map(object({ arn = string, external_id = string }))
}

variable "test_principal_arns" {
  description = "Principals of this account that may assume the role."
  type        = set(string)
}

variable "ip_blocks" {
  description = "Addresses from which callers may come; null is anywhere."
  type        = list(string)
}

variable "function_arns" {
  description = "API functions with a URL."
  type        = list(string)
}

variable "http_api_arns" {
  description = "Execution ARNs of the HTTP APIs."
  type        = list(string)
}

variable "outputs" {
  description = "Where the sanitized files lie, by id. Input buckets and lookup tables do not belong here."
  type        = map(object({ bucket = string, prefix = string }))
}
