import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ZoomContent } from './content.ts';
import { toPage } from './paging.ts';
import type { Route, Slug } from './routes.ts';

type Json = Record<string, unknown>;

export interface AccountOptions {
  /** Folder with `original/<slug>.json`: each row of the account is shaped like one of theirs. */
  readonly examples: string;
  readonly users: number;
  /** Meetings, and as many webinars, of each user. */
  readonly meetingsPerUser: number;
  /** Rows of every list below a meeting or webinar. */
  readonly rowsPerList: number;
  /** What larger page sizes are cut to. */
  readonly maxPageSize: number;
}

export interface Meeting {
  readonly id: number;
  /** Base64 of 16 bytes; some start with `/` or hold `//`. */
  readonly uuid: string;
  readonly hostId: string;
}

export interface SimulatedAccount extends ZoomContent {
  readonly userIds: readonly string[];
  readonly meetings: readonly Meeting[];
  readonly webinars: readonly Meeting[];
}

const bytesOf = (seed: string): Buffer => createHash('sha256').update(seed).digest();

/** An account of any size whose lists page as Zoom's do and whose identifiers agree everywhere. */
export function createAccountContent(options: AccountOptions): SimulatedAccount {
  const userIds = Array.from({ length: options.users }, (_, at) =>
    bytesOf(`user ${String(at)}`)
      .toString('base64url')
      .slice(0, 22),
  );
  const meetings = userIds.flatMap((hostId) => toMeetings('meeting', hostId, options));
  const webinars = userIds.flatMap((hostId) => toMeetings('webinar', hostId, options));
  const readTemplate = (slug: Slug): Json =>
    JSON.parse(readFileSync(join(options.examples, 'original', `${slug}.json`), 'utf8')) as Json;
  return {
    userIds,
    meetings,
    webinars,
    answer(route, query) {
      const template = readTemplate(route.slug);
      // Zoom has withdrawn these.
      if (route.slug.endsWith('-files')) return undefined;
      if (route.kind === 'user' && !userIds.includes(route.id)) return undefined;
      const pool = route.slug.includes('webinar') ? webinars : meetings;
      const isOf = ({ id, uuid }: Meeting): boolean => [String(id), uuid].includes(route.id);
      const meeting = pool.find(isOf);
      if (route.kind === 'meeting' && meeting === undefined) return undefined;
      return fill(template, { route, query, userIds, pool, meeting, options });
    },
  };
}

function toMeetings(kind: string, hostId: string, options: AccountOptions): readonly Meeting[] {
  return Array.from({ length: options.meetingsPerUser }, (_, at) => {
    const bytes = bytesOf(`${kind} ${hostId} ${String(at)}`);
    const id = 80_000_000_000 + bytes.readUInt32BE(0);
    const own = bytes.toString('base64').slice(0, 18);
    // The spellings that break careless clients, in turn.
    const hazard = [`/${own}+a`, `${own}//b`, `${own}/+c`][at % 3] ?? '';
    const uuid = `${hazard.padEnd(22, 'A').slice(0, 21)}Q==`;
    return { id, uuid, hostId };
  });
}

interface Filling {
  readonly route: Route;
  readonly query: URLSearchParams;
  readonly userIds: readonly string[];
  readonly pool: readonly Meeting[];
  readonly meeting: Meeting | undefined;
  readonly options: AccountOptions;
}

/** An answer shaped like the example, with the account's rows and identifiers in it. */
function fill(template: Json, filling: Filling): string | undefined {
  const { route, query, options } = filling;
  const [listName] = Object.entries(template).find(([, value]) => isRows(value)) ?? [];
  const isList = listName !== undefined && route.slug.startsWith('list-');
  if (!isList) return JSON.stringify({ ...template, ...identityOf(template, filling) });
  const page = toPage(toRows(template[listName], filling), query, {
    maxPageSize: options.maxPageSize,
    template,
  });
  if (page === undefined) return undefined;
  const isPaged = 'next_page_token' in template || 'page_count' in template;
  const rows = isPaged ? page.rows : toRows(template[listName], filling);
  return JSON.stringify({
    ...template,
    ...identityOf(template, filling),
    ...page.fields,
    [listName]: rows,
  });
}

function isRows(value: unknown): boolean {
  return Array.isArray(value) && value.every((row) => typeof row === 'object');
}

/** `id`, `uuid` and host of a single object. */
function identityOf(template: Json, { route, meeting }: Filling): Json {
  const own: Json =
    meeting === undefined
      ? { id: route.id }
      : {
          id: meeting.id,
          uuid: meeting.uuid,
          host_id: meeting.hostId,
          meeting_id: meeting.id,
          meeting_uuid: meeting.uuid,
          meeting_host_id: meeting.hostId,
        };
  return Object.fromEntries(Object.entries(own).filter(([name]) => name in template));
}

function toRows(examples: unknown, filling: Filling): readonly Json[] {
  const { route, userIds, pool, options } = filling;
  const shapes = examples as readonly Json[];
  const shape = (at: number): Json => shapes[at % shapes.length] ?? {};
  if (route.slug === 'list-users') {
    // Pending users have no id and no meetings; they would only shorten the walk.
    return userIds.map((id, at) => ({ ...shape(0), id, email: `user${String(at)}@example.com` }));
  }
  const ofHost = pool.filter(({ hostId }) => hostId === route.id);
  if (route.kind === 'user') {
    return ofHost.map(({ id, uuid, hostId }, at) => ({ ...shape(at), id, uuid, host_id: hostId }));
  }
  return Array.from({ length: options.rowsPerList }, (_, at) => {
    const row = shape(at);
    const seed = `${route.slug} ${route.id} ${String(at)}`;
    const isParticipant = route.slug.endsWith('participants');
    const rowId = bytesOf(seed).toString('base64url').slice(0, 22);
    const id = isParticipant ? (row['id'] === '' ? '' : userIds[at % userIds.length]) : rowId;
    return { ...row, ...('id' in row ? { id } : {}) };
  });
}
