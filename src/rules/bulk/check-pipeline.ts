import { checkRegex } from '../check-schema.ts';
import { nearestName } from '../problem.ts';
import type { RulesNode } from '../rules-node.ts';
import type { RulesReader } from '../rules-reader.ts';
import type { RulesMode } from '../document.ts';
import type { PipelineStep, TextPiece } from './document.ts';
import { isNothing } from './read-names.ts';

interface PipelineContext {
  readonly reader: RulesReader;
  readonly mode: RulesMode;
}

type CheckStep = (
  node: RulesNode | undefined,
  context: PipelineContext,
) => PipelineStep | undefined;

const STEPS = {
  filter: (node, { reader }) => {
    const regex = checkRegex(node, 'filter', { reader });
    return regex && { kind: 'filter', regex };
  },
  formatString: (node, { reader }) => {
    const pieces = checkFormat(node, reader);
    return pieces && { kind: 'format', pieces };
  },
  javaRegExpReplace: checkReplace,
  pseudonymize: (node, { reader }) =>
    reader.boolean(node, 'pseudonymize') === true ? { kind: 'pseudonymize' } : undefined,
} as const satisfies Record<string, CheckStep>;

const CHECKS: ReadonlyMap<string, CheckStep> = new Map(Object.entries(STEPS));

/** Reads the `transforms` of an entry of `fieldsToTransform`: maps with one key each. */
export function checkPipeline(
  node: RulesNode | undefined,
  context: PipelineContext,
): readonly PipelineStep[] {
  if (isNothing(node)) return [];
  const elements = context.reader.elements(node, 'transforms') ?? [];
  return elements.flatMap((element) => checkStep(element, context) ?? []);
}

function checkStep(node: RulesNode, context: PipelineContext): PipelineStep | undefined {
  const { reader } = context;
  const entries = reader.entries(node, 'a step of transforms');
  if (entries === undefined) return undefined;
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    return reader.problem('bad-option', node, 'a step of transforms must have exactly one key');
  }
  if (entry.name === 'pseudonymizeWithScope') {
    const message = 'pseudonymizeWithScope no longer exists; use pseudonymize: true';
    return reader.problem('forbidden-key', entry.keyNode, message);
  }
  const check = CHECKS.get(entry.name);
  if (check !== undefined) return check(entry.value ?? entry.keyNode, context);
  return reader.problem('unknown-key', entry.keyNode, `unknown step "${entry.name}"`, {
    hint: nearestName(entry.name, CHECKS.keys()),
  });
}

/** `%s` is the value, `%%` a percent sign. */
function checkFormat(
  node: RulesNode | undefined,
  reader: RulesReader,
): readonly TextPiece[] | undefined {
  const text = reader.text(node, 'formatString');
  if (text === undefined) return undefined;
  const bad = [...text.matchAll(/%[s%]?/g)].find(([found]) => found === '%');
  if (bad !== undefined) {
    const at = bad.index + 1;
    return reader.problem('bad-option', node, 'formatString may hold %s and %% only', { at });
  }
  return text
    .split(/(%s|%%)/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece === '%s' ? 0 : piece === '%%' ? '%' : piece));
}

function checkReplace(
  node: RulesNode | undefined,
  { reader, mode }: PipelineContext,
): PipelineStep | undefined {
  const fields = reader.fields(node, 'javaRegExpReplace', ['regExp', 'replace']);
  if (fields === undefined) return undefined;
  const [pattern, replacement] = [fields.get('regExp'), fields.get('replace')];
  if (pattern === undefined || replacement === undefined) {
    return reader.problem('missing-key', node, 'javaRegExpReplace needs "regExp" and "replace"');
  }
  const regex = checkRegex(pattern.value ?? pattern.keyNode, 'regExp', { reader });
  const place = replacement.value ?? replacement.keyNode;
  const text = reader.text(place, 'replace');
  if (regex === undefined || text === undefined) return undefined;
  const pieces = parseReplacement(text, regex.groupCount);
  if (pieces === undefined) {
    const message = `replace may refer to groups of regExp as $1 to $9, and it has ${String(regex.groupCount)}; a dollar sign itself is \\$`;
    return reader.problem('bad-option', place, message);
  }
  const otherwise = mode === 'strict' ? 'empty' : 'unchanged';
  return { kind: 'replace', regex, pieces, otherwise };
}

/** As `java.util.regex.Matcher` reads a replacement: `$n` is a group, a backslash takes the meaning from what follows. */
function parseReplacement(text: string, groupCount: number): readonly TextPiece[] | undefined {
  const pieces: TextPiece[] = [];
  for (const [piece] of text.matchAll(/\\[^]|\$[0-9]|[^\\$]+|[^]/g)) {
    if (piece === '$' || piece === '\\') return undefined;
    if (piece.startsWith('$')) {
      const group = Number(piece.slice(1));
      if (group > groupCount) return undefined;
      pieces.push(group);
    } else pieces.push(piece.startsWith('\\') ? piece.slice(1) : piece);
  }
  return pieces;
}
