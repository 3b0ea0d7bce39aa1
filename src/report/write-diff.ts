import { showsMore, type EndpointDiff, type FieldDiff, type SheetDiff } from './diff-sheets.ts';
import { FATE_WORDS } from './fate-words.ts';

/** The difference for a terminal. */
export function writeDiffText(diff: SheetDiff): string {
  const blocks = diff.endpoints.map(({ path, kind, fields, requests }) =>
    [
      `${path}${kind === 'changed' ? '' : ` (endpoint ${kind})`}`,
      ...fields.map((field) => `  ${field.change === 'more' ? '+' : '-'} ${fieldLine(field)}`),
      ...requests.map(
        ({ what, change }) =>
          `  ${change === 'narrower' ? '-' : '+'} may be asked: ${what}, ${change}`,
      ),
      '',
    ].join('\n'),
  );
  return `${[...blocks, summaryOf(diff)].join('\n')}\n`;
}

/** The difference for a pull request. */
export function writeDiffMarkdown(diff: SheetDiff): string {
  const blocks = diff.endpoints.flatMap((endpoint) => [
    `### \`${endpoint.path}\`${endpoint.kind === 'changed' ? '' : ` (endpoint ${endpoint.kind})`}`,
    '',
    '| | field | before | after | lines |',
    '|---|---|---|---|---|',
    ...markdownRows(endpoint),
    '',
  ]);
  const title = showsMore(diff) ? '## ▲ These rules show more' : '## These rules show nothing more';
  return `${[title, '', summaryOf(diff), '', ...blocks].join('\n').trimEnd()}\n`;
}

function markdownRows({ fields, requests }: EndpointDiff): readonly string[] {
  return [
    ...fields.map(({ path, change, by, from, to }) => {
      const sign = change === 'more' ? '▲ more' : '▼ less';
      const after = `${FATE_WORDS[to.fate].label}${BY[by]}`;
      return `| ${sign} | \`${path}\` | ${FATE_WORDS[from.fate].label} | ${after} | ${linesOf(from.line, to.line)} |`;
    }),
    ...requests.map(
      ({ what, change }) =>
        `| ${change === 'narrower' ? '▼ less' : '▲ more'} | may be asked: ${what} | | ${change} | |`,
    ),
  ];
}

/** The difference for machines. */
export function writeDiffJson(diff: SheetDiff): string {
  return `${JSON.stringify(diff, null, 2)}\n`;
}

/** Behind a fate that stayed the same. */
const BY = { fate: '', values: ', of other values', options: ', in another way' } as const;

function fieldLine({ path, by, from, to }: FieldDiff): string {
  const [before, after] = [FATE_WORDS[from.fate].label, FATE_WORDS[to.fate].label];
  return `${path}: ${before} → ${after}${BY[by]} (${linesOf(from.line, to.line)})`;
}

function linesOf(from: number | undefined, to: number | undefined): string {
  const [before, after] = [from, to].map((line) => (line === undefined ? 'none' : String(line)));
  return from === to ? `line ${String(before)}` : `line ${String(before)} → ${String(after)}`;
}

function summaryOf({ moreVisible, lessVisible, same, widerRequests }: SheetDiff): string {
  const asked =
    widerRequests === 0
      ? ''
      : ` ${count(widerRequests, 'permission')} to ask is new or checked differently.`;
  return `${count(moreVisible, 'field')} more visible, ${String(lessVisible)} less visible, ${String(same)} the same.${asked}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
