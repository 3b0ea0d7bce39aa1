import { compileRegex, type CompiledRegex } from '../regex/compile-regex.ts';
import type { Position, Scalar } from '../sanitize/schema.ts';
import type { ParsedYaml } from './parse-yaml.ts';
import { nearestName, type Problem, type ProblemCode, type WarningCode } from './problem.ts';
import type { Entry, RulesNode } from './rules-node.ts';

interface Detail {
  readonly at?: number | undefined;
  readonly hint?: string | undefined;
}

interface MissingKey {
  readonly fields: Fields;
  readonly node: RulesNode | undefined;
  readonly message: string;
}

/** Reads the nodes of one rules document and gathers every problem with its place. */
export class RulesReader {
  readonly problems: Problem[];
  readonly warnings: Problem[] = [];
  readonly root: RulesNode | undefined;
  readonly #regexes = new Map<string, CompiledRegex>();
  readonly #isProven: boolean;

  constructor({ root, problems, isProven = false }: ParsedYaml) {
    this.root = root;
    this.#isProven = isProven;
    this.problems = [...problems];
  }

  /** Rules repeat their patterns: each is compiled once. */
  regex(source: string, ignoreCase: boolean): CompiledRegex {
    const key = `${String(ignoreCase)} ${source}`;
    const known = this.#regexes.get(key);
    if (known !== undefined) return known;
    const compiled = compileRegex(source, { ignoreCase, isProven: this.#isProven });
    this.#regexes.set(key, compiled);
    return compiled;
  }

  positionOf(node: RulesNode | undefined): Position {
    return node?.position ?? START;
  }

  problem(
    code: ProblemCode,
    node: RulesNode | undefined,
    message: string,
    detail: Detail = {},
  ): undefined {
    this.problems.push(this.#finding(code, node, { message, ...detail }));
    return undefined;
  }

  /** A required key is not there. Says nothing where it is only misspelt: that is a problem of its own. */
  missing(key: string, { fields, node, message }: MissingKey): undefined {
    const isMisspelt = [...fields.keys()].some((name) => nearestName(name, [key]) === key);
    return isMisspelt ? undefined : this.problem('missing-key', node, message);
  }

  warn(code: WarningCode, node: RulesNode | undefined, message: string, detail: Detail = {}): void {
    this.warnings.push(this.#finding(code, node, { message, ...detail }));
  }

  #finding(
    code: Problem['code'],
    node: RulesNode | undefined,
    detail: Detail & { message: string },
  ): Problem {
    const { message, at, hint } = detail;
    return {
      code,
      ...this.positionOf(node),
      message,
      ...(at === undefined ? {} : { at }),
      ...(hint === undefined ? {} : { hint }),
    };
  }

  /** The entries of a mapping; undefined (and a problem) if the node is none. */
  entries(node: RulesNode | undefined, what: string): readonly Entry[] | undefined {
    if (node?.kind === 'map') return node.entries;
    return this.problem('wrong-type', node, `${what} must be a map`);
  }

  /** The entries by name, after a problem for each name that the table lacks. */
  fields(
    node: RulesNode | undefined,
    what: string,
    known: readonly string[],
  ): Fields | undefined {
    const entries = this.entries(node, what);
    if (entries === undefined) return undefined;
    for (const { name, keyNode } of entries) {
      if (known.includes(name)) continue;
      this.problem('unknown-key', keyNode, `unknown key "${name}" in ${what}`, {
        hint: nearestName(name, known),
      });
    }
    return new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** The elements of a list; undefined (and a problem) if the node is none. */
  elements(node: RulesNode | undefined, what: string): readonly RulesNode[] | undefined {
    if (node?.kind === 'list') return node.elements;
    return this.problem('wrong-type', node, `${what} must be a list`);
  }

  /** A text; plain scalars count by their source text. */
  text(node: RulesNode | undefined, what: string): string | undefined {
    const isText =
      node?.kind === 'scalar' && (typeof node.value === 'string' || node.text !== '');
    return isText ? node.text : this.problem('wrong-type', node, `${what} must be a text`);
  }

  texts(node: RulesNode | undefined, what: string): readonly string[] | undefined {
    const elements = this.elements(node, what);
    const texts = elements?.map((element) => this.text(element, `each member of ${what}`));
    return texts?.filter((text) => text !== undefined);
  }

  /** YAML has more spellings, of which a reader may not be sure. */
  boolean(node: RulesNode | undefined, what: string): boolean | undefined {
    const value = this.scalar(node);
    const isPlain = node?.kind === 'scalar' && node.text === String(value);
    return typeof value === 'boolean' && isPlain
      ? value
      : this.problem('wrong-type', node, `${what} must be true or false`);
  }

  /** The value of a scalar by the core schema; undefined if the node is none. */
  scalar(node: RulesNode | undefined): Scalar | undefined {
    return node?.kind === 'scalar' ? node.value : undefined;
  }
}

const START: Position = { line: 1, column: 1 };

export type Fields = ReadonlyMap<string, Entry>;
