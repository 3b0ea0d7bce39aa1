# The example as it is, with a file that stands for both zips.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  packages            = "../../tests/packages"
  test_principal_arns = ["arn:aws:iam::123456789012:role/admin"]
  alarm_emails        = ["oncall@example.com"]
}

run "says_what_to_do_next" {
  assert {
    condition     = strcontains(output.todo, "scrim secrets init") && strcontains(output.todo, "scrim secrets set zoom") && strcontains(output.todo, "--health")
    error_message = "The example does not say what is left to do."
  }

  assert {
    condition     = output.connection.region == "eu-central-1" && length(output.connection.apis) == 1 && length(output.connection.buckets) == 1
    error_message = "The example does not say what to enter in the platform."
  }
}
