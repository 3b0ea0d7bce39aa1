import type { DataSheet, SheetField } from './data-sheet.ts';
import { FATES, type Fate } from './fate.ts';
import { CLASS_NAMES, FIELD_CLASSES, type FieldClass } from './field-class.ts';

/** How many fields meet which fate. */
export type FateCounts = Readonly<Record<Fate, number>>;

export interface ClassSummary {
  /** Undefined: fields that no inventory lists. */
  readonly class: FieldClass | undefined;
  readonly label: string;
  readonly isSensitive: boolean;
  readonly fields: number;
  readonly counts: FateCounts;
}

export interface PlacedField extends SheetField {
  /** Path of the endpoint. */
  readonly endpoint: string;
}

export interface SheetSummary {
  readonly fields: number;
  readonly counts: FateCounts;
  /** Classes that occur, in the order in which people ask about them. */
  readonly classes: readonly ClassSummary[];
  /** Fields of a sensitive class that leave in clear, whole or in part. */
  readonly sensitiveInClear: readonly PlacedField[];
  /** Fields whose codes this installation can turn back. */
  readonly reversible: readonly PlacedField[];
}

/** Counts of a data sheet, and the fields to look at first. */
export function summarize({ endpoints }: DataSheet): SheetSummary {
  const all = endpoints.flatMap(({ path, fields }) =>
    fields.map((field): PlacedField => ({ ...field, endpoint: path })),
  );
  const names: readonly (FieldClass | undefined)[] = [...CLASS_NAMES, undefined];
  const classes = names.map((name) =>
    summarizeClass(
      name,
      all.filter((field) => field.class === name),
    ),
  );
  return {
    fields: all.length,
    counts: countFates(all),
    classes: classes.filter(({ fields }) => fields > 0),
    sensitiveInClear: all.filter((field) => isSensitive(field.class) && leavesInClear(field)),
    reversible: all.filter(({ outcomes }) => outcomes.some((outcome) => REVERSIBLE.has(outcome))),
  };
}

const REVERSIBLE: ReadonlySet<Fate> = new Set(['pseudonymize-reversible', 'tokenize']);
const IN_CLEAR: ReadonlySet<Fate> = new Set(['keep', 'keep-enum', 'partial']);

/** Whether a value of this field may leave as it is, whole or in part. */
export function leavesInClear({ outcomes }: SheetField): boolean {
  return outcomes.some((outcome) => IN_CLEAR.has(outcome));
}

function isSensitive(name: FieldClass | undefined): boolean {
  return name !== undefined && FIELD_CLASSES[name].isSensitive;
}

function summarizeClass(name: FieldClass | undefined, fields: readonly SheetField[]): ClassSummary {
  return {
    class: name,
    label: name === undefined ? 'Not in the inventory' : FIELD_CLASSES[name].label,
    isSensitive: isSensitive(name),
    fields: fields.length,
    counts: countFates(fields),
  };
}

function countFates(fields: readonly SheetField[]): FateCounts {
  const count = (fate: Fate): number => fields.filter((field) => field.fate === fate).length;
  return {
    keep: count('keep'),
    'keep-enum': count('keep-enum'),
    partial: count('partial'),
    conditional: count('conditional'),
    pseudonymize: count('pseudonymize'),
    'pseudonymize-reversible': count('pseudonymize-reversible'),
    tokenize: count('tokenize'),
    digest: count('digest'),
    remove: count('remove'),
  };
}

/** The fates that occur, in the order in which people read them. */
export function fatesIn(counts: FateCounts): readonly Fate[] {
  return FATES.filter((fate) => counts[fate] > 0);
}
