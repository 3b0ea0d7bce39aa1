import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Position } from '../sanitize/schema.ts';
import { nearestName, type Problem, type ProblemCode, type WarningCode } from './problem.ts';

const MAX_ALIASES = 100;

interface Detail {
  readonly at?: number | undefined;
  readonly hint?: string | undefined;
}

/** One entry of a mapping; `value` is undefined where nothing stands. */
export interface Entry {
  readonly name: string;
  readonly keyNode: Node;
  readonly value: Node | undefined;
}

/** Reads the nodes of one YAML document and gathers every problem with its place. */
export class YamlReader {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly #lines = new LineCounter();
  readonly #text: string;
  readonly #document: Document | undefined;

  constructor(text: string) {
    this.#text = text;
    const documents = parseAllDocuments(text, {
      lineCounter: this.#lines,
      version: '1.2',
      schema: 'core',
    });
    const [first, second] = Array.isArray(documents) ? documents : [];
    for (const error of first?.errors ?? []) {
      const { line, col } = this.#lines.linePos(error.pos[0]);
      const message = error.message.split(' at line ')[0]?.split('\n')[0] ?? '';
      this.problems.push({ code: 'yaml-syntax', line, column: col, message });
    }
    if (second !== undefined) {
      const { line, col } = this.#lines.linePos(second.range[0]);
      this.problems.push({
        code: 'yaml-syntax',
        line,
        column: col,
        message: 'more than one document',
      });
    }
    this.#document = first;
    if (this.problems.length === 0) this.#checkAliases();
  }

  /** Aliases of aliases could make a small text huge. */
  #checkAliases(): void {
    try {
      this.#document?.toJS({ maxAliasCount: MAX_ALIASES });
    } catch {
      this.problem('yaml-syntax', this.root, 'an alias without anchor, or too many aliases');
    }
  }

  get root(): Node | undefined {
    const contents = this.#document?.contents;
    return contents === null ? undefined : contents;
  }

  positionOf(node: Node | undefined): Position {
    const start = node?.range?.[0] ?? 0;
    // The range of a tagged node begins behind its tag; the tag is what a person looks for.
    const tag = node?.tag === undefined ? null : /!\S*\s+$/.exec(this.#text.slice(0, start));
    const { line, col } = this.#lines.linePos(tag?.index ?? start);
    return { line, column: Math.max(1, col) };
  }

  problem(
    code: ProblemCode,
    node: Node | undefined,
    message: string,
    detail: Detail = {},
  ): undefined {
    this.problems.push(this.#finding(code, node, { message, ...detail }));
    return undefined;
  }

  warn(code: WarningCode, node: Node | undefined, message: string, detail: Detail = {}): void {
    this.warnings.push(this.#finding(code, node, { message, ...detail }));
  }

  #finding(
    code: Problem['code'],
    node: Node | undefined,
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
  entries(node: Node | undefined, what: string): readonly Entry[] | undefined {
    const map = this.resolved(node);
    if (!isMap(map)) return this.problem('wrong-type', node, `${what} must be a map`);
    return this.#entriesOf(map);
  }

  #entriesOf(map: YAMLMap): readonly Entry[] {
    return map.items.map(({ key, value }) => {
      const keyNode = isNode(key) ? key : map;
      return {
        name: isScalar(key) ? scalarText(key) : '',
        keyNode,
        value: isNode(value) ? value : undefined,
      };
    });
  }

  /** The entries by name, after a problem for each name that the table lacks. */
  fields(node: Node | undefined, what: string, known: readonly string[]): Fields | undefined {
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
  elements(node: Node | undefined, what: string): readonly Node[] | undefined {
    const list = this.resolved(node);
    if (!isSeq(list)) return this.problem('wrong-type', node, `${what} must be a list`);
    return list.items.filter((item): item is Node => isNode(item));
  }

  /** A text; plain scalars count by their source text. */
  text(node: Node | undefined, what: string): string | undefined {
    const scalar = this.resolved(node);
    const text = isScalar(scalar) ? scalarText(scalar) : '';
    const isText = isScalar(scalar) && (typeof scalar.value === 'string' || text !== '');
    return isText ? text : this.problem('wrong-type', node, `${what} must be a text`);
  }

  texts(node: Node | undefined, what: string): readonly string[] | undefined {
    const elements = this.elements(node, what);
    const texts = elements?.map((element) => this.text(element, `each member of ${what}`));
    return texts?.filter((text) => text !== undefined);
  }

  boolean(node: Node | undefined, what: string): boolean | undefined {
    const value = this.scalar(node);
    return typeof value === 'boolean'
      ? value
      : this.problem('wrong-type', node, `${what} must be true or false`);
  }

  /** The value of a scalar by the core schema; undefined if the node is none. */
  scalar(node: Node | undefined): string | number | boolean | null | undefined {
    const scalar = this.resolved(node);
    if (!isScalar(scalar)) return undefined;
    const { value } = scalar;
    const isPlain =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isPlain || value === null ? value : undefined;
  }

  isList(node: Node | undefined): boolean {
    return isSeq(this.resolved(node));
  }

  /** The tag of a node without its marks: `!redact` and `!<redact>` are `redact`. */
  tagOf(node: Node | undefined): string | undefined {
    const tag = node?.tag?.replace(/^!/, '');
    return tag === undefined || tag === '' || tag.startsWith('tag:yaml.org') ? undefined : tag;
  }

  /** The node itself, or what an alias stands for. */
  resolved(node: Node | undefined): Node | undefined {
    if (node === undefined || !isAlias(node)) return node;
    if (this.#document === undefined) return undefined;
    return node.resolve(this.#document);
  }
}

export type Fields = ReadonlyMap<string, Entry>;

function scalarText(scalar: Scalar): string {
  if (typeof scalar.value === 'string') return scalar.value;
  return scalar.source ?? String(scalar.value);
}
