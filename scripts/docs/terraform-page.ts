import { readdirSync, readFileSync } from 'node:fs';
import { fillTemplate, table } from './template.ts';
import { entryMeanings } from './terraform-entries.ts';

const root = new URL('../../terraform/', import.meta.url);

/** Variables and outputs of the root module. */
export function terraformPage(): string {
  return fillTemplate('terraform.md', {
    variables: () => table(['variable', 'meaning', 'default'], variableRows()),
    apis: () => table(['key', 'meaning', 'default'], entryRows('apis')),
    bulk: () => table(['key', 'meaning', 'default'], entryRows('bulk')),
    outputs: () =>
      table(
        ['output', 'content'],
        blocks('output').map(({ name, body }) => [`\`${name}\``, descriptionOf(body)]),
      ),
  });
}

interface Block {
  readonly name: string;
  readonly body: string;
}

function blocks(kind: 'variable' | 'output'): readonly Block[] {
  return (
    readdirSync(root)
      .filter((file) => file.endsWith('.tf'))
      // variables.tf before variables-apis.tf
      .map((file) => file.slice(0, -'.tf'.length))
      .sort()
      .map((file) => readFileSync(new URL(`${file}.tf`, root), 'utf8'))
      .flatMap((text) => [...text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n(.*?)^\\}`, 'gms'))])
      .map(([, name = '', body = '']) => ({ name, body }))
  );
}

function descriptionOf(body: string): string {
  const [, text = ''] = /^ {2}description *= "(.*)"$/m.exec(body) ?? [];
  return text.replaceAll('\\"', '"');
}

function variableRows(): readonly (readonly string[])[] {
  return blocks('variable').map(({ name, body }) => {
    const [, value] = /^ {2}default *= (.*)$/m.exec(body) ?? [];
    return [
      `\`${name}\``,
      descriptionOf(body),
      value === undefined ? '**required**' : `\`${value}\``,
    ];
  });
}

function entryRows(variable: keyof typeof entryMeanings): readonly (readonly string[])[] {
  const meanings = new Map(Object.entries<string>(entryMeanings[variable]));
  const body = blocks('variable').find(({ name }) => name === variable)?.body ?? '';
  const rows = [...body.matchAll(/^ {4}(\w+) *= optional\((\w+(?:\(\w+\))?)(?:, (.*))?\)$/gm)].map(
    ([, name = '', , value]) => {
      const meaning = meanings.get(name);
      if (meaning === undefined) throw new Error(`nobody says what ${variable}.${name} means`);
      meanings.delete(name);
      return [`\`${name}\``, meaning, `\`${value ?? 'null'}\``];
    },
  );
  if (meanings.size > 0) throw new Error(`${variable} has no ${[...meanings.keys()].join()}`);
  return rows;
}
