import type { FieldInventory } from '../report/field-inventory.ts';
import { toPlaceSteps } from '../report/field-inventory.ts';
import { isFieldClass } from '../report/field-class.ts';
import zoom from '../sources/zoom/field-inventory.json' with { type: 'json' };

interface InventoryFile {
  readonly endpoints: Readonly<Record<string, { readonly fields: readonly InventoryLine[] }>>;
}

interface InventoryLine {
  readonly path: string;
  readonly class: string;
  readonly container?: boolean | undefined;
}

/** What is known of the answers of every source. */
export const fieldInventories: readonly FieldInventory[] = [toInventory('zoom', zoom)];

function toInventory(name: string, { endpoints }: InventoryFile): FieldInventory {
  return {
    name,
    endpoints: Object.entries(endpoints).map(([path, { fields }]) => ({
      path,
      fields: fields.filter(({ container }) => container !== true).map(toField),
      containers: new Set(
        fields.filter(({ container }) => container === true).map((field) => field.path),
      ),
    })),
  };
}

function toField({
  path,
  class: name,
}: InventoryLine): FieldInventory['endpoints'][number]['fields'][number] {
  return { path, steps: toPlaceSteps(path), class: isFieldClass(name) ? name : 'other' };
}
