variable "apis" {
  description = "Proxied APIs. The key is the id, which ends up in every name: `{ zoom = {} }`."
  type = map(object({
    source               = optional(string, "zoom")
    rules_file           = optional(string)
    rules                = optional(string)
    rules_mode           = optional(string, "strict")
    memory_mb            = optional(number, 512)
    timeout_seconds      = optional(number, 60)
    reserved_concurrency = optional(number)
    environment          = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.apis) : can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", id)) && length(id) <= 24])
    error_message = "An id in apis is lower-case letters and digits, in parts joined by single hyphens, starts with a letter and has at most 24 characters, like zoom or zoom-emea."
  }

  validation {
    condition     = !contains(keys(var.apis), "caller")
    error_message = "The id caller in apis would give a function the name of the role that callers assume: choose another."
  }

  validation {
    condition     = length(setintersection(keys(var.apis), keys(var.bulk))) == 0
    error_message = "An id stands in apis and in bulk, but both would have the same function name and parameters: rename one, like zoom and zoom-files."
  }

  validation {
    condition     = length(distinct([for id in concat(keys(var.apis), keys(var.bulk)) : replace(id, "-", "")])) == length(distinct(concat(keys(var.apis), keys(var.bulk))))
    error_message = "Two ids in apis and bulk differ by hyphens only, so that people and policies would take one for the other: rename one."
  }

  validation {
    condition     = alltrue([for api in var.apis : contains(["zoom"], api.source)])
    error_message = "source in apis is an API that Scrim knows: zoom."
  }

  validation {
    condition     = alltrue([for api in var.apis : api.rules_file == null || api.rules == null])
    error_message = "In apis give rules_file (a file) or rules (the text), not both; with neither, the rules in the zip are used."
  }

  validation {
    condition     = alltrue([for api in var.apis : api.rules_file == null || try(fileexists(api.rules_file), false)])
    error_message = "rules_file in apis does not exist: write the path from where terraform runs, or \"$${path.module}/rules.yaml\"."
  }

  validation {
    condition     = alltrue([for api in var.apis : contains(["strict", "compatible"], api.rules_mode)])
    error_message = "rules_mode in apis is strict or compatible."
  }

  validation {
    condition     = alltrue([for api in var.apis : api.memory_mb >= 256 && api.memory_mb <= 10240 && floor(api.memory_mb) == api.memory_mb])
    error_message = "memory_mb in apis is a whole number from 256 to 10240."
  }

  validation {
    condition     = alltrue([for api in var.apis : api.timeout_seconds >= 5 && api.timeout_seconds <= 900 && floor(api.timeout_seconds) == api.timeout_seconds])
    error_message = "timeout_seconds in apis is a whole number from 5 to 900."
  }

  validation {
    condition     = alltrue([for api in var.apis : api.reserved_concurrency == null ? true : api.reserved_concurrency >= 0])
    error_message = "reserved_concurrency in apis is null (nothing reserved), 0 (switched off) or more."
  }

  validation {
    condition     = length(setintersection(local.names_that_modules_set, flatten([for api in var.apis : keys(api.environment)]))) == 0
    error_message = "environment in apis names something that has a variable of its own here, such as rules_mode, timeout_seconds or caller_ip_blocks: set that one."
  }

  validation {
    condition     = !anytrue([for name in flatten([for api in var.apis : keys(api.environment)]) : can(regex(local.pattern_of_secret_names, name))])
    error_message = "environment in apis is no place for secrets, since everybody who may look at the function can read it: put them into the parameter store with scrim secrets."
  }

  validation {
    condition     = !contains(flatten([for api in var.apis : keys(api.environment)]), "USE_SHARED_TOKEN")
    error_message = "USE_SHARED_TOKEN in apis would need a function that writes secrets, and none here may: leave it out."
  }
}
