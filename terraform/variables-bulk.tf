variable "bulk" {
  description = "File sanitizers. The key is the id, which ends up in every name: `{ zoom-ai = { source = \"zoom-ai-metrics\" } }`. Files are kept for ever where `input_expiration_days` or `output_expiration_days` is 0, not null."
  type = map(object({
    source                     = optional(string)
    rules_file                 = optional(string)
    rules                      = optional(string)
    rules_mode                 = optional(string, "strict")
    additional_transforms_file = optional(string)
    input_bucket               = optional(string)
    output_bucket              = optional(string)
    input_prefix               = optional(string, "")
    output_prefix              = optional(string, "")
    suffixes                   = optional(list(string), [""])
    manage_notification        = optional(bool, true)
    writer_arns                = optional(list(string), [])
    input_expiration_days      = optional(number, 30)
    output_expiration_days     = optional(number, 720)
    versioning                 = optional(bool, false)
    extra_input_policy_json    = optional(string)
    extra_output_policy_json   = optional(string)
    memory_mb                  = optional(number, 1769)
    timeout_seconds            = optional(number, 900)
    max_concurrency            = optional(number, 5)
    reserved_concurrency       = optional(number)
    environment                = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.bulk) : can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", id)) && length(id) <= 24])
    error_message = "An id in bulk is lower-case letters and digits, in parts joined by single hyphens, starts with a letter and has at most 24 characters, like zoom-ai."
  }

  validation {
    condition     = !contains(keys(var.bulk), "caller")
    error_message = "The id caller in bulk would give a function the name of the role that callers assume: choose another."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.source == null ? true : contains(["zoom-ai-metrics"], bulk.source)])
    error_message = "source in bulk names rules that are in the zip: zoom-ai-metrics. For other files leave it out and give rules_file or rules."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.source != null || bulk.rules_file != null || bulk.rules != null])
    error_message = "An entry of bulk needs rules: source (zoom-ai-metrics), rules_file or rules."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.rules_file == null || bulk.rules == null])
    error_message = "In bulk give rules_file (a file) or rules (the text), not both."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.rules_file == null || try(fileexists(bulk.rules_file), false)])
    error_message = "rules_file in bulk does not exist: write the path from where terraform runs, or \"$${path.module}/rules.yaml\"."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : contains(["strict", "compatible"], bulk.rules_mode)])
    error_message = "rules_mode in bulk is strict or compatible."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.additional_transforms_file == null || can([for output in yamldecode(file(bulk.additional_transforms_file)) : tostring(output.destinationBucketName)])])
    error_message = "additional_transforms_file in bulk is the path of a YAML list, each entry with a destinationBucketName."
  }

  validation {
    condition = !anytrue(flatten([for bulk in var.bulk : [
      for output in try(yamldecode(file(bulk.additional_transforms_file)), []) : [
        for name in ["destinationBucketName", "pathWithinBucket"] : can(regex(local.pattern_of_wildcards, output[name]))
      ]
    ]]))
    error_message = "destinationBucketName and pathWithinBucket in additional_transforms_file of an entry of bulk are texts, not patterns, and policies would read *, ? or $${ in them as more than one place: leave those out."
  }

  validation {
    # Privacy: a lookup table leads from pseudonyms back to people. The code knows the buckets of its own entry alone.
    condition = alltrue(flatten([for bulk in var.bulk : [
      for output in try(yamldecode(file(bulk.additional_transforms_file)), []) :
      !try(output.lookupTable, false) || !contains([for other in var.bulk : coalesce(other.output_bucket, "-")], try(output.destinationBucketName, ""))
    ]]))
    error_message = "A lookupTable in additional_transforms_file of an entry of bulk goes into an output_bucket, which callers read: give lookup tables a bucket of their own."
  }

  validation {
    condition = alltrue([for bulk in var.bulk :
      sum(concat([bulk.additional_transforms_file == null ? 0 : try(length(file(bulk.additional_transforms_file)), 0)], [for name, value in bulk.environment : length(name) + length(value)])) <= 3500
    ])
    error_message = "additional_transforms_file and environment of an entry of bulk have together more than 3,500 characters, and Lambda keeps 4 KB for all variables: shorten the transforms, or make a second entry."
  }

  validation {
    # Privacy: of any two entries, since callers read all outputs, and would read the originals of another one.
    condition = alltrue(flatten([for one in var.bulk : [for other in var.bulk :
      one.input_bucket == null || other.output_bucket == null || one.input_bucket != other.output_bucket ? true :
      !startswith(one.input_prefix, other.output_prefix) && !startswith(other.output_prefix, one.input_prefix)
    ]]))
    error_message = "An input_bucket and an output_bucket in bulk are one bucket, so neither prefix may start with the other, else outputs would be sanitized again, or callers would read what comes in: use prefixes like input/ and output/."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : !startswith(bulk.input_prefix, "/") && !startswith(bulk.output_prefix, "/")])
    error_message = "input_prefix and output_prefix in bulk have no leading slash: write input/ instead of /input/."
  }

  validation {
    condition     = !anytrue(flatten([for bulk in var.bulk : [for prefix in [bulk.input_prefix, bulk.output_prefix] : can(regex(local.pattern_of_wildcards, prefix))]]))
    error_message = "input_prefix and output_prefix in bulk are beginnings of keys, not patterns, and policies would read *, ? or $${ in them as more than that: write input/ instead of input/*."
  }

  validation {
    condition     = alltrue(flatten([for bulk in var.bulk : [for bucket in [bulk.input_bucket, bulk.output_bucket] : bucket == null ? true : can(regex("^[A-Za-z0-9._-]+$", bucket))]]))
    error_message = "input_bucket and output_bucket in bulk are names of buckets, like files-of-ours: no ARN, no path and no pattern."
  }

  validation {
    condition = alltrue([for bulk in var.bulk : length(bulk.suffixes) > 0 && alltrue(flatten([
      for i, one in bulk.suffixes : [for j, other in bulk.suffixes : i == j || !endswith(one, other)]
    ]))])
    error_message = "suffixes in bulk is a list of endings such as .csv and .csv.gz, none of which ends with another, since S3 refuses overlapping notifications; [\"\"] is every file."
  }

  validation {
    condition     = !anytrue([for suffix in flatten([for bulk in var.bulk : bulk.suffixes]) : can(regex("[*?]", suffix))])
    error_message = "suffixes in bulk are endings, not patterns, and S3 would look for the * or ? itself: write .csv instead of *.csv."
  }

  validation {
    condition = alltrue([for input in [for bulk in var.bulk : bulk.input_bucket if bulk.input_bucket != null && bulk.manage_notification] :
      length([for bulk in var.bulk : bulk if bulk.input_bucket == input && bulk.manage_notification]) == 1
    ])
    error_message = "Two entries of bulk manage the notification of one input_bucket, but a bucket has only one, and the second would wipe the first: set manage_notification = false and let the bucket's owner configure both."
  }

  validation {
    condition     = alltrue([for arn in flatten([for bulk in var.bulk : bulk.writer_arns]) : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(root|(role|user)/[^*?$]+)$", arn))])
    error_message = "writer_arns in bulk are ARNs of accounts, roles or users, like arn:PARTITION:iam::123456789012:role/uploader."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : length(bulk.writer_arns) == 0 || bulk.input_bucket == null])
    error_message = "writer_arns in bulk only work for a bucket that is made here: with input_bucket, its owner lets writers in."
  }

  validation {
    # Terraform takes null for left out, which is the default, so never is 0.
    condition     = alltrue([for days in flatten([for bulk in var.bulk : [bulk.input_expiration_days, bulk.output_expiration_days]]) : days >= 0 && floor(days) == days])
    error_message = "input_expiration_days and output_expiration_days in bulk are whole days, at least 1, or 0 for never; null is the same as leaving them out: 30 and 720 days."
  }

  validation {
    condition     = alltrue([for json in flatten([for bulk in var.bulk : [bulk.extra_input_policy_json, bulk.extra_output_policy_json]]) : json == null || can(jsondecode(json).Statement)])
    error_message = "extra_input_policy_json and extra_output_policy_json in bulk are policies as JSON, with a Statement."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.memory_mb >= 512 && bulk.memory_mb <= 10240 && floor(bulk.memory_mb) == bulk.memory_mb])
    error_message = "memory_mb in bulk is a whole number from 512 to 10240; 1769 is one full vCPU, 3538 two."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.timeout_seconds >= 60 && bulk.timeout_seconds <= 900 && floor(bulk.timeout_seconds) == bulk.timeout_seconds])
    error_message = "timeout_seconds in bulk is a whole number from 60 to 900."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.max_concurrency >= 2 && bulk.max_concurrency <= 1000 && floor(bulk.max_concurrency) == bulk.max_concurrency])
    error_message = "max_concurrency in bulk is a whole number from 2 to 1000."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : bulk.reserved_concurrency == null ? true : bulk.reserved_concurrency >= 0])
    error_message = "reserved_concurrency in bulk is null (nothing reserved), 0 (switched off) or more."
  }

  validation {
    condition     = alltrue([for bulk in var.bulk : try(bulk.reserved_concurrency <= 0 || bulk.max_concurrency <= bulk.reserved_concurrency, true)])
    error_message = "max_concurrency in bulk is above reserved_concurrency, so that files would be throttled and end as dead letters: raise the one or lower the other."
  }

  validation {
    condition     = length(setintersection(local.names_that_modules_set, flatten([for bulk in var.bulk : keys(bulk.environment)]))) == 0
    error_message = "environment in bulk names something that has a variable of its own here, such as rules_mode, input_prefix or additional_transforms_file: set that one."
  }

  validation {
    condition     = !anytrue([for name in flatten([for bulk in var.bulk : keys(bulk.environment)]) : can(regex(local.pattern_of_secret_names, name))])
    error_message = "environment in bulk is no place for secrets, since everybody who may look at the function can read it: put them into the parameter store with scrim secrets."
  }

  validation {
    condition     = !contains(flatten([for bulk in var.bulk : keys(bulk.environment)]), "USE_SHARED_TOKEN")
    error_message = "USE_SHARED_TOKEN in bulk means nothing: leave it out."
  }
}
