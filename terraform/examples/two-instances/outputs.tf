output "todo" {
  description = "What is left to do: terraform output -raw todo."
  value       = join("\n", [module.first.todo, module.second.todo])
}
