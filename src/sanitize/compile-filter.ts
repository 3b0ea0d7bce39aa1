// Hot loop: these closures see every value of every answer, hence loops and mutation of fresh objects.
import {
  ExactNumber,
  isJsonObject,
  keepNameOrder,
  namesOf,
  setProperty,
  spelledNumber,
  type JsonObject,
  type JsonScalar,
  type JsonValue,
} from '../json.ts';
import { hasFormat } from './formats.ts';
import { toInteger } from './integers.ts';
import type { SanitizeRun } from './sanitize-run.ts';
import type { Definitions, Scalar, SchemaNode, ValueNode } from './schema.ts';

/** What a schema node makes of a value; undefined: it does not fit (the run says why). */
export interface Filter {
  apply(value: JsonValue, run: SanitizeRun): JsonValue | undefined;
  /** Nulls may stand in arrays of this node. */
  readonly listsNull: boolean;
}

/** Compiles a response schema; definitions once each, so that they may refer to themselves. */
export function compileFilter(schema: SchemaNode, definitions: Definitions): Filter {
  const compiled = new Map<string, Filter>();
  const compile = (node: SchemaNode): Filter => {
    switch (node.kind) {
      case 'ref':
        return reference(node.name);
      case 'any-of':
        return anyOf(node.alternatives.map(compile));
      case 'value':
        return valueFilter(node, compile);
      default:
        return node satisfies never;
    }
  };
  const reference = (name: string): Filter => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    let target: Filter | undefined;
    const definition = definitions.get(name);
    const resolve = (): Filter =>
      (target ??= definition === undefined ? NOTHING : compile(definition));
    const filter: Filter = {
      apply: (value, run) => resolve().apply(value, run),
      get listsNull() {
        return resolve().listsNull;
      },
    };
    compiled.set(name, filter);
    return filter;
  };
  return compile(schema);
}

const NOTHING: Filter = { apply: () => undefined, listsNull: false };

/** The first alternative that fits. A node refuses at its own level only, so trying one changes nothing. */
function anyOf(alternatives: readonly Filter[]): Filter {
  return {
    apply: (value, run) => {
      for (const alternative of alternatives) {
        const result = alternative.apply(value, run);
        if (result !== undefined) return result;
      }
      return undefined;
    },
    get listsNull() {
      return alternatives.some((alternative) => alternative.listsNull);
    },
  };
}

function valueFilter(node: ValueNode, compile: (node: SchemaNode) => Filter): Filter {
  const { types, values } = node;
  const allows = (type: string): boolean => types?.some((name) => name === type) ?? false;
  const ofArray =
    allows('array') && node.items !== undefined ? arrayFilter(compile(node.items)) : undefined;
  const ofObject = allows('object') ? objectFilter(node, compile) : undefined;
  const isBounded = values !== undefined || node.format === 'date' || node.format === 'date-time';
  return {
    apply: (value, run) => {
      if (value === null) return null;
      run.refusal = 'type_mismatch';
      if (Array.isArray(value)) return values === undefined ? ofArray?.(value, run) : undefined;
      if (isJsonObject(value)) return values === undefined ? ofObject?.(value, run) : undefined;
      const fitting = fitType(value, types);
      if (fitting === undefined) return undefined;
      run.refusal = 'constraint';
      if (values !== undefined && !values.some((one) => isSame(one, fitting))) return undefined;
      if (typeof fitting === 'string' && !meetsConstraints(fitting, node)) return undefined;
      run.kept += 1;
      run.isBounded = isBounded;
      return fitting;
    },
    listsNull: allows('null'),
  };
}

function fitType(value: JsonScalar, types: ValueNode['types']): JsonScalar | undefined {
  if (types === undefined) return value;
  for (const type of types) {
    if (type === 'integer') {
      const integer = toInteger(value);
      if (integer !== undefined) return integer;
    } else if (type === 'number' ? isNumber(value) : typeof value === type) return value;
  }
  return undefined;
}

function isNumber(value: JsonScalar): boolean {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** Equal in type and value; numbers by value, so `1` is `1.0`. */
function isSame(listed: Scalar, value: JsonScalar): boolean {
  if (typeof listed !== 'number') return listed === value;
  if (typeof value === 'number') return listed === value;
  return value instanceof ExactNumber && Number(spelledNumber(value)) === listed;
}

function meetsConstraints(text: string, node: ValueNode): boolean {
  if (node.format !== undefined && !hasFormat(text, node.format)) return false;
  if (node.maxLength !== undefined && [...text].length > node.maxLength) return false;
  return node.pattern === undefined || node.pattern.matchesWhole(text) === true;
}

type ContainerFilter<T> = (value: T, run: SanitizeRun) => JsonValue;

function arrayFilter(items: Filter): ContainerFilter<JsonValue[]> {
  return (elements, run) => {
    const kept: JsonValue[] = [];
    const name = run.path.findLast((step) => step !== '*') ?? '';
    const bounded = new Set<string>();
    let hasTexts = false;
    run.path.push('*');
    for (const element of elements) {
      if (element === null) {
        if (items.listsNull) kept.push(null);
        continue;
      }
      const result = items.apply(element, run);
      if (result === undefined) {
        run.path.pop();
        run.countRemoval(run.refusal, '*');
        run.path.push('*');
        run.clearTexts.rememberRemoved(element, name);
      } else {
        kept.push(result);
        if (typeof result !== 'string') continue;
        if (run.isBounded) bounded.add(result);
        else hasTexts = true;
      }
    }
    run.path.pop();
    if (hasTexts) run.tested.push({ container: kept, key: undefined, bounded });
    return kept;
  };
}

function objectFilter(
  node: ValueNode,
  compile: (node: SchemaNode) => Filter,
): ContainerFilter<JsonObject> {
  const properties = new Map(
    [...(node.properties ?? [])].map(([name, property]) => [name, compile(property)]),
  );
  return (object, run) => {
    const kept: JsonObject = {};
    let known: ReadonlySet<string> | undefined;
    for (const name of namesOf(object)) {
      const value = object[name] ?? null;
      const property = properties.get(name);
      if (property === undefined) {
        known ??= run.knownNamesHere();
        if (known?.has(name) !== true) run.countUndeclared(name);
        run.clearTexts.rememberRemoved(value, name);
        continue;
      }
      const isContainer = typeof value === 'object';
      if (isContainer) run.path.push(name);
      const result = property.apply(value, run);
      if (isContainer) run.path.pop();
      if (result === undefined) {
        run.countRemoval(run.refusal, name);
        run.clearTexts.rememberRemoved(value, name);
        continue;
      }
      setProperty(kept, name, result);
      if (typeof result === 'string' && !run.isBounded) {
        run.tested.push({ container: kept, key: name });
      }
    }
    keepNameOrder(object, kept);
    return kept;
  };
}
