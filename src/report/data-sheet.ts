import type { EndpointRule, RulesDocument } from '../rules/document.ts';
import { analyseEndpoint, type EndpointAnalysis } from './analyse-endpoint.ts';
import type { Fate } from './fate.ts';
import type { FieldClass } from './field-class.ts';
import type { FieldFate } from './field-fate.ts';
import {
  inventoryEndpointsOf,
  type FieldInventory,
  type InventoryEndpoint,
} from './field-inventory.ts';
import { allowedRequests } from './allowed-requests.ts';
import { GENERAL_RISKS, type RemainingRisk } from './remaining-risk.ts';
import { withoutPaths } from './without-paths.ts';

/** What becomes of every field that rules meet. */
export interface DataSheet {
  /** Rules for an API, or for files: then `endpoints` are kinds of files, and fields may be columns. */
  readonly kind: 'api' | 'files';
  /** The file, as it was named. */
  readonly rules: string;
  readonly sha: string;
  readonly endpoints: readonly SheetEndpoint[];
  /** Undefined where no inventory knows these endpoints. */
  readonly coverage: Coverage | undefined;
  readonly risks: readonly RemainingRisk[];
}

export interface SheetEndpoint {
  readonly id: string;
  readonly methods: readonly string[];
  readonly path: string;
  readonly line: number;
  /** Those the inventory lists and those the rules let through besides, in the order of their paths. */
  readonly fields: readonly SheetField[];
  /** What becomes of a field that nobody listed, such as one the source adds tomorrow. */
  readonly others: 'keep' | 'remove';
  /** What the platform may ask, by what is checked: `query page_size`, `header accept`, … */
  readonly requests: ReadonlyMap<string, string>;
  /** The fields that would meet another fate if the paths in a line were taken out of the transforms. */
  withoutLine(line: number): readonly Revealed[];
}

export interface SheetField extends FieldFate {
  /** By the inventory; undefined for a field it does not list. */
  readonly class: FieldClass | undefined;
}

export interface Revealed {
  readonly path: string;
  readonly fate: Fate;
}

export interface Coverage {
  readonly inventory: string;
  readonly fields: number;
  readonly decided: number;
  /** Fields that pass though no rule names them. */
  readonly undecided: readonly FieldPlace[];
}

export interface FieldPlace {
  readonly endpoint: string;
  readonly path: string;
}

export interface DataSheetSources {
  /** The rules file, as it was named. */
  readonly rules: string;
  readonly inventories: readonly FieldInventory[];
}

/** The data sheet of rules for an API, from the rules alone. */
export function createDataSheet(document: RulesDocument, sources: DataSheetSources): DataSheet {
  const { rules, inventories } = sources;
  const inventory = inventories.find((one) =>
    document.endpoints.some(({ path }) => inventoryEndpointsOf(path, one).length > 0),
  );
  const endpoints = document.endpoints.map((endpoint) => {
    const known = inventory === undefined ? [] : inventoryEndpointsOf(endpoint.path, inventory);
    return toSheetEndpoint(endpoint, document, known);
  });
  const coverage = inventory && coverageOf(inventory.name, endpoints);
  const risks = [...(inventory?.risks ?? []), ...GENERAL_RISKS];
  return { kind: 'api', rules, sha: document.sha, endpoints, coverage, risks };
}

function toSheetEndpoint(
  endpoint: EndpointRule,
  { definitions }: RulesDocument,
  known: readonly InventoryEndpoint[],
): SheetEndpoint {
  const analyse = (transforms: EndpointRule['transforms']): readonly SheetField[] =>
    listFields(analyseEndpoint({ ...endpoint, transforms, definitions }), known);
  const fields = analyse(endpoint.transforms);
  return {
    id: endpoint.id,
    methods: endpoint.methods,
    path: endpoint.path.text,
    line: endpoint.position.line,
    fields,
    others: endpoint.responseSchema === undefined ? 'keep' : 'remove',
    requests: allowedRequests(endpoint),
    withoutLine: (line) => changedFields(fields, analyse(withoutPaths(endpoint.transforms, line))),
  };
}

function changedFields(
  before: readonly FieldFate[],
  after: readonly FieldFate[],
): readonly Revealed[] {
  const fates = new Map(before.map(({ path, fate }) => [path, fate]));
  return after
    .filter(({ path, fate }) => fates.get(path) !== fate)
    .map(({ path, fate }) => ({ path, fate }));
}

/** The inventory's fields, and what the rules let through besides. */
function listFields(
  analysis: EndpointAnalysis,
  known: readonly InventoryEndpoint[],
): readonly SheetField[] {
  const listed = known.flatMap(({ fields }) => fields);
  const fields = new Map(
    listed.map((field): [string, SheetField] => [
      field.path,
      { ...analysis.fateAt(field.steps), path: field.path, class: field.class },
    ]),
  );
  const containers = new Set(known.flatMap((one) => [...one.containers]));
  for (const field of analysis.fields) {
    const isElsewhere =
      containers.has(field.path) && fields.get(`${field.path}[*]`)?.fate === field.fate;
    const isUseful = known.length === 0 || (field.fate !== 'remove' && !isElsewhere);
    if (isUseful && !fields.has(field.path)) fields.set(field.path, { ...field, class: undefined });
  }
  return [...fields.values()];
}

/** How many fields of an inventory are decided. */
export function coverageOf(inventory: string, endpoints: readonly SheetEndpoint[]): Coverage {
  const listed = endpoints.flatMap(({ path, fields }) =>
    fields
      .filter((field) => field.class !== undefined)
      .map((field) => ({ endpoint: path, path: field.path, reason: field.reason })),
  );
  const undecided = listed.filter(({ reason }) => reason.kind === 'no-schema');
  return {
    inventory,
    fields: listed.length,
    decided: listed.length - undecided.length,
    undecided: undecided.map(({ endpoint, path }) => ({ endpoint, path })),
  };
}
