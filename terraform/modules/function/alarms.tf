locals {
  alarms = merge(
    {
      errors = {
        namespace   = "AWS/Lambda"
        metric      = "Errors"
        dimensions  = { FunctionName = var.names.function }
        description = "A call ended with an error, ran out of time or out of memory."
      }
      throttles = {
        namespace   = "AWS/Lambda"
        metric      = "Throttles"
        dimensions  = { FunctionName = var.names.function }
        description = "Calls were refused because too many ran at once."
      }
    },
    { for alarm in var.alarms : alarm.name => alarm },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if var.context.alarms_enabled }

  alarm_name          = "${var.names.alarms}${each.key}"
  alarm_description   = "${each.value.description} See ${each.key} in docs/runbook.md."
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = try(each.value.statistic, "Sum")
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = try(each.value.threshold, 0)
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.context.alarm_topic_arns
  ok_actions          = var.context.alarm_topic_arns
  tags                = var.context.tags
}

resource "aws_cloudwatch_metric_alarm" "slow" {
  count = var.context.alarms_enabled ? 1 : 0

  alarm_name          = "${var.names.alarms}slow"
  alarm_description   = "One call in twenty takes more than 80 % of the time it may take. See slow in docs/runbook.md."
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  dimensions          = { FunctionName = var.names.function }
  extended_statistic  = "p95"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0.8 * 1000 * var.timeout_seconds
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.context.alarm_topic_arns
  ok_actions          = var.context.alarm_topic_arns
  tags                = var.context.tags
}
