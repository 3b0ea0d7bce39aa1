/** The pages of the project as a reader has them, and the commands in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const readPage = (path: string): string => readFileSync(`${ROOT}/${path}`, 'utf8');

/** Those that people are sent to. */
export const PAGES: readonly string[] = [
  'README.md',
  'rules/README.md',
  'terraform/README.md',
  ...readdirSync(`${ROOT}/docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export interface Fenced {
  readonly language: string;
  readonly text: string;
  /** The paragraph right before the block says that a test cannot run it. */
  readonly needsAccount: boolean;
}

const MARK = /\bneeds a real AWS account\b/i;

export function fencedIn(page: string): readonly Fenced[] {
  return [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(({ index, 1: language, 2: text }) => ({
    language: language ?? '',
    text: text ?? '',
    needsAccount: MARK.test(page.slice(0, index).trimEnd().split('\n').at(-1) ?? ''),
  }));
}

/** The anchors of a page, as GitHub makes them of headings. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const text = page.replaceAll(/^```[^]*?^```$/gm, '');
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
