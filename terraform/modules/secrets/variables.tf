variable "context" {
  description = "Facts of the instance, from the root module."
  type        = object({ secret_store = string, key_arn = string, tags = map(string) })
}

variable "names" {
  description = "Full names of what is to be filled."
  type        = list(string)
}
