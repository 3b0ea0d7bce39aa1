import type { BulkRules, BulkRulesDocument, FileRules } from '../rules/bulk/document.ts';
import { foldName } from '../rules/bulk/fold-name.ts';
import type { RulesNode } from '../rules/rules-node.ts';
import { analyseRecords } from './analyse-records.ts';
import { analyseColumns } from './columns.ts';
import { coverageOf, type DataSheet, type SheetEndpoint, type SheetField } from './data-sheet.ts';
import type { FieldClass } from './field-class.ts';
import type { FieldFate } from './field-fate.ts';
import { GENERAL_RISKS } from './remaining-risk.ts';
import { findEntry } from './rules-places.ts';

/** What a source is known to export as a file, column by column. */
export interface ColumnInventory {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly class: FieldClass }[];
}

export interface FileSheetSources {
  /** The rules file, as it was named. */
  readonly rules: string;
  /** The text of the rules as nodes, for the lines. */
  readonly root: RulesNode;
  readonly inventories: readonly ColumnInventory[];
}

/** The data sheet of rules for files. */
export function createFileSheet(document: BulkRulesDocument, sources: FileSheetSources): DataSheet {
  const { rules, root, inventories } = sources;
  const files = toFiles(document.rules, { path: 'every file', root });
  const endpoints = files.map((file, index) => toSheetFile(file, index, inventories));
  const known = inventories.find((one) => files.some((file) => isMeantFor(file, one)));
  return {
    kind: 'files',
    rules,
    sha: document.sha,
    endpoints,
    coverage: known && coverageOf(known.name, endpoints),
    risks: GENERAL_RISKS,
  };
}

interface PlacedFile {
  /** The template of its keys. */
  readonly path: string;
  readonly rules: FileRules;
  readonly root: RulesNode;
}

interface Around {
  readonly path: string;
  readonly root: RulesNode;
}

/** Each kind of file; the names of nested templates follow each other. */
function toFiles(rules: BulkRules, { path, root }: Around): readonly PlacedFile[] {
  if (rules.kind !== 'multi-file') return [{ path, rules, root }];
  const map = findEntry(root, 'fileRules')?.value;
  return rules.files.flatMap(({ template, rules: inner }) => {
    const node = (map && findEntry(map, template.text)?.value) ?? root;
    const isOutermost = path === 'every file';
    return toFiles(inner, {
      path: isOutermost ? template.text : `${path} ${template.text}`,
      root: node,
    });
  });
}

function toSheetFile(
  { path, rules, root }: PlacedFile,
  index: number,
  inventories: readonly ColumnInventory[],
): SheetEndpoint {
  const known = inventories.find((one) => isMeantFor({ rules, root }, one));
  const others = passesOthers(rules) ? 'keep' : 'remove';
  const fields = fieldsOf(rules, root);
  return {
    id: `file-${String(index + 1)}`,
    methods: [],
    path,
    line: root.position.line,
    fields:
      known === undefined
        ? fields.map((field) => ({ ...field, class: undefined }))
        : withClasses(fields, known, { others, line: root.position.line }),
    others,
    requests: new Map(),
    withoutLine: () => [],
  };
}

function fieldsOf(rules: FileRules, root: RulesNode): readonly FieldFate[] {
  return rules.kind === 'columnar'
    ? analyseColumns(rules, root)
    : analyseRecords(rules, root).fields;
}

function passesOthers(rules: FileRules): boolean {
  return rules.kind === 'columnar'
    ? rules.include === undefined && rules.unlistedColumns === 'pass'
    : rules.schema === undefined;
}

/** Whether rules speak of the columns of an inventory: they name half of them, and demand no other. */
function isMeantFor(
  { rules }: Pick<PlacedFile, 'rules' | 'root'>,
  { columns }: ColumnInventory,
): boolean {
  if (rules.kind !== 'columnar') return false;
  const known = new Set(columns.map(({ name }) => foldName(name)));
  const required = [...rules.pseudonymize, ...rules.redact];
  const named = new Set([...required, ...(rules.include ?? [])].map(foldName));
  return (
    required.every((name) => known.has(foldName(name))) &&
    2 * named.intersection(known).size >= known.size
  );
}

/** The columns of the inventory, with what the rules say of each, and those they name besides. */
function withClasses(
  fields: readonly FieldFate[],
  { columns }: ColumnInventory,
  { others, line }: Pick<SheetEndpoint, 'others' | 'line'>,
): readonly SheetField[] {
  const byName = new Map(fields.map((field) => [foldName(field.path), field]));
  const listed = columns.map((column): SheetField => {
    const found = byName.get(foldName(column.name));
    byName.delete(foldName(column.name));
    return { ...(found ?? unnamed(column.name, others, line)), class: column.class };
  });
  return [...listed, ...[...byName.values()].map((field) => ({ ...field, class: undefined }))];
}

function unnamed(path: string, others: 'keep' | 'remove', line: number): FieldFate {
  const kind = others === 'keep' ? 'no-schema' : 'undeclared';
  return {
    path,
    fate: others,
    line,
    reason: { kind },
    outcomes: [others],
    admitted: [],
    effects: [],
  };
}
