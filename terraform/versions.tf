terraform {
  # Write-only arguments came with 1.11.
  required_version = ">= 1.11"

  required_providers {
    # 6.28 is the first with invoked_via_function_url. It is the only provider.
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.28, < 7.0"
    }
  }
}
