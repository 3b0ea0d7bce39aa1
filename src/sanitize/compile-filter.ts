import { ExactNumber, type JsonValue } from '../json.ts';
import { transformValue } from './bind-transform.ts';
import { arrayFilter, objectFilter, type NodeFilter } from './filter-containers.ts';
import { scalarFilter } from './filter-scalar.ts';
import type { KnownNames } from './known-names.ts';
import type { SanitizeRun } from './sanitize-run.ts';
import type { Definitions, SchemaNode, ValueNode } from './schema.ts';
import { keyOf, selectionInside, stillOpen, transformsHere, type Selection } from './selection.ts';
import type { ValueTransform } from './transforms/definition.ts';

/** A response schema at work. */
export interface Filter {
  /** What it makes of the root of a document; undefined: the root does not fit. */
  apply(value: JsonValue, run: SanitizeRun): JsonValue | undefined;
}

export interface FilterOptions {
  /** Transforms to be done on the way. */
  readonly folded: Selection;
  /** Other transforms follow, so what the folded ones wrote has to be tested all the same. */
  readonly isTestedLater: boolean;
  readonly known: KnownNames | undefined;
  /** A declared name may be one that the engine would move to the front. */
  readonly keepsOrder: boolean;
}

const NOTHING_BUT_FILTER: FilterOptions = {
  folded: [],
  isTestedLater: false,
  known: undefined,
  keepsOrder: true,
};

/** What is known at compile time of where a schema node stands. */
interface Standing {
  readonly selection: Selection;
  readonly known: KnownNames | undefined;
}

type Compile = (node: SchemaNode, standing: Standing) => NodeFilter;

/** Compiles a response schema, and into it the transforms whose places it tells. */
export function compileFilter(
  schema: SchemaNode,
  definitions: Definitions,
  options = NOTHING_BUT_FILTER,
): Filter {
  const compile: Compile = (node, { selection, known }) => {
    const filter = compileNode(node, { selection: stillOpen(selection), known });
    const transforms = transformsHere(selection);
    return transforms.length === 0 ? filter : transforming(filter, transforms, options);
  };
  const compileNode: Compile = (node, standing) => {
    switch (node.kind) {
      case 'ref':
        return compileReference(node.name, standing);
      case 'any-of':
        return anyOf(node.alternatives.map((one) => compileNode(one, standing)));
      case 'value':
        return valueFilter(node, { compile, standing, keepsOrder: options.keepsOrder });
      default:
        return node satisfies never;
    }
  };
  const compileReference = compileOnce(definitions, compileNode);
  const root = compile(schema, { selection: options.folded, known: options.known });
  return { apply: (value, run) => root.apply(value, run, '') };
}

/**
 * A definition is compiled once for all places where the same goes on inside. Where it contains
 * itself, a detour stands in until it is there.
 */
function compileOnce(
  definitions: Definitions,
  compile: Compile,
): (name: string, standing: Standing) => NodeFilter {
  const compiled = new Map<string, NodeFilter>();
  return (name, standing) => {
    const key = [name, keyOf(standing.selection), standing.known?.path].join(' ');
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const definition = definitions.get(name);
    if (definition === undefined) return NOTHING;
    compiled.set(
      key,
      detourTo(() => compiled.get(key) ?? NOTHING),
    );
    const filter = compile(definition, standing);
    compiled.set(key, filter);
    return filter;
  };
}

const NOTHING: NodeFilter = { apply: () => undefined, listsNull: false };

function detourTo(find: () => NodeFilter): NodeFilter {
  return {
    apply: (value, run, name) => find().apply(value, run, name),
    get listsNull() {
      return find().listsNull;
    },
  };
}

/** The first alternative that fits. A node refuses at its own level only, so trying one changes nothing. */
function anyOf(alternatives: readonly NodeFilter[]): NodeFilter {
  return {
    apply: (value, run, name) => {
      for (const alternative of alternatives) {
        const result = alternative.apply(value, run, name);
        if (result !== undefined) return result;
      }
      return undefined;
    },
    get listsNull() {
      return alternatives.some((alternative) => alternative.listsNull);
    },
  };
}

interface ValueParts {
  readonly compile: Compile;
  readonly standing: Standing;
  readonly keepsOrder: boolean;
}

function valueFilter(node: ValueNode, { compile, standing, keepsOrder }: ValueParts): NodeFilter {
  const { selection, known } = standing;
  const inside = (name: string | undefined): Standing => ({
    selection: selectionInside(selection, name),
    known: known?.names.get(name ?? '*'),
  });
  const properties = new Map(
    [...(node.properties ?? [])].map(([name, one]) => [name, compile(one, inside(name))]),
  );
  const fits = (type: 'object' | 'array'): boolean =>
    node.values === undefined && node.types?.includes(type) === true;
  const ofArray =
    fits('array') && node.items !== undefined
      ? arrayFilter(compile(node.items, inside(undefined)))
      : undefined;
  const ofObject = fits('object')
    ? objectFilter({ properties, known: known?.names, keepsOrder })
    : undefined;
  const ofScalar = scalarFilter(node);
  const listsNull = node.types?.includes('null') === true;
  if (ofArray === undefined && ofObject === undefined) return { apply: ofScalar, listsNull };
  return {
    apply: (value, run, name) => {
      const isScalar = typeof value !== 'object' || value === null || value instanceof ExactNumber;
      if (isScalar) return ofScalar(value, run, name);
      run.refusal = 'type_mismatch';
      return Array.isArray(value) ? ofArray?.(value, run, name) : ofObject?.(value, run, name);
    },
    listsNull,
  };
}

/** What the schema keeps goes through transforms in turn. */
function transforming(
  filter: NodeFilter,
  transforms: readonly ValueTransform[],
  { isTestedLater }: FilterOptions,
): NodeFilter {
  return {
    apply: (value, run, name) => {
      let result = filter.apply(value, run, name);
      const isBounded = run.isExempt;
      for (const transform of transforms) {
        if (result === undefined) return undefined;
        const before = result;
        result = transformValue(before, transform, { run, name });
        if (result === undefined) {
          run.refusal = transform.isRedaction ? 'redacted' : 'transform_mismatch';
        } else if (result !== before) {
          run.isExempt = isBounded || (transform.isExempt && !isTestedLater);
        }
      }
      return result;
    },
    get listsNull() {
      return filter.listsNull;
    },
  };
}
