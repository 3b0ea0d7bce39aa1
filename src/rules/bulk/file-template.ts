import { compileRegex } from '../../regex/compile-regex.ts';

/** A compiled path template of `fileRules`. */
export interface FileTemplate {
  readonly text: string;
  readonly parameterCount: number;
  /** The values of the parameters, or undefined if the whole key does not match. */
  match(key: string): readonly string[] | undefined;
}

export type ParsedFileTemplate =
  | { readonly kind: 'template'; readonly template: FileTemplate }
  | { readonly kind: 'problem'; readonly at: number; readonly expected: string };

const PARAMETER = /\{([A-Za-z][A-Za-z0-9]*)(\??)\}/y;

/** Reads a template: a leading `/` counts for nothing, `{name}` and `{name?}` end at a `/`, all else is literal. */
export function parseFileTemplate(text: string): ParsedFileTemplate {
  const names: string[] = [];
  let pattern = '';
  let at = text.startsWith('/') ? 1 : 0;
  while (at < text.length) {
    PARAMETER.lastIndex = at;
    const [whole, name = '', mark = ''] = PARAMETER.exec(text) ?? [];
    if (whole !== undefined) {
      if (names.includes(name)) return problem(at, `another name than "${name}", which is taken`);
      names.push(name);
      pattern += mark === '?' ? '([^/]*)' : '([^/]+)';
      at += whole.length;
    } else {
      const literal = /^[^{}]+/.exec(text.slice(at))?.[0];
      if (literal === undefined) return problem(at, 'a parameter such as {name} or {name?}');
      pattern += escapeRegex(literal);
      at += literal.length;
    }
  }
  // Linear whatever the template: keys are chosen by whoever drops files.
  const compiled = compileRegex(pattern);
  if (compiled.kind === 'problem') return problem(0, 'a template');
  const { regex } = compiled;
  const match = (key: string): readonly string[] | undefined =>
    regex
      .matchWhole(key)
      ?.groups.slice(1)
      .map((span) => span?.text ?? '');
  return { kind: 'template', template: { text, parameterCount: names.length, match } };
}

function problem(index: number, expected: string): ParsedFileTemplate {
  return { kind: 'problem', at: index + 1, expected };
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
