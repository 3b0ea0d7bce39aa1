import { parseJsonValues } from '../parse-json.ts';
import type { AnalysedRules } from '../report/analyse-endpoint.ts';
import { describeField } from '../report/describe-field.ts';
import { FATE_WORDS } from '../report/fate-words.ts';
import { fieldsOfBody } from '../report/fields-of-body.ts';
import type { EndpointRule } from '../rules/document.ts';
import type { SanitizeCounts } from '../sanitize/sanitizer.ts';
import { knownZoomPaths } from '../sources/zoom/known-paths.ts';

/** A line for each field of a body: path, how many values, fate, the deciding line, a sentence. No values. */
export function explainBody(
  text: string,
  rule: AnalysedRules & Pick<EndpointRule, 'path'>,
  counts: SanitizeCounts,
): string {
  const known = knownZoomPaths(rule.path.text);
  const fields = fieldsOfBody(parseJsonValues(text), rule, known);
  const rows = fields.map(({ field, count }) => [
    field.path,
    `${String(count)}×`,
    FATE_WORDS[field.fate].label,
    `line ${String(field.line)}`,
    describeField(field),
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
  return `${[...lines, ...exceptions(counts)].join('\n')}\n`;
}

const WHY: Readonly<Partial<Record<keyof SanitizeCounts['removed'], string>>> = {
  type_mismatch: 'of a type that the rules do not let through',
  constraint: 'of a form or length that the rules do not let through',
  transform_mismatch: 'that a transform could not read',
  leak: 'that held what the rules remove elsewhere (leak guard)',
};

/** How many values were removed of fields whose fate is another. */
function exceptions({ removed, removedPaths }: SanitizeCounts): readonly string[] {
  const reasons = Object.entries(WHY).flatMap(([reason, why]) => {
    const count = Object.entries(removed).find(([name]) => name === reason)?.[1] ?? 0;
    return count === 0 ? [] : [`${String(count)} ${why}`];
  });
  if (reasons.length === 0) return [];
  return [
    '',
    `Values removed though their field has another fate: ${reasons.join(', ')}.`,
    `They stood at ${removedPaths.join(', ')}.`,
  ];
}
