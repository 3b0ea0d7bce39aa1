import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { anchorsOf, readPage, ROOT } from '../support/pages.ts';
import { apply, initialize } from '../terraform/support/apply.ts';
import { examples } from '../terraform/support/examples.ts';
import { describeTerraform, useWorkspace } from '../terraform/support/terraform.ts';

const page = readPage('docs/runbook.md');
const section = (heading: string): string =>
  (page.split(`\n## ${heading}\n`)[1] ?? '').split('\n## ')[0] ?? '';

const sources = readdirSync(`${ROOT}/src`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name, readFileSync(`${ROOT}/src/${name}`, 'utf8')] as const);

function found(pattern: RegExp, where = /./): readonly string[] {
  const all = sources
    .filter(([name]) => where.test(name))
    .flatMap(([, text]) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  return [...new Set(all)].sort();
}

/** Names in code type in the first cells of a section's tables. */
const told = (heading: string): ReadonlySet<string> => namesIn(section(heading));

function namesIn(text: string): ReadonlySet<string> {
  const cells = text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ')[0] ?? '');
  return new Set(
    cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)),
  );
}

describeTerraform('the alarms of docs/runbook.md', () => {
  const workspace = useWorkspace();

  test('are those that Terraform makes, no more and no fewer', async () => {
    const { zoom } = examples;
    await initialize(workspace(), zoom);
    const { resources } = await apply(workspace(), zoom);
    const alarms = resources.filter(({ type }) => type === 'aws_cloudwatch_metric_alarm');
    const names = alarms.map(({ values }) => String(values['alarm_name']).split('/').at(-1) ?? '');
    const headings = [...section('Alarms').matchAll(/^### `([a-z-]+)`$/gm)].map(([, name]) => name);

    expect(headings.sort()).toEqual([...new Set(names)].sort());
    expect(headings.filter((name) => !anchorsOf(page).has(name ?? ''))).toEqual([]);
    const unsaid = alarms.filter(
      ({ values }) =>
        !/ See [a-z-]+ in docs\/runbook\.md\.$/.test(String(values['alarm_description'])),
    );
    expect(unsaid).toEqual([]);
  }, 60_000);
});

test('docs/runbook.md tells every message of the log, and no other', () => {
  const messages = [
    ...found(/message: '([^']+)'/g, /^lambda|^bulk\/sanitize-file\.ts|^proxy/),
    ...found(/message: \w+(?:\.\w+)* === undefined \? '([^']+)'/g),
    ...found(/message: \w+ === undefined \? '[^']+' : '([^']+)'/g),
    ...found(/message: [\w.]+ === undefined \? 'request' : '([^']+)'/g),
  ];

  const rows = section('Logs').split('\nFields of `request`')[0] ?? '';
  const page = [...namesIn(rows)].filter((name) => name !== 'message');
  expect([...new Set(messages)].sort()).toEqual(page.sort());
});

test('docs/runbook.md tells every field of the log line of a request', () => {
  const [, source = ''] = sources.find(([name]) => name === 'proxy/write-record.ts') ?? [];
  const body = source.slice(source.indexOf('return {'), source.indexOf('const METHODS'));
  const names = [
    ...[...body.matchAll(/^ {4}(\w+): /gm)].map(([, name = '']) => name),
    ...[...body.matchAll(/ifAny\('(\w+)'/g)].map(([, name = '']) => name),
    'removed',
    'clientIp',
  ].filter((name) => !['level', 'message'].includes(name));

  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !told('Logs').has(name))).toEqual([]);
});

test('docs/runbook.md tells every metric, and no other', () => {
  const names = [
    ...found(/count\('([A-Z]\w+)'/g),
    ...found(/metric\('([A-Z]\w+)'/g),
    ...found(/name: '([A-Z]\w+)',\s+unit: '/g),
    ...found(/countMint\('(\w+)'\)/g),
  ];
  const dimensions = ['Endpoint', 'Code', 'Class', 'Reason', 'Outcome'];

  const page = [...told('Metrics')].filter((name) => !dimensions.includes(name));
  expect(names.length).toBeGreaterThan(20);
  expect(page.sort()).toEqual([...new Set(names)].sort());
});
