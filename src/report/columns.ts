import { createNameTest } from '../rules/bulk/aliases.ts';
import { createColumnLists, type ColumnLists } from '../rules/bulk/column-lists.ts';
import type { ColumnarRules, DerivedColumn, PipelineStep } from '../rules/bulk/document.ts';
import type { RulesNode } from '../rules/rules-node.ts';
import type { Admitted } from './admitted.ts';
import type { CertainFate } from './fate.ts';
import type { FateReason, FieldFate } from './field-fate.ts';
import { findEntry, findName } from './rules-places.ts';
import type { TransformEffect } from './transform-effect.ts';

/** The fate of every column that columnar rules name, and of those they make, by the rules alone. */
export function analyseColumns(rules: ColumnarRules, root: RulesNode): readonly FieldFate[] {
  const columns = new Columns(rules, root);
  return [...columns.names().map((name) => columns.fateOf(name)), ...columns.derived()];
}

interface Decided {
  readonly fate: CertainFate;
  readonly line: number;
  readonly reason: FateReason;
}

/** Rules and their text side by side. */
class Columns {
  readonly #rules: ColumnarRules;
  readonly #root: RulesNode;
  readonly #lists: ColumnLists;

  constructor(rules: ColumnarRules, root: RulesNode) {
    this.#rules = rules;
    this.#root = root;
    this.#lists = createColumnLists(rules);
  }

  /** Columns of a file, each once, as the rules spell it first. */
  names(): readonly string[] {
    const { pseudonymize, pseudonymizeIfPresent, include, redact, redactIfPresent } = this.#rules;
    const own = new Set(this.#made().map(({ name }) => name));
    const named = [
      ...(include ?? []),
      ...pseudonymize,
      ...pseudonymizeIfPresent,
      ...redact,
      ...redactIfPresent,
      ...this.#rules.derived.map(({ source }) => source),
      ...this.#rules.renames.map(({ from }) => from),
    ].filter((name) => !own.has(name));
    return [
      ...Map.groupBy(named, (name) => [...this.#lists.aliasesOf(name)].sort().join('\n')).values(),
    ]
      .map(([first]) => first)
      .filter((name) => name !== undefined);
  }

  fateOf(name: string): FieldFate {
    const inPlace = this.#rules.derived.find(
      (one) => one.isInPlace && this.#isSame(one.source, name),
    );
    return toField(name, this.#decide(name, inPlace), inPlace?.steps ?? []);
  }

  /** Columns that the rules make beside those of a file. */
  derived(): readonly FieldFate[] {
    return this.#made().map((column) => {
      const { name, steps } = column;
      const line = this.#lineOfDerived(column);
      if (!this.#lists.isWritten(column))
        return toField(name, { fate: 'remove', line, reason: UNDECLARED }, []);
      const fate = this.#lists.makesPseudonyms(column) ? 'pseudonymize' : fateBySteps(steps);
      return toField(name, { fate, line, reason: reasonOf(steps, fate) }, steps);
    });
  }

  #made(): readonly DerivedColumn[] {
    return this.#rules.derived.filter(({ isInPlace }) => !isInPlace);
  }

  /** As `planColumns` decides for a column of a file. */
  #decide(name: string, inPlace: DerivedColumn | undefined): Decided {
    const { include, derived } = this.#rules;
    const dropped = derived.find((one) => one.dropsSource && this.#isSame(one.source, name));
    const line = (...keys: readonly string[]): number => this.#lineOf(name, keys);
    if (this.#lists.isRedacted(name)) {
      return { fate: 'remove', line: line(...REDACTING), reason: by('redact') };
    }
    if (dropped !== undefined) {
      return { fate: 'remove', line: this.#lineOfDerived(dropped), reason: by('dropSource') };
    }
    if (this.#lists.isPseudonymized(name)) {
      return { fate: 'pseudonymize', line: line(...PSEUDONYMIZING), reason: by('pseudonymize') };
    }
    const passes = this.#lists.passes(name);
    const hashes = inPlace?.steps.some(({ kind }) => kind === 'pseudonymize') === true;
    if (inPlace !== undefined && (passes || (hashes && include === undefined))) {
      const fate = fateBySteps(inPlace.steps);
      return { fate, line: this.#lineOfDerived(inPlace), reason: reasonOf(inPlace.steps, fate) };
    }
    const permission = line('columnsToInclude', 'unlistedColumns');
    return passes
      ? { fate: 'keep', line: permission, reason: { kind: 'declared' } }
      : { fate: 'remove', line: permission, reason: UNDECLARED };
  }

  #isSame(one: string, other: string): boolean {
    return createNameTest([one], this.#lists.aliasesOf)(other);
  }

  /** The line of a name in one of some lists, else of the first of these keys that is there. */
  #lineOf(name: string, keys: readonly string[]): number {
    const isSame = (other: string): boolean => this.#isSame(other, name);
    const found = keys
      .map((key) => findName(this.#root, key, isSame))
      .find((node) => node !== undefined);
    const key = keys.map((one) => findEntry(this.#root, one)).find((entry) => entry !== undefined);
    return (found ?? key?.keyNode ?? this.#root).position.line;
  }

  #lineOfDerived({ source, name }: DerivedColumn): number {
    for (const key of ['fieldsToTransform', 'columnsToDuplicate']) {
      const map = findEntry(this.#root, key)?.value;
      const entries = map?.kind === 'map' ? map.entries : [];
      const found = entries.find(({ name: id, value }) => {
        const sourceNode = value && findEntry(value, 'sourceColumn')?.value;
        const newNode =
          value?.kind === 'scalar' ? value : value && findEntry(value, 'newName')?.value;
        const from = sourceNode?.kind === 'scalar' ? sourceNode.text : id;
        return from === source && newNode?.kind === 'scalar' && newNode.text === name;
      });
      if (found !== undefined) return found.keyNode.position.line;
    }
    return this.#root.position.line;
  }
}

const REDACTING = ['columnsToRedact', 'columnsToRedactIfPresent'];
const PSEUDONYMIZING = ['columnsToPseudonymize', 'columnsToPseudonymizeIfPresent'];
const UNDECLARED = { kind: 'undeclared' } as const;

function by(transform: string): FateReason {
  return { kind: 'transform', transform, isAround: false };
}

/** What the steps of a pipeline leave of a cell. */
function fateBySteps(steps: readonly PipelineStep[]): CertainFate {
  if (steps.some(({ kind }) => kind === 'pseudonymize')) return 'pseudonymize';
  if (steps.length === 0) return 'keep';
  return steps.every(isCheck) ? 'keep-enum' : 'partial';
}

/** A filter without groups lets a cell pass as a whole, or not at all. */
function isCheck(step: PipelineStep): boolean {
  return step.kind === 'filter' && step.regex.groupCount === 0;
}

function reasonOf(steps: readonly PipelineStep[], fate: CertainFate): FateReason {
  const changing = steps.find((step) => !isCheck(step));
  return changing === undefined && fate !== 'pseudonymize'
    ? { kind: 'declared' }
    : by(changing?.kind ?? 'pseudonymize');
}

function toField(name: string, decided: Decided, steps: readonly PipelineStep[]): FieldFate {
  const { fate, line, reason } = decided;
  const isSeen = fate === 'keep' || fate === 'keep-enum' || fate === 'partial';
  return {
    path: name,
    fate,
    line,
    reason,
    outcomes: [fate],
    admitted: isSeen ? [admittedBy(steps)] : [],
    effects: steps.every(isCheck) ? [] : [toEffect(steps, decided)],
  };
}

function admittedBy(steps: readonly PipelineStep[]): Admitted {
  const check = steps.find(isCheck);
  return {
    types: ['string'],
    values: undefined,
    pattern: check?.kind === 'filter' ? check.regex : undefined,
    format: undefined,
    maxLength: undefined,
  };
}

/** A pipeline as one transform, so that two can be compared. */
function toEffect(steps: readonly PipelineStep[], { fate, line }: Decided): TransformEffect {
  const position = { line, column: 1 };
  return {
    rule: { kind: 'pipeline', paths: [], applyOnlyWhen: undefined, options: { steps }, position },
    path: { text: '', steps: [] },
    line,
    fate,
    isCertain: true,
    isAround: false,
  };
}
