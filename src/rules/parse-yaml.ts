import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Alias,
  type Document,
  type Node,
  type Scalar as YamlScalar,
} from 'yaml';
import type { Position } from '../sanitize/schema.ts';
import type { Problem } from './problem.ts';
import { toEntry, type RulesNode, type ScalarNode } from './rules-node.ts';

const MAX_ALIASES = 100;
/** A tag and the blanks behind it; a longer one loses its place, no more. */
const MAX_TAG_LENGTH = 200;

export interface ParsedYaml {
  /** Undefined for an empty document, and wherever there are problems. */
  readonly root: RulesNode | undefined;
  readonly problems: readonly Problem[];
  /** The rules had no problem when they were prepared: their regexes compile. */
  readonly isProven?: boolean;
}

/** Reads a text as one document of YAML 1.2, core schema. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
  });
  const [first, second] = Array.isArray(documents) ? documents : [];
  const problemAt = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { code: 'yaml-syntax', line, column: Math.max(1, col), message };
  };
  const problems = (first?.errors ?? []).map((error) =>
    problemAt(error.pos[0], error.message.split(' at line ')[0]?.split('\n')[0] ?? ''),
  );
  if (second !== undefined) problems.push(problemAt(second.range[0], 'more than one document'));
  if (first?.contents == null || problems.length > 0) return { root: undefined, problems };
  const builder = new NodeBuilder(text, lines, first);
  const root = builder.toNode(first.contents);
  if (builder.badAlias === undefined) return { root, problems };
  const message = 'an alias without anchor, of itself, or one of too many';
  return { root: undefined, problems: [{ code: 'yaml-syntax', ...builder.badAlias, message }] };
}

/** Turns the nodes of the parser into ours and writes out what aliases stand for. */
class NodeBuilder {
  /** Where the first alias stands that cannot be written out. */
  badAlias: Position | undefined;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #document: Document;
  /** Aliases of aliases could make a small text huge. */
  #aliasesLeft = MAX_ALIASES;
  readonly #open = new Set<Node>();

  constructor(text: string, lines: LineCounter, document: Document) {
    this.#text = text;
    this.#lines = lines;
    this.#document = document;
  }

  toNode(node: Node): RulesNode {
    const position = this.#positionOf(node);
    if (isAlias(node)) return { ...this.#written(node, position), position };
    const tag = toTag(node.tag);
    if (isSeq(node)) {
      const elements = node.items.filter((item): item is Node => isNode(item));
      return { kind: 'list', position, tag, elements: elements.map((item) => this.toNode(item)) };
    }
    if (!isMap(node)) return { ...toScalar(node), position, tag };
    const entries = node.items.map(({ key, value }) =>
      toEntry(
        isNode(key) ? this.toNode(key) : { ...NOTHING, position },
        isNode(value) ? this.toNode(value) : undefined,
      ),
    );
    return { kind: 'map', position, tag, entries };
  }

  /** What an alias stands for. */
  #written(alias: Alias, position: Position): RulesNode {
    const target = alias.resolve(this.#document);
    this.#aliasesLeft -= 1;
    if (target === undefined || this.#aliasesLeft < 0 || this.#open.has(target)) {
      this.badAlias ??= position;
      return { ...NOTHING, position };
    }
    this.#open.add(target);
    const node = this.toNode(target);
    this.#open.delete(target);
    return node;
  }

  /** The range of a tagged node begins behind its tag; the tag is what a person looks for. */
  #positionOf(node: Node): Position {
    const start = node.range?.[0] ?? 0;
    const before = this.#text.slice(Math.max(0, start - MAX_TAG_LENGTH), start);
    const tag = node.tag === undefined ? null : /!\S*\s+$/.exec(before);
    const { line, col } = this.#lines.linePos(tag === null ? start : start - tag[0].length);
    return { line, column: Math.max(1, col) };
  }
}

const NOTHING = { kind: 'scalar', value: null, text: '', tag: undefined } as const;

function toScalar(node: Node): Pick<ScalarNode, 'kind' | 'value' | 'text'> {
  if (!isScalar(node)) return NOTHING;
  const { value } = node;
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', value: isPlain ? value : null, text: scalarText(node) };
}

function scalarText(scalar: YamlScalar): string {
  if (typeof scalar.value === 'string') return scalar.value;
  return scalar.source ?? String(scalar.value);
}

function toTag(written: string | undefined): string | undefined {
  const tag = written?.replace(/^!/, '');
  return tag === undefined || tag === '' || tag.startsWith('tag:yaml.org') ? undefined : tag;
}
