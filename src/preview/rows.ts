import { isJsonObject, namesOf, writeJson, type JsonObject, type JsonValue } from '../json.ts';
import type { FieldPlace } from './field-places.ts';

/**
 * One line of the comparison: levels of indentation, its text before and after (null: nothing stands
 * there), and the number of its field (-1: a bracket or a heading). A tuple, for a document has many.
 */
export type Row = readonly [
  level: number,
  before: string | null,
  after: string | null,
  field: number,
];

interface Around {
  readonly level: number;
  /** The property's name as JSON, with its colon; empty for elements. */
  readonly label: string;
  readonly place: FieldPlace;
  readonly rows: Row[];
}

/** The lines of a document beside those of its sanitized form (undefined: all of it was removed). */
export function compareDocuments(
  before: JsonValue,
  after: JsonValue | undefined,
  root: FieldPlace,
): readonly Row[] {
  const rows: Row[] = [];
  compare(before, after, { level: 0, label: '', place: root, rows });
  return rows;
}

function compare(before: JsonValue, after: JsonValue | undefined, around: Around): void {
  const { rows, level, label, place } = around;
  if (Array.isArray(before)) compareArrays(before, after, around);
  else if (isJsonObject(before)) compareObjects(before, after, around);
  else rows.push([level, label + writeJson(before), textAfter(after, around), place.field()]);
}

function compareArrays(before: JsonValue[], after: JsonValue | undefined, around: Around): void {
  const kept = Array.isArray(after) ? after : undefined;
  if (before.length === 0) return leaf('[]', after, around);
  open('[', kept && '[', { after, around });
  const place = around.place.element();
  let next = 0;
  for (const element of before) {
    const candidate = kept?.[next];
    const isThere = candidate !== undefined && maySurviveAs(element, candidate);
    if (isThere) next += 1;
    compare(element, isThere ? candidate : undefined, inside(around, '', place));
  }
  close(']', kept !== undefined, around);
}

function compareObjects(before: JsonObject, after: JsonValue | undefined, around: Around): void {
  const kept = isJsonObject(after) ? after : undefined;
  const names = namesOf(before);
  if (names.length === 0) return leaf('{}', after, around);
  open('{', kept && '{', { after, around });
  for (const name of names) {
    const property = kept !== undefined && Object.hasOwn(kept, name) ? kept[name] : undefined;
    const place = around.place.property(name);
    compare(before[name] ?? null, property, inside(around, `${JSON.stringify(name)}: `, place));
  }
  close('}', kept !== undefined, around);
}

function inside({ level, rows }: Around, label: string, place: FieldPlace): Around {
  return { level: level + 1, label, place, rows };
}

/** A container that holds nothing. */
function leaf(text: string, after: JsonValue | undefined, around: Around): void {
  const { rows, level, label, place } = around;
  rows.push([
    level,
    label + text,
    textAfter(after, around),
    after === undefined ? place.field() : -1,
  ]);
}

interface Opening {
  readonly after: JsonValue | undefined;
  readonly around: Around;
}

function open(bracket: string, kept: string | undefined, { after, around }: Opening): void {
  const { rows, level, label, place } = around;
  const text = kept === undefined ? textAfter(after, around) : label + kept;
  rows.push([level, label + bracket, text, kept === undefined ? place.field() : -1]);
}

function close(bracket: string, isKept: boolean, { rows, level }: Around): void {
  rows.push([level, bracket, isKept ? bracket : null, -1]);
}

function textAfter(after: JsonValue | undefined, { label }: Around): string | null {
  return after === undefined ? null : label + writeJson(after);
}

/**
 * Whether an element can have become another. What the rules remove of an array closes up, and the
 * order stays, so the first that fits is the one.
 */
function maySurviveAs(before: JsonValue, after: JsonValue): boolean {
  if (Array.isArray(before)) return Array.isArray(after);
  if (!isJsonObject(before)) return isAlike(before, after);
  if (!isJsonObject(after)) return false;
  return namesOf(after).every((name) => {
    const [old, made] = [before[name] ?? null, after[name] ?? null];
    return (
      Object.hasOwn(before, name) && (isContainer(old) ? isContainer(made) : isAlike(old, made))
    );
  });
}

function isContainer(value: JsonValue): boolean {
  return Array.isArray(value) || isJsonObject(value);
}

/** Texts and numbers may become other texts; what is nothing or a switch stays what it is. */
function isAlike(before: JsonValue, after: JsonValue): boolean {
  if (isContainer(after)) return false;
  const mayBeReplaced = before !== null && typeof before !== 'boolean';
  return (mayBeReplaced && typeof after === 'string') || writeJson(before) === writeJson(after);
}
