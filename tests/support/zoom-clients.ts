/** Clients that call as real ones do. Each reads every stream and gives the rows it would store. */

export type Row = Readonly<Record<string, unknown>>;
/** Endpoint id → rows, each with the answer it came from. */
export type Streams = Map<string, Row[]>;

/** One call; gives status and parsed body. */
export type Get = (target: string) => Promise<{ readonly status: number; readonly body: Row }>;

/** The streams of a walk: endpoint id, path below a parent, key of the list; no key means a single object. */
interface Stream {
  readonly slug: string;
  readonly path: (parent: Row) => string;
  readonly listName?: string;
}

const idOf = (row: Row): string => String(row['id']);
const uuidOf = (row: Row): string => String(row['uuid']);

type EncodeUuid = (uuid: string) => string;

function meetingStreams(encode: EncodeUuid): readonly Stream[] {
  const past = (row: Row): string => `/v2/past_meetings/${encode(uuidOf(row))}`;
  const now = (row: Row): string => `/v2/meetings/${idOf(row)}`;
  const report = (row: Row): string => `/v2/report/meetings/${idOf(row)}`;
  return [
    { slug: 'get-meeting', path: now },
    {
      slug: 'list-meeting-registrants',
      path: (row) => `${now(row)}/registrants`,
      listName: 'registrants',
    },
    { slug: 'list-meeting-polls', path: (row) => `${now(row)}/polls`, listName: 'polls' },
    {
      slug: 'get-meeting-registrant-questions',
      path: (row) => `${now(row)}/registrants/questions`,
    },
    { slug: 'list-past-meeting-polls', path: (row) => `${past(row)}/polls`, listName: 'questions' },
    {
      slug: 'list-past-meeting-participants',
      path: (row) => `${past(row)}/participants`,
      listName: 'participants',
    },
    { slug: 'get-meeting-report', path: report },
    {
      slug: 'list-meeting-report-participants',
      path: (row) => `${report(row)}/participants`,
      listName: 'participants',
    },
  ];
}

function webinarStreams(encode: EncodeUuid): readonly Stream[] {
  const past = (row: Row): string => `/v2/past_webinars/${encode(uuidOf(row))}`;
  const now = (row: Row): string => `/v2/webinars/${idOf(row)}`;
  const report = (row: Row): string => `/v2/report/webinars/${idOf(row)}`;
  return [
    { slug: 'get-webinar', path: now },
    {
      slug: 'list-webinar-registrants',
      path: (row) => `${now(row)}/registrants`,
      listName: 'registrants',
    },
    {
      slug: 'list-webinar-panelists',
      path: (row) => `${now(row)}/panelists`,
      listName: 'panelists',
    },
    { slug: 'list-webinar-polls', path: (row) => `${now(row)}/polls`, listName: 'polls' },
    {
      slug: 'get-webinar-registrant-questions',
      path: (row) => `${now(row)}/registrants/questions`,
    },
    {
      slug: 'list-webinar-tracking-sources',
      path: (row) => `${now(row)}/tracking_sources`,
      listName: 'tracking_sources',
    },
    {
      slug: 'list-webinar-absentees',
      path: (row) => `${past(row)}/absentees`,
      listName: 'registrants',
    },
    { slug: 'list-past-webinar-polls', path: (row) => `${past(row)}/polls`, listName: 'questions' },
    { slug: 'list-past-webinar-qa', path: (row) => `${past(row)}/qa`, listName: 'questions' },
    {
      slug: 'list-past-webinar-participants',
      path: (row) => `${past(row)}/participants`,
      listName: 'participants',
    },
    { slug: 'get-webinar-report', path: report },
    {
      slug: 'list-webinar-report-participants',
      path: (row) => `${report(row)}/participants`,
      listName: 'participants',
    },
  ];
}

/** How one client pages a list: gives the target of page `number` (from 1), or undefined at the end. */
type Pager = (target: string, last: Row | undefined, number: number) => string | undefined;

/** tap-zoom: `page_size=1000&page_number=N` on every call, while page_number < page_count. */
export const byPageNumber: Pager = (target, last, number) => {
  if (last !== undefined) {
    if (number > Number(last['page_count'] ?? 1)) return undefined;
    if (typeof last['page_size'] !== 'number') throw new Error('the tap needs page_size');
  }
  return `${target}?page_size=1000&page_number=${String(number)}`;
};

/** Airbyte and Worklytics: next_page_token until it is the empty text, encoded once. */
export const byToken: Pager = (target, last) => {
  if (last === undefined) return `${target}?page_size=30`;
  const token = last['next_page_token'];
  if (token === undefined || token === '') return undefined;
  if (typeof token !== 'string') throw new Error('next_page_token must be a string');
  return `${target}?page_size=30&next_page_token=${encodeURIComponent(token)}`;
};

export interface Client {
  readonly get: Get;
  readonly pager: Pager;
  readonly encodeUuid: EncodeUuid;
}

/** Users, then their meetings and webinars, then everything below: with nothing but what the answers gave. */
export async function readAllStreams(client: Client): Promise<Streams> {
  const streams: Streams = new Map();
  const users = await readStream(
    client,
    streams,
    { slug: 'list-users', path: () => '/v2/users', listName: 'users' },
    {},
  );
  for (const user of users) {
    for (const kind of ['meetings', 'webinars'] as const) {
      const slug = `list-user-${kind}`;
      const path = (row: Row): string => `/v2/users/${idOf(row)}/${kind}`;
      const rows = await readStream(client, streams, { slug, path, listName: kind }, user);
      const below = kind === 'meetings' ? meetingStreams : webinarStreams;
      for (const row of rows) {
        for (const stream of below(client.encodeUuid))
          await readStream(client, streams, stream, row);
      }
    }
  }
  return streams;
}

async function readStream(
  { get, pager }: Client,
  streams: Streams,
  stream: Stream,
  parent: Row,
): Promise<readonly Row[]> {
  const target = stream.path(parent);
  const found: Row[] = [];
  let next = pager(target, undefined, 1);
  for (let number = 2; next !== undefined; number += 1) {
    const { status, body } = await get(next);
    if (status !== 200)
      throw new Error(`${stream.slug}: ${String(status)} ${JSON.stringify(body)}`);
    const rows = stream.listName === undefined ? [body] : body[stream.listName];
    if (!Array.isArray(rows))
      throw new Error(`${stream.slug}: ${stream.listName ?? ''} is no list`);
    found.push(...(rows as Row[]));
    next = pager(target, body, number);
  }
  streams.set(stream.slug, [...(streams.get(stream.slug) ?? []), ...found]);
  return found;
}
