import type { JsonPath } from '../../src/json-path/json-path.ts';
import { parseJsonPath } from '../../src/json-path/parse-json-path.ts';
import { compileRegex } from '../../src/regex/compile-regex.ts';
import type { Regex } from '../../src/regex.ts';
import type { ExampleOptions, OptionTable } from '../../src/sanitize/transforms/definition.ts';

export function regexOf(source: string): Regex {
  const compiled = compileRegex(source);
  if (compiled.kind === 'problem') throw new Error(`${source}: ${compiled.problem.expected}`);
  return compiled.regex;
}

export function pathOf(text: string): JsonPath {
  const parsed = parseJsonPath(text, compileRegex);
  if (parsed.kind === 'problem') throw new Error(`${text}: ${parsed.problem.expected}`);
  return parsed.path;
}

/** Options as the rules compiler hands them to a transform: defaults filled in, regexes and paths compiled. */
export function optionsOf(table: OptionTable, given: ExampleOptions): Record<string, unknown> {
  const entries = Object.entries(table).map(([name, definition]): [string, unknown] => {
    const value = given[name] === undefined ? definition.default : given[name];
    if (value === undefined || value === null) return [name, value];
    if (definition.type === 'regex') return [name, regexOf(String(value))];
    if (definition.type === 'json-path') return [name, pathOf(String(value))];
    if (definition.type === 'regex-list' && Array.isArray(value))
      return [name, value.map((source) => regexOf(String(source)))];
    return [name, value];
  });
  return Object.fromEntries(entries);
}
