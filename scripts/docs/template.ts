import { readFileSync } from 'node:fs';

/** Parts of a page that code knows, by the name that stands for them in the text: `{{name}}` on a line of its own. */
export type Parts = Readonly<Record<string, () => string>>;

/** What people wrote in scripts/docs/<file>, with the tables that code knows put in where it says so. */
export function fillTemplate(file: string, parts: Parts): string {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const known = new Map(Object.entries(parts));
  const filled = text.replaceAll(/^\{\{(.+)\}\}$/gm, (_line, name: string) => {
    const part = known.get(name);
    if (part === undefined) throw new Error(`scripts/docs/${file} asks for "${name}"`);
    return part();
  });
  return `<!-- Written by "npm run docs" from scripts/docs/${file} and the code. -->\n\n${filled}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
