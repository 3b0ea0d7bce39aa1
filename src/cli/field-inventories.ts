import {
  toPlaceSteps,
  type FieldInventory,
  type InventoryEndpoint,
  type InventoryField,
} from '../report/field-inventory.ts';
import type { ColumnInventory } from '../report/file-sheet.ts';
import { isFieldClass } from '../report/field-class.ts';
import zoom from '../sources/zoom/field-inventory.json' with { type: 'json' };
import { zoomRisks } from '../sources/zoom/remaining-risks.ts';

interface InventoryFile {
  readonly endpoints: Readonly<Record<string, { readonly fields: readonly InventoryLine[] }>>;
}

interface InventoryLine {
  readonly path: string;
  readonly class: string;
  readonly container?: boolean | undefined;
}

/** What is known of the answers of every source. */
export const fieldInventories: readonly FieldInventory[] = [
  { name: 'zoom', endpoints: toEndpoints(zoom), risks: zoomRisks },
];

/** What is known of the files that sources export. */
export const columnInventories: readonly ColumnInventory[] = [
  {
    name: 'zoom-ai-metrics',
    columns: [
      { name: 'User Name', class: 'person_name' },
      { name: 'Email', class: 'email' },
      { name: 'Action', class: 'count' },
      { name: 'Feature used', class: 'enum' },
      { name: 'Department', class: 'org' },
    ],
  },
];

function toEndpoints({ endpoints }: InventoryFile): readonly InventoryEndpoint[] {
  return Object.entries(endpoints).map(([path, { fields }]) => {
    const [containers, values] = [true, false].map((wanted) =>
      fields.filter(({ container = false }) => container === wanted),
    );
    return {
      path,
      fields: values?.map(toField) ?? [],
      containers: new Set(containers?.map((field) => field.path)),
    };
  });
}

function toField({ path, class: name }: InventoryLine): InventoryField {
  return { path, steps: toPlaceSteps(path), class: isFieldClass(name) ? name : 'other' };
}
