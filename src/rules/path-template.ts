import { normalizePath } from './request-form.ts';

/** A compiled `pathTemplate`. */
export interface PathTemplate {
  readonly parameters: readonly TemplateParameter[];
  /** The captured spans by parameter, or undefined if the path does not match. Linear for `{name}`, greedy. */
  match(path: string): readonly CapturedParameter[] | undefined;
}

export interface TemplateParameter {
  readonly name: string;
  /** `{name}`, `{name?}` (may be empty), `{name+}` (slashes too). */
  readonly kind: 'one' | 'optional' | 'many';
}

export interface CapturedParameter {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export type ParsedTemplate =
  | { readonly kind: 'template'; readonly template: PathTemplate }
  | { readonly kind: 'problem'; readonly at: number; readonly expected: string };

const PARAMETER = /\{([A-Za-z][A-Za-z0-9_]*)([?+]?)\}/y;
const CAPTURE = { one: '([^/]+)', optional: '([^/]*)', many: '(.+)' } as const;

/** Reads a template: literal text and parameters; positions count characters from 1. */
export function parseTemplate(text: string): ParsedTemplate {
  const problem = (index: number, expected: string) =>
    ({ kind: 'problem', at: index + 1, expected }) as const;
  if (!text.startsWith('/')) return problem(0, 'a "/" at the start');
  const parameters: TemplateParameter[] = [];
  let pattern = '';
  let at = 0;
  let afterParameter = false;
  while (at < text.length) {
    PARAMETER.lastIndex = at;
    const found = PARAMETER.exec(text);
    const [whole = '', name = '', mark = ''] = found ?? [];
    if (found === null) {
      const literal = /^[^{}]+/.exec(text.slice(at))?.[0];
      if (literal === undefined) return problem(at, 'a parameter such as {name}');
      const bad = /[?#\\\s\p{Cc}]/u.exec(literal);
      if (bad !== null)
        return problem(at + bad.index, 'no "?", "#", "\\", blank or control character');
      pattern += escapeRegex(normalizePath(literal));
      at += literal.length;
    } else {
      if (afterParameter) return problem(at, 'literal text between two parameters');
      if (parameters.some((parameter) => parameter.name === name)) {
        return problem(at, `another name than "${name}", which is taken`);
      }
      const kind = mark === '+' ? 'many' : mark === '?' ? 'optional' : 'one';
      parameters.push({ name, kind });
      pattern += CAPTURE[kind];
      at += whole.length;
    }
    afterParameter = found !== null;
  }
  return { kind: 'template', template: toTemplate(pattern, parameters) };
}

function toTemplate(pattern: string, parameters: readonly TemplateParameter[]): PathTemplate {
  // Literals ignore ASCII case only; paths in normal form are ASCII.
  const regex = new RegExp(`^${pattern}$`, 'di');
  return {
    parameters,
    match: (path) => {
      const indices = regex.exec(path)?.indices;
      return (
        indices &&
        parameters.map(({ name }, index) => {
          const [start = 0, end = 0] = indices[index + 1] ?? [];
          return { name, start, end };
        })
      );
    },
  };
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
