import { isJsonObject, namesOf, type JsonObject, type JsonValue } from '../json.ts';
import { compileExpression } from './compile-expression.ts';
import type { JsonPath, Step } from './json-path.ts';

/** A place in a document: a property of an object or an element of an array. */
export interface Location {
  readonly parent: JsonObject | JsonValue[];
  readonly key: string | number;
  /** The nearest property name on the way from the root, empty for none. */
  readonly name: string;
}

/** Finds the locations of one path. The root itself is the only property of `holder`. */
export type Locate = (holder: JsonObject) => readonly Location[];

type Advance = (start: Location, found: Location[]) => void;

/**
 * Compiles a path. Each location is found once; outer locations come before inner ones and lower
 * indexes before higher ones, so changing them from the last to the first never shifts what is left.
 */
export function compileLocate(path: JsonPath): Locate {
  const stages = path.steps.map((step) => ({ descend: step.descend, advance: compileStep(step) }));
  const descents = path.steps.filter((step) => step.descend).length;
  const mayRepeat =
    descents > 1 || (descents > 0 && path.steps.some(({ kind }) => kind === 'filter'));
  return (holder) => {
    let locations: readonly Location[] = Object.keys(holder).map((key) => ({
      parent: holder,
      key,
      name: '',
    }));
    for (const { descend, advance } of stages) {
      const found: Location[] = [];
      for (const location of locations) {
        if (descend)
          visitDescendants(location, (start) => {
            advance(start, found);
          });
        else advance(location, found);
      }
      locations = mayRepeat ? withoutRepeats(found) : found;
    }
    return locations;
  };
}

/** The value at a location; undefined if it is gone. */
export function valueAt({ parent, key }: Location): JsonValue | undefined {
  if (Array.isArray(parent)) return typeof key === 'number' ? parent[key] : undefined;
  return Object.hasOwn(parent, key) ? parent[key] : undefined;
}

function visitDescendants(start: Location, visit: (location: Location) => void): void {
  visit(start);
  forEachChild(start, (child) => {
    visitDescendants(child, visit);
  });
}

function forEachChild(location: Location, visit: (child: Location) => void): void {
  const value = valueAt(location);
  if (Array.isArray(value)) {
    for (const index of value.keys()) visit({ parent: value, key: index, name: location.name });
  } else if (isJsonObject(value)) {
    for (const name of namesOf(value)) visit({ parent: value, key: name, name });
  }
}

function compileStep(step: Step): Advance {
  switch (step.kind) {
    case 'names': {
      const names = [...new Set(step.names)];
      return (start, found) => {
        const value = valueAt(start);
        if (!isJsonObject(value)) return;
        for (const name of names) {
          if (Object.hasOwn(value, name)) found.push({ parent: value, key: name, name });
        }
      };
    }
    case 'wildcard':
      return (start, found) => {
        forEachChild(start, (child) => found.push(child));
      };
    case 'indexes':
      return elements((length) => {
        const indexes = step.indexes.map((index) => (index < 0 ? length + index : index));
        return [...new Set(indexes)]
          .filter((index) => index >= 0 && index < length)
          .sort((a, b) => a - b);
      });
    case 'slice':
      return elements((length) =>
        [...Array(length).keys()].slice(step.from ?? 0, step.to ?? length),
      );
    case 'filter': {
      const holds = compileExpression(step.test);
      return (start, found) => {
        const value = valueAt(start);
        if (isJsonObject(value)) {
          if (holds(value)) found.push(start);
        } else if (Array.isArray(value)) {
          forEachChild(start, (child) => {
            const element = valueAt(child);
            if (element !== undefined && holds(element)) found.push(child);
          });
        }
      };
    }
    default:
      return step satisfies never;
  }
}

function elements(choose: (length: number) => readonly number[]): Advance {
  return (start, found) => {
    const value = valueAt(start);
    if (!Array.isArray(value)) return;
    for (const key of choose(value.length)) found.push({ parent: value, key, name: start.name });
  };
}

function withoutRepeats(locations: readonly Location[]): readonly Location[] {
  const seen = new Map<Location['parent'], Set<string | number>>();
  return locations.filter(({ parent, key }) => {
    const keys = seen.get(parent);
    if (keys === undefined) seen.set(parent, new Set([key]));
    else if (keys.has(key)) return false;
    else keys.add(key);
    return true;
  });
}
