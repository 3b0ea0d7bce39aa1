import type { BulkContext } from './bulk-context.ts';
import type { Fields, RulesReader } from '../rules-reader.ts';
import { checkColumnNames, type WrittenColumns } from './check-column-names.ts';
import {
  readDelimiter,
  readFlag,
  readPseudonymFormat,
  readShuffleWindow,
  readWord,
} from './check-options.ts';
import { checkPipeline } from './check-pipeline.ts';
import type { ColumnarRules } from './document.ts';
import { foldName } from './fold-name.ts';
import { COLUMNAR_KEYS, PIPELINE_KEYS } from './keys.ts';
import type { RulesNode } from '../rules-node.ts';
import type { Entry } from '../rules-node.ts';
import { isNothing, readMap, readName, readNames } from './read-names.ts';

/** Keys that say something about what leaves; without any of them rules treat nothing. */
const TREATING: readonly string[] = [
  'columnsToPseudonymize',
  'columnsToPseudonymizeIfPresent',
  'columnsToRedact',
  'columnsToRedactIfPresent',
  'fieldsToTransform',
];

/** Reads rules for CSV by columns. */
export function checkColumnar(
  node: RulesNode | undefined,
  context: BulkContext,
): ColumnarRules | undefined {
  const { reader, mode } = context;
  const fields = reader.fields(node, 'columnar rules', COLUMNAR_KEYS);
  if (fields === undefined) return undefined;
  const written = readColumns(fields, context);
  const unlisted = readUnlisted(fields, written, reader);
  const isUndecided = checkDecided(node, { fields, written, unlisted }, context);
  const unlistedColumns = unlisted ?? (isUndecided ? 'pass' : 'drop');
  checkColumnNames(written, unlistedColumns, context);
  const delimiter = readDelimiter('delimiter', fields, reader) ?? ',';
  const [raggedRows = 'pad'] = [readWord('raggedRows', ['pad', 'fail'], { fields, reader })];
  return {
    kind: 'columnar',
    delimiter,
    outputDelimiter:
      readDelimiter('outputDelimiter', fields, reader) ?? (mode === 'strict' ? delimiter : ','),
    pseudonymFormat: readPseudonymFormat(fields, reader),
    pseudonymize: textsOf(written.pseudonymize),
    pseudonymizeIfPresent: textsOf(written.pseudonymizeIfPresent),
    redact: textsOf(written.redact),
    redactIfPresent: textsOf(written.redactIfPresent),
    include: written.include && textsOf(written.include),
    unlistedColumns,
    isUndecided,
    renames: written.renames.map(({ from, to }) => ({ from: from.name, to: to.name })),
    derived: written.derived
      .map(({ column }) => column)
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    raggedRows,
    neutralizeFormulas: readFlag('neutralizeFormulas', fields, reader),
    shuffleWindow: readShuffleWindow(fields, reader),
  };
}

function textsOf(names: readonly { readonly name: string }[]): readonly string[] {
  return names.map(({ name }) => name);
}

function readColumns(fields: Fields, context: BulkContext): WrittenColumns {
  const { reader } = context;
  const hasInclude = !isNothing(fields.get('columnsToInclude')?.value);
  return {
    pseudonymize: readNames('columnsToPseudonymize', fields, reader),
    pseudonymizeIfPresent: readNames('columnsToPseudonymizeIfPresent', fields, reader),
    redact: readNames('columnsToRedact', fields, reader),
    redactIfPresent: readNames('columnsToRedactIfPresent', fields, reader),
    include: hasInclude ? readNames('columnsToInclude', fields, reader) : undefined,
    renames: readPairs('columnsToRename', fields, reader),
    derived: [
      ...readPairs('columnsToDuplicate', fields, reader).map(({ from, to }) => ({
        column: {
          name: to.name,
          source: from.name,
          steps: [],
          dropsSource: false,
          isInPlace: false,
        },
        node: to.node,
      })),
      ...readMap('fieldsToTransform', fields, reader).flatMap((entry) =>
        readDerived(entry, context),
      ),
    ],
  };
}

function readPairs(key: string, fields: Fields, reader: RulesReader): WrittenColumns['renames'] {
  return readMap(key, fields, reader).flatMap(({ name, keyNode, value }) => {
    const to = readName(value ?? keyNode, `each new name in ${key}`, reader);
    return to === undefined
      ? []
      : [{ from: { name, node: keyNode }, to: { name: to, node: value ?? keyNode } }];
  });
}

function readDerived(entry: Entry, context: BulkContext): WrittenColumns['derived'] {
  const { reader } = context;
  const what = `the entry "${entry.name}" of fieldsToTransform`;
  const fields = reader.fields(entry.value ?? entry.keyNode, what, PIPELINE_KEYS);
  if (fields === undefined) return [];
  const newName = fields.get('newName');
  if (newName === undefined) {
    reader.problem('missing-key', entry.keyNode, `${what} needs "newName"`);
    return [];
  }
  const name = readName(newName.value ?? newName.keyNode, 'newName', reader);
  const sourceEntry = fields.get('sourceColumn');
  const source = isNothing(sourceEntry?.value)
    ? entry.name
    : readName(sourceEntry?.value, 'sourceColumn', reader);
  const steps = checkPipeline(fields.get('transforms')?.value, context);
  const dropsSource = readFlag('dropSource', fields, reader);
  if (name === undefined || source === undefined) return [];
  const isInPlace = foldName(name) === foldName(source);
  if (isInPlace && dropsSource) {
    reader.problem(
      'bad-option',
      fields.get('dropSource')?.keyNode,
      'dropSource has no meaning where newName is the source itself',
    );
  }
  return [{ column: { name, source, steps, dropsSource, isInPlace }, node: newName.keyNode }];
}

function readUnlisted(
  fields: Fields,
  { include }: WrittenColumns,
  reader: RulesReader,
): ColumnarRules['unlistedColumns'] | undefined {
  const unlisted = readWord('unlistedColumns', ['pass', 'drop', 'fail'], { fields, reader });
  if (unlisted !== 'pass' || include === undefined) return unlisted;
  return reader.problem(
    'bad-option',
    fields.get('unlistedColumns')?.keyNode,
    'columnsToInclude says what may pass; with it unlistedColumns is drop or fail',
  );
}

interface Decision {
  readonly fields: Fields;
  readonly written: WrittenColumns;
  readonly unlisted: ColumnarRules['unlistedColumns'] | undefined;
}

/** Privacy: whether unlisted columns pass must be said; compatible mode lets them pass, and says so. */
function checkDecided(
  node: RulesNode | undefined,
  { fields, written }: Decision,
  { reader, mode }: BulkContext,
): boolean {
  const hasUnlisted = !isNothing(fields.get('unlistedColumns')?.value);
  if (written.include !== undefined || hasUnlisted) return false;
  if (!TREATING.some((key) => hasMembers(fields.get(key)))) {
    reader.problem('empty-rules', node, 'the rules treat no column');
    return false;
  }
  const message =
    'the rules do not say what becomes of unlisted columns; add unlistedColumns: drop (or pass, or fail), or list columnsToInclude';
  if (mode === 'strict') reader.problem('undecided', node, message);
  else reader.warn('undecided', node, `${message}; until then they pass in clear`);
  return mode === 'compatible';
}

function hasMembers(entry: Entry | undefined): boolean {
  const value = entry?.value;
  if (value?.kind === 'list') return value.elements.length > 0;
  return value?.kind === 'map' && value.entries.length > 0;
}
