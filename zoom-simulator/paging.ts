/** Both ways in which Zoom pages a list. Source: Zoom API, "Pagination". */

type Json = Record<string, unknown>;

/** Which page a query asks for, and the answer's fields about it; undefined for a token that is not ours. */
export function toPage(
  rows: readonly Json[],
  query: URLSearchParams,
  { maxPageSize, template }: { readonly maxPageSize: number; readonly template: Json },
): { readonly rows: readonly Json[]; readonly fields: Json } | undefined {
  // Too large a size is cut, and the answer says which one was used.
  const size = Math.min(Number(query.get('page_size') ?? 30), maxPageSize);
  const count = Math.max(1, Math.ceil(rows.length / size));
  const token = query.get('next_page_token') ?? '';
  const number = token === '' ? Number(query.get('page_number') ?? 1) : pageOf(token);
  if (number === undefined) return undefined;
  const fields: Json = {
    next_page_token: number < count ? toToken(number + 1) : '',
    page_count: count,
    page_number: number,
    page_size: size,
    total_records: rows.length,
  };
  const own = Object.entries(fields).filter(([name]) => name in template);
  return { rows: rows.slice((number - 1) * size, number * size), fields: Object.fromEntries(own) };
}

/** As long as Zoom's, and with characters that a careless proxy would encode twice. */
function toToken(page: number): string {
  return `Simulated/page+token${String(page).padStart(10, '0')}==`;
}

function pageOf(token: string): number | undefined {
  const digits = /^Simulated\/page\+token([0-9]{10})==$/.exec(token)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
