import { acceptsParameter } from './accept-parameter.ts';
import type { EndpointRule } from './document.ts';
import type { Problem } from './problem.ts';

/** Pairs of endpoints that some request fits both: the first in the document is the one that decides. */
export function findOverlaps(endpoints: readonly EndpointRule[]): readonly Problem[] {
  return endpoints.flatMap((later, index) =>
    endpoints.slice(0, index).flatMap((earlier) => {
      const method = earlier.methods.find((one) => later.methods.includes(one));
      const path = method === undefined ? undefined : sharedPath(earlier, later);
      if (method === undefined || path === undefined) return [];
      const message = `"${earlier.id}" (line ${String(earlier.position.line)}) and "${later.id}" both match ${method} ${path}; "${earlier.id}" wins`;
      return [{ code: 'overlap', ...later.position, message } as const];
    }),
  );
}

/** A path that both match: by segments for two templates, by samples where a regex takes part. */
function sharedPath(one: EndpointRule, other: EndpointRule): string | undefined {
  if (one.path.kind === 'template' && other.path.kind === 'template') return sharedSegments(one, other);
  const samples = [...samplesOf(one), ...samplesOf(other)];
  return samples.find((path) => matches(one, path) && matches(other, path));
}

function matches({ path }: EndpointRule, text: string): boolean {
  return path.kind === 'template'
    ? path.template.match(text) !== undefined
    : path.regex.matchWhole(text) !== undefined;
}

/** Text and parameters of one segment; `{name+}` counts as one segment, since its pattern bounds it. */
interface Segment {
  readonly text: string;
  readonly rule: EndpointRule;
}

const PARAMETER = /\{[A-Za-z][A-Za-z0-9_]*[?+]?\}/g;

function segmentsOf(rule: EndpointRule): readonly Segment[] {
  return rule.path.text.split('/').map((text) => ({ text, rule }));
}

function sharedSegments(one: EndpointRule, other: EndpointRule): string | undefined {
  const left = segmentsOf(one);
  const right = segmentsOf(other);
  if (left.length !== right.length) return undefined;
  const shared = left.map((segment, index) => sharedSegment(segment, right[index] ?? segment));
  return shared.every((segment) => segment !== undefined) ? shared.join('/') : undefined;
}

function sharedSegment(one: Segment, other: Segment): string | undefined {
  const [literal, open] = hasParameter(other) ? [one, other] : [other, one];
  if (hasParameter(literal)) return fitting(one, other);
  if (!hasParameter(open)) {
    return literal.text.toLowerCase() === open.text.toLowerCase() ? literal.text : undefined;
  }
  return accepts(open, literal.text) ? literal.text : undefined;
}

function hasParameter({ text }: Segment): boolean {
  return text.search(PARAMETER) !== -1;
}

/** Two segments with parameters: one of a few values that both accept, else the wider one as it is written. */
function fitting(one: Segment, other: Segment): string | undefined {
  const filled = VALUES.flatMap((value) => [one, other].map(({ text }) => text.replaceAll(PARAMETER, value)));
  return filled.find((text) => accepts(one, text) && accepts(other, text));
}

/** Whether a segment with parameters matches a text, their schemas included. */
function accepts({ text, rule }: Segment, value: string): boolean {
  const names = [...text.matchAll(PARAMETER)].map(([found]) => found.replaceAll(/[{}?+]/g, ''));
  const pattern = text
    .split(PARAMETER)
    .map((literal) => literal.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('([^/]*)');
  const found = new RegExp(`^${pattern}$`, 'i').exec(value);
  return (
    found !== null &&
    names.every((name, index) => {
      const schema = rule.pathParameterSchemas.get(name);
      return schema === undefined || acceptsParameter(found[index + 1] ?? '', schema);
    })
  );
}

/** Identifiers of many kinds: numbers, words, base64 of 16 bytes, UUIDs, dates, tokens. */
const VALUES = [
  '1',
  '85746065432',
  'a',
  'me',
  'abc-1',
  'A'.repeat(22),
  `${'A'.repeat(22)}==`,
  '00000000-0000-4000-8000-000000000000',
  '2026-01-02',
  `p~${'A'.repeat(64)}`,
  'user@example.com',
];

/** Paths that an endpoint matches: its template filled in, or what is left of its regex as text. */
function samplesOf(rule: EndpointRule): readonly string[] {
  const { path } = rule;
  if (path.kind === 'template') return VALUES.map((value) => path.text.replaceAll(PARAMETER, value));
  const texts = VALUES.map((value) =>
    path.text
      .replaceAll(/^\^|\$$/g, '')
      .replaceAll(/\(\?<[A-Za-z0-9]+>|\(\?[a-z:]*|\)[?*]?/g, '')
      .replaceAll(/(?:\[[^\]]*\]|\\[dwS]|\.)(?:[*+?]|\{[0-9,]*\})*\??/g, () => value)
      .replaceAll(/\\([/.?+-])/g, '$1')
      .replaceAll(/[()]/g, ''),
  );
  return texts.flatMap((text) => [text, ...text.split('|')]);
}
