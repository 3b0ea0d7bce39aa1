/**
 * The sanitizer once more: slow and obvious, written from the rules specification alone.
 * Property tests hold the compiled sanitizer against it. Numbers are plain doubles here.
 */
import type {
  JsonPath,
  Expression,
  Literal,
  Operand,
  Step,
} from '../../src/json-path/json-path.ts';
import type { Pseudonymizer } from '../../src/pseudonym/pseudonymizer.ts';
import type { Regex } from '../../src/regex.ts';
import type { Definitions, SchemaNode, ValueNode } from '../../src/sanitize/schema.ts';
import type { TransformRule } from '../../src/sanitize/transform.ts';

/** A scalar with a mark: the leak guard does not test exempt ones. */
interface Leaf {
  leaf: true;
  value: string | number | boolean | null;
  exempt: boolean;
}
type Tree = Leaf | Tree[] | Map<string, Tree>;
type Place = readonly (string | number)[];
export interface ReferenceSpec {
  schema: SchemaNode | undefined;
  definitions: Definitions;
  transforms: readonly TransformRule[];
  leakGuard: boolean;
}

const REMOVED = Symbol('removed');
/** The document is the only property of a holder, so that the root too can be removed. */
const ROOT = '';
type Result<T> = T | typeof REMOVED;
const isLeaf = (tree: Tree): tree is Leaf => 'leaf' in tree;
const toTree = (json: unknown): Tree =>
  Array.isArray(json)
    ? json.map(toTree)
    : typeof json === 'object' && json !== null
      ? new Map(Object.entries(json).map(([k, v]) => [k, toTree(v)]))
      : { leaf: true, value: json as Leaf['value'], exempt: false };
const fromTree = (tree: Tree): unknown =>
  isLeaf(tree)
    ? tree.value
    : Array.isArray(tree)
      ? tree.map(fromTree)
      : Object.fromEntries([...tree].map(([k, v]) => [k, fromTree(v)]));
const isBlank = (text: string): boolean => text.trim() === '';
const whole = (regex: Regex): RegExp => {
  const [, flags = '', source = ''] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(regex.source) ?? [];
  return new RegExp(`^(?:${source})$`, `u${flags}`);
};

export function referenceSanitize(
  json: unknown,
  spec: ReferenceSpec,
  pseudonymizer: Pseudonymizer,
): { value: unknown } | 'root-mismatch' {
  const remembered = new Set<string>();
  const minted = new Set<string>();
  const isNameLike = (name: string): boolean =>
    /email$|^(mail|name|username|displayname|(first|last|full|given|family|middle|sur|nick)name)$/.test(
      name.toLowerCase().replace(/[_-]/g, ''),
    );
  const remember = (text: string): void => {
    remembered.add(text.toLowerCase());
    const email = pseudonymizer.canonicalEmail(text);
    if (email !== undefined) remembered.add(email);
  };
  const forget = (tree: Tree, name: string): void => {
    // what filter and redact take away
    if (isLeaf(tree)) {
      if (
        typeof tree.value === 'string' &&
        (isNameLike(name) || pseudonymizer.canonicalEmail(tree.value) !== undefined)
      )
        remember(tree.value);
    } else if (Array.isArray(tree))
      tree.forEach((item) => {
        forget(item, name);
      });
    else
      tree.forEach((value, key) => {
        forget(value, key);
      });
  };

  // -- responseSchema ---------------------------------------------------------------------------
  const filter = (tree: Tree, node: SchemaNode, name: string): Result<Tree> => {
    if (node.kind === 'ref')
      return filter(tree, spec.definitions.get(node.name) as SchemaNode, name);
    if (isLeaf(tree) && tree.value === null) return tree;
    if (node.kind === 'any-of') {
      for (const one of node.alternatives) {
        const result = filterQuietly(tree, one, name);
        if (result !== REMOVED) return filter(tree, one, name);
      }
      return REMOVED;
    }
    if (isLeaf(tree)) return filterScalar(tree, node);
    if (node.types === undefined || node.values !== undefined) return REMOVED;
    if (Array.isArray(tree)) {
      if (!node.types.includes('array') || node.items === undefined) return REMOVED;
      const items = node.items;
      return tree.flatMap((item) => {
        if (isLeaf(item) && item.value === null) return allowsNull(items) ? [item] : [];
        const result = filter(item, items, name);
        if (result === REMOVED) {
          forget(item, name);
          return [];
        }
        return [result];
      });
    }
    if (!node.types.includes('object')) return REMOVED;
    const kept = new Map<string, Tree>();
    for (const [key, value] of tree) {
      const property = node.properties?.get(key);
      const result = property === undefined ? REMOVED : filter(value, property, key);
      if (result === REMOVED) forget(value, key);
      else kept.set(key, result);
    }
    return kept;
  };
  const filterQuietly = (tree: Tree, node: SchemaNode, name: string): Result<Tree> => {
    const before = [...remembered];
    const result = filter(tree, node, name);
    remembered.clear();
    before.forEach((t) => remembered.add(t));
    return result;
  };
  const allowsNull = (node: SchemaNode): boolean =>
    (node.kind === 'value' && (node.types?.includes('null') ?? false)) ||
    (node.kind === 'ref' && allowsNull(spec.definitions.get(node.name) as SchemaNode));
  const filterScalar = (leaf: Leaf, node: ValueNode): Result<Leaf> => {
    const { value } = leaf;
    const fits =
      node.types === undefined ||
      node.types.some((type) =>
        type === 'integer'
          ? typeof value === 'number' && Number.isInteger(value)
          : type === typeof value,
      );
    if (!fits || (node.values !== undefined && !node.values.includes(value))) return REMOVED;
    if (typeof value === 'string') {
      if (node.pattern !== undefined && !whole(node.pattern).test(value)) return REMOVED;
      if (node.maxLength !== undefined && [...value].length > node.maxLength) return REMOVED;
      if (node.format !== undefined && value !== '' && !fitsFormat(value, node.format))
        return REMOVED;
    }
    return {
      ...leaf,
      exempt: node.values !== undefined || node.format === 'date' || node.format === 'date-time',
    };
  };
  const fitsFormat = (text: string, format: string): boolean => {
    const day = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])',
      hm = '([01][0-9]|2[0-3]):[0-5][0-9]',
      s = '(:([0-5][0-9]|60))?';
    if (format === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
    if (format === 'date') return new RegExp(`^${day}$`).test(text);
    const zone = '(Z|z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?',
      us = `(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])/[0-9]{4} ${hm}${s}`;
    return new RegExp(
      `^(${day}([Tt ]${hm}(:([0-5][0-9]|60))?([.,][0-9]{1,9})?${zone})?|${us})$`,
    ).test(text);
  };

  // -- JSON paths -------------------------------------------------------------------------------
  const at = (tree: Tree, place: Place): Tree =>
    place.reduce<Tree>(
      (t, key) =>
        (typeof key === 'number' ? (t as Tree[])[key] : (t as Map<string, Tree>).get(key)) as Tree,
      tree,
    );
  const childKeys = (tree: Tree): (string | number)[] => (isLeaf(tree) ? [] : [...tree.keys()]);
  const descendants = (tree: Tree, place: Place): Place[] => [
    place,
    ...childKeys(at(tree, place)).flatMap((key) => descendants(tree, [...place, key])),
  ];
  const locate = (tree: Tree, path: JsonPath): Place[] => {
    let places: Place[] = tree instanceof Map && tree.has(ROOT) ? [[ROOT]] : [];
    for (const step of path.steps) {
      const starts = step.descend ? places.flatMap((place) => descendants(tree, place)) : places;
      const found = starts.flatMap((place) =>
        take(at(tree, place), step).map((key) => (key === undefined ? place : [...place, key])),
      );
      places = [...new Map(found.map((place) => [JSON.stringify(place), place])).values()];
    }
    return places;
  };
  const take = (tree: Tree, step: Step): (string | number | undefined)[] => {
    if (isLeaf(tree)) return [];
    if (step.kind === 'wildcard') return childKeys(tree);
    if (step.kind === 'filter')
      return Array.isArray(tree)
        ? [...tree.keys()].filter((i) => holds(step.test, tree[i] as Tree))
        : holds(step.test, tree)
          ? [undefined]
          : [];
    if (step.kind === 'names')
      return Array.isArray(tree) ? [] : step.names.filter((name) => tree.has(name));
    if (!Array.isArray(tree)) return [];
    const fromEnd = (i: number): number => (i < 0 ? tree.length + i : i);
    if (step.kind === 'indexes')
      return step.indexes.map(fromEnd).filter((i) => i >= 0 && i < tree.length);
    return [...tree.keys()].slice(step.from ?? 0, step.to ?? tree.length);
  };
  const MISSING = Symbol('missing'),
    CONTAINER = Symbol('container');
  type Value = Literal | typeof MISSING | typeof CONTAINER;
  const valueOf = (operand: Operand, tree: Tree): Value => {
    if (operand.kind === 'literal') return operand.value;
    let now: Tree | undefined = tree;
    for (const step of operand.steps)
      now =
        now === undefined || isLeaf(now)
          ? undefined
          : Array.isArray(now)
            ? typeof step === 'number'
              ? now.at(step)
              : undefined
            : typeof step === 'string'
              ? now.get(step)
              : undefined;
    return now === undefined ? MISSING : isLeaf(now) ? now.value : CONTAINER;
  };
  const numeric = (text: string): number =>
    /^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : NaN;
  const equal = (a: Value, b: Value): boolean =>
    typeof a === 'symbol' || typeof b === 'symbol'
      ? false
      : typeof a === 'number' && typeof b === 'string'
        ? a === numeric(b)
        : typeof a === 'string' && typeof b === 'number'
          ? numeric(a) === b
          : a === b;
  const holds = (test: Expression, tree: Tree): boolean => {
    switch (test.kind) {
      case 'or':
        return test.terms.some((term) => holds(term, tree));
      case 'and':
        return test.terms.every((term) => holds(term, tree));
      case 'not':
        return !holds(test.term, tree);
      case 'exists':
        return valueOf(test.operand, tree) !== MISSING;
      case 'in':
        return test.list.some((item) => equal(valueOf(test.operand, tree), item)) !== test.negated;
      case 'matches': {
        const v = valueOf(test.operand, tree);
        return whole(test.regex).test(typeof v === 'symbol' || v === null ? '' : String(v));
      }
      case 'compare': {
        const a = valueOf(test.left, tree),
          b = valueOf(test.right, tree);
        if (test.operator === '==') return equal(a, b);
        if (test.operator === '!=') return !equal(a, b);
        if (
          !(typeof a === 'number' && typeof b === 'number') &&
          !(typeof a === 'string' && typeof b === 'string')
        )
          return false;
        return test.operator === '<'
          ? a < b
          : test.operator === '<='
            ? a <= b
            : test.operator === '>'
              ? a > b
              : a >= b;
      }
    }
  };

  // -- transforms -------------------------------------------------------------------------------
  const keepsText = new Set([
    'redactRegexMatches',
    'redactExceptSubstringsMatchingRegexes',
    'redactExceptPhrases',
    'filterTokenByRegex',
    'textDigest',
    'hashIp',
    'encryptIp',
    'tokenize',
    'pseudonymizeEmailHeader',
    'pseudonymizeRegexMatches',
  ]);
  const change = (tree: Tree, rule: TransformRule, name: string): Result<Tree> => {
    if (rule.kind === 'redact') {
      forget(tree, name);
      return REMOVED;
    }
    if (!isLeaf(tree) || typeof tree.value === 'boolean') {
      return REMOVED;
    }
    if (tree.value === null) return tree;
    if (typeof tree.value === 'number' && keepsText.has(rule.kind)) {
      if (
        !['textDigest'].includes(rule.kind) &&
        !rule.kind.startsWith('redact') &&
        rule.kind !== 'filterTokenByRegex'
      )
        remember(String(tree.value));
      return REMOVED;
    }
    const text = String(tree.value);
    const write = (value: Leaf['value'], exempt = false): Leaf => ({
      leaf: true,
      value,
      exempt,
    });
    if (rule.kind === 'textDigest')
      return write(digest(text, (rule.options['keywords'] as string[] | undefined) ?? []), true);
    if (isBlank(text))
      return rule.kind === 'pseudonymizeEmailHeader'
        ? write('')
        : rule.kind === 'pseudonymizeRegexMatches'
          ? write(null)
          : tree;
    switch (rule.kind) {
      case 'pseudonymize': {
        const { split } = rule.options as { split?: string[] };
        const one = (part: string): string => {
          if (isBlank(part)) return '';
          remember(part);
          const token = pseudonymizer.pseudonymize(part, rule.options as never);
          minted.add(token);
          return token;
        };
        return write(
          split === undefined || split.length === 0 || typeof tree.value === 'number'
            ? one(text)
            : [...text]
                .reduce<string[]>(
                  (parts, c) =>
                    split.includes(c)
                      ? [...parts, c, '']
                      : [...parts.slice(0, -1), (parts.at(-1) ?? '') + c],
                  [''],
                )
                .map((part) => (split.includes(part) ? part : one(part.trim())))
                .join(''),
          true,
        );
      }
      case 'tokenize': {
        remember(text);
        const token = pseudonymizer.tokenize(text);
        minted.add(token);
        return write(token, true);
      }
      case 'hashIp':
      case 'encryptIp': {
        remember(text);
        return write(
          (rule.kind === 'hashIp' ? pseudonymizer.hashIp(text) : pseudonymizer.encryptIp(text)) ??
            null,
          true,
        );
      }
      case 'redactRegexMatches':
        return write(
          (rule.options['redactions'] as Regex[]).reduce(
            (t, r) => t.replaceAll(new RegExp(r.source, 'gu'), ''),
            text,
          ),
        );
      case 'filterTokenByRegex': {
        const tokens = text.split(/[ \t\n\v\f\r]+/);
        while (tokens.at(-1) === '') tokens.pop();
        const kept = tokens.filter((token) =>
          (rule.options['filters'] as Regex[]).some((r) => whole(r).test(token)),
        );
        return write(kept.length === 0 ? null : kept.join(' ').trim());
      }
      default:
        throw new Error(`the reference does not know ${rule.kind}`);
    }
  };
  const digest = (text: string, keywords: readonly string[]): string => {
    const words = text.toLowerCase().split(/[^a-z0-9_]+/);
    const counts = [...new Set(keywords.map((k) => k.toLowerCase()))]
      .sort()
      .map((k) => [k, words.filter((w) => w === k && w !== '').length] as const)
      .filter(([, n]) => n > 0);
    return JSON.stringify({
      ...(counts.length > 0 ? { keywords: Object.fromEntries(counts) } : {}),
      length: text.length,
      word_count: text === '' ? 0 : text.trim().split(/\s+/).length,
    });
  };
  const apply = (root: { tree: Tree }, rule: TransformRule): void => {
    if (rule.applyOnlyWhen !== undefined && locate(root.tree, rule.applyOnlyWhen).length === 0)
      return;
    for (const { path } of rule.paths) {
      const places = locate(root.tree, path).sort(
        (a, b) => b.length - a.length || Number(b.at(-1)) - Number(a.at(-1)) || 0,
      );
      for (const place of places) {
        const parent = at(root.tree, place.slice(0, -1)) as Tree[] | Map<string, Tree>,
          key = place.at(-1) as string | number;
        const name = place.findLast((k) => typeof k === 'string') ?? '';
        const result = change(at(root.tree, place), rule, name);
        if (Array.isArray(parent)) {
          if (result === REMOVED) parent.splice(key as number, 1);
          else parent[key as number] = result;
        } else if (result === REMOVED) parent.delete(key as string);
        else parent.set(key as string, result);
      }
    }
  };

  // -- leak guard -------------------------------------------------------------------------------
  const decoded = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const leaks = (leaf: Leaf): boolean => {
    if (typeof leaf.value !== 'string' || leaf.exempt) return false;
    const bare = [...minted].reduce((text, token) => text.replaceAll(token, ' '), leaf.value);
    return [bare, decoded(bare)]
      .map((text) => text.toLowerCase())
      .some(
        (text) =>
          /[a-z0-9!#$%&'*+\-/=?^_`{|}~.]@([a-z0-9-]+\.)+[a-z]{2,}/.test(text) ||
          [...remembered].some(
            (clear) =>
              (clear.length >= 5 && text === clear) || (clear.length >= 6 && standsIn(text, clear)),
          ),
      );
  };
  const standsIn = (text: string, clear: string): boolean => {
    for (let i = text.indexOf(clear); i >= 0; i = text.indexOf(clear, i + 1)) {
      const around =
        text.slice(0, i).match(/[\p{L}\p{N}]$/u) ??
        text.slice(i + clear.length).match(/^[\p{L}\p{N}]/u);
      if (around === null || clear.includes('@')) return true;
    }
    return false;
  };
  const guard = (tree: Tree): Result<Tree> =>
    isLeaf(tree)
      ? leaks(tree)
        ? REMOVED
        : tree
      : Array.isArray(tree)
        ? tree.map(guard).filter((t) => t !== REMOVED)
        : new Map(
            [...tree]
              .map(([k, v]) => [k, guard(v)] as const)
              .filter((e): e is readonly [string, Tree] => e[1] !== REMOVED),
          );

  const filtered = spec.schema === undefined ? toTree(json) : filter(toTree(json), spec.schema, '');
  if (filtered === REMOVED) return 'root-mismatch';
  const root: { tree: Tree } = { tree: new Map([[ROOT, filtered]]) };
  spec.transforms.forEach((rule) => {
    apply(root, rule);
  });
  const guarded = spec.leakGuard ? guard(root.tree) : root.tree;
  const value = guarded instanceof Map ? guarded.get(ROOT) : undefined;
  return value === undefined ? 'root-mismatch' : { value: fromTree(value) };
}
