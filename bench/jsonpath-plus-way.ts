import { JSONPath } from 'jsonpath-plus';
import type { Pseudonymizer } from '../src/pseudonym/pseudonymizer.ts';
import type { EndpointRule } from '../src/rules/document.ts';

interface Match {
  readonly parent: Record<string, unknown>;
  readonly parentProperty: string;
  readonly value: unknown;
}

/** The same transforms as a library would do them: parse, one search for each path, stringify. No filter, no guard. */
export function jsonPathPlusWay(
  rule: EndpointRule,
  pseudonymizer: Pseudonymizer,
): (text: string) => string {
  return (text) => {
    const json: object = JSON.parse(text) as object;
    for (const { kind, paths, options } of rule.transforms) {
      const encoding = {
        encoding: 'URL_SAFE_TOKEN',
        includeReversible: options['includeReversible'] === true,
        includeOriginal: false,
      } as const;
      for (const { path } of paths) {
        JSONPath({
          path: path.text,
          json,
          eval: false,
          resultType: 'all',
          callback: ({ parent, parentProperty, value }: Match) => {
            if (kind === 'redact') Reflect.deleteProperty(parent, parentProperty);
            else if (typeof value === 'string' && value !== '') {
              parent[parentProperty] = pseudonymizer.pseudonymize(value, encoding);
            }
          },
        });
      }
    }
    return JSON.stringify(json);
  };
}
