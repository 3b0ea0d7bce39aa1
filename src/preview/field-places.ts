import { describeField, remarkOf } from '../report/describe-field.ts';
import { FATE_WORDS } from '../report/fate-words.ts';
import type { Fate } from '../report/fate.ts';
import type { FieldFate } from '../report/field-fate.ts';
import { placeText, type PlaceStep } from '../rules/schema-places.ts';

/** A field of a document, and what becomes of it. */
export interface PreviewField {
  readonly path: string;
  readonly fate: Fate;
  readonly label: string;
  /** Back quotes mark what stands in the rules. */
  readonly sentence: string;
  /** What the rules themselves say of it to people. */
  readonly remark: string | undefined;
  readonly line: number;
}

/** One place of documents; equal places of all rows are one object. */
export interface FieldPlace {
  /** Its number in the list of fields. */
  field(): number;
  property(name: string): FieldPlace;
  /** Of all elements. */
  element(): FieldPlace;
}

/** Finds the fate of a place by its steps. */
export type FateAt = (steps: readonly PlaceStep[]) => FieldFate;

export interface FieldPlaces {
  readonly root: FieldPlace;
  /** Those that were asked for, by number. */
  readonly fields: readonly PreviewField[];
}

/** Numbers the places of a document as they are met, and looks up the fate of each once. */
export function createFieldPlaces(fateAt: FateAt): FieldPlaces {
  const fields: PreviewField[] = [];
  const placeAt = (steps: readonly PlaceStep[]): FieldPlace => {
    const places = new Map<string, FieldPlace>();
    let element: FieldPlace | undefined;
    let number: number | undefined;
    return {
      field: () => {
        if (number === undefined) {
          number = fields.length;
          fields.push(toPreviewField({ ...fateAt(steps), path: placeText(steps) }));
        }
        return number;
      },
      property: (name) => {
        const known = places.get(name);
        if (known !== undefined) return known;
        const place = placeAt([...steps, { name }]);
        places.set(name, place);
        return place;
      },
      element: () => (element ??= placeAt([...steps, '*'])),
    };
  };
  return { root: placeAt([]), fields };
}

export function toPreviewField(field: FieldFate): PreviewField {
  const { path, fate, line } = field;
  return {
    path,
    fate,
    label: FATE_WORDS[fate].label,
    sentence: describeField(field),
    remark: remarkOf(field),
    line,
  };
}
