import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ZoomContent } from './content.ts';
import type { Route } from './routes.ts';

/** Serves the example answers of a folder: `original/<slug>.json`, asked for as `requests.json` says. */
export function createExampleContent(folder: string): ZoomContent {
  const requests = JSON.parse(readFileSync(join(folder, 'requests.json'), 'utf8')) as Record<
    string,
    string
  >;
  const texts = new Map(
    readdirSync(join(folder, 'original'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name, readFileSync(join(folder, 'original', name), 'utf8')]),
  );
  const known = new Set([
    ...Object.values(requests).flatMap((url) => (url.split('?')[0] ?? '').split('/')),
    ...[...texts.values()].flatMap((text) => identifiersIn(JSON.parse(text))),
  ]);
  return {
    answer(route, query) {
      if (route.kind !== 'none' && !known.has(route.id)) return undefined;
      return (
        texts.get(`${route.slug}${variantOf(route, query)}.json`) ?? texts.get(`${route.slug}.json`)
      );
    },
  };
}

/** Settings have a shape for each `option`. */
function variantOf({ slug }: Route, query: URLSearchParams): string {
  if (slug !== 'get-user-settings') return '';
  const option = query.get('option');
  if (option !== null) return `--option-${option.replaceAll('_', '-')}`;
  return query.has('custom_query_fields') ? '--custom-query' : '';
}

const NAMES = new Set(['id', 'uuid', 'host_id', 'meeting_id', 'webinar_id', 'meeting_uuid']);

function identifiersIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(identifiersIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...(NAMES.has(name) && typeof member !== 'object' ? [String(member)] : []),
    ...identifiersIn(member),
  ]);
}
