locals {
  makes_topic      = length(var.alarms.emails) > 0
  alarm_topic_arns = local.makes_topic ? aws_sns_topic.alarms[*].arn : compact([var.alarms.topic_arn])
}

resource "aws_sns_topic" "alarms" {
  count = local.makes_topic ? 1 : 0

  name              = "${var.name}-alarms"
  kms_master_key_id = local.key_arn
  tags              = local.tags
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = toset(var.alarms.emails)

  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = each.value
}

locals {
  # One row a function: what it does, and what goes wrong. Metrics of the code have the dimension Function.
  dashboard_rows = concat(
    [for id in keys(var.apis) : {
      title = "API ${id}"
      left  = [for metric in ["TotalMs", "SourceMs"] : ["Scrim", metric, "Function", local.names[id].function, { stat = "p95" }]]
      right = concat(
        [for metric in ["Errors", "Throttles"] : ["AWS/Lambda", metric, "FunctionName", local.names[id].function]],
        [for metric in ["UndeclaredFields", "LeakHits", "TokensRejected"] : ["Scrim", metric, "Function", local.names[id].function]],
      )
    }],
    [for id in keys(var.bulk) : {
      title = "Files ${id}"
      left  = [for metric in ["RowsIn", "RowsOut"] : ["Scrim", metric, "Function", local.names[id].function]]
      right = concat(
        [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "${local.names[id].function}-dead"]],
        [for metric in ["LeakHits", "ColumnsUnlisted"] : ["Scrim", metric, "Function", local.names[id].function]],
      )
    }],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboard ? 1 : 0

  dashboard_name = "${var.name}-${local.region}"
  dashboard_body = jsonencode({
    widgets = flatten([for i, row in local.dashboard_rows : [
      for side, metrics in { work = row.left, trouble = row.right } : {
        type                      = "metric"
        x                         = side == "work" ? 0 : 12
        y                         = 6 * i
        width                     = 12
        height                    = 6
        properties                = { title = "${row.title}: ${side}", region = local.region, period = 300, stat = "Sum", metrics = metrics }
      }
    ]])
  })
}
