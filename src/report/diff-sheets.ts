import type { DataSheet, SheetEndpoint } from './data-sheet.ts';
import { compareFields, topOf, type FieldChange, type FieldView } from './compare-fields.ts';
import type { Fate } from './fate.ts';

/** What becomes more visible, and what less, from one set of rules to another. */
export interface SheetDiff {
  readonly old: Pick<DataSheet, 'rules' | 'sha'>;
  readonly new: Pick<DataSheet, 'rules' | 'sha'>;
  /** Those where something changed, in the order of the new rules; endpoints that are gone come last. */
  readonly endpoints: readonly EndpointDiff[];
  /** Fields of all endpoints. */
  readonly moreVisible: number;
  readonly lessVisible: number;
  readonly same: number;
  /** Permissions to ask that are new or checked differently. */
  readonly widerRequests: number;
}

export interface EndpointDiff {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly fields: readonly FieldDiff[];
  readonly requests: readonly RequestDiff[];
}

export interface FieldDiff {
  readonly path: string;
  readonly change: 'more' | 'less';
  /** What tells the two apart: the fate, the values that pass, or the options and conditions of a transform. */
  readonly by: FieldChange['by'];
  readonly from: FieldSide;
  readonly to: FieldSide;
}

export interface FieldSide {
  readonly fate: Fate;
  /** Undefined where the rules do not allow the endpoint. */
  readonly line: number | undefined;
}

export interface RequestDiff {
  /** `method POST`, `query page_size`, `header accept`, … */
  readonly what: string;
  readonly change: 'wider' | 'narrower' | 'checked differently';
}

/** Compares two data sheets; an endpoint is the same if its path is, whatever its parameters are called. */
export function diffSheets(before: DataSheet, after: DataSheet): SheetDiff {
  const [olds, news] = [before, after].map(({ endpoints }) =>
    Map.groupBy(endpoints, ({ path }) => withoutNames(path)),
  );
  const keys = [...new Set([...(news?.keys() ?? []), ...(olds?.keys() ?? [])])];
  const compared = keys.map((key) => compareEndpoint(olds?.get(key) ?? [], news?.get(key) ?? []));
  const endpoints = compared.map(({ diff }) => diff);
  const fields = endpoints.flatMap((one) => one.fields);
  const requests = endpoints.flatMap((one) => one.requests);
  return {
    old: { rules: before.rules, sha: before.sha },
    new: { rules: after.rules, sha: after.sha },
    endpoints: endpoints.filter((one) => one.fields.length > 0 || one.requests.length > 0),
    moreVisible: fields.filter(({ change }) => change === 'more').length,
    lessVisible: fields.filter(({ change }) => change === 'less').length,
    same: compared.reduce((sum, { same }) => sum + same, 0),
    widerRequests: requests.filter(({ change }) => change !== 'narrower').length,
  };
}

/** Whether a reviewer has to look: something is seen, or may be asked, that was not before. */
export function showsMore({ moreVisible, widerRequests }: SheetDiff): boolean {
  return moreVisible > 0 || widerRequests > 0;
}

function withoutNames(path: string): string {
  return path.replaceAll(/\{[^}?+]*([?+]?)\}/g, '{$1}');
}

/** What stands for every field that nobody listed. */
const OTHERS = 'any field that nobody listed';

interface Compared {
  readonly diff: EndpointDiff;
  readonly same: number;
}

function compareEndpoint(olds: readonly SheetEndpoint[], news: readonly SheetEndpoint[]): Compared {
  const paths = new Set([...olds, ...news].flatMap(({ fields }) => fields.map(({ path }) => path)));
  const listed = [...paths].flatMap((path) => compareField(path, olds, news));
  const kind = olds.length === 0 ? 'added' : news.length === 0 ? 'removed' : 'changed';
  const diff = {
    path: (news[0] ?? olds[0])?.path ?? '',
    kind,
    fields: [...listed, ...compareField(OTHERS, olds, news)],
    requests: compareRequests(olds, news),
  } as const;
  return { diff, same: paths.size - listed.length };
}

function compareField(
  path: string,
  olds: readonly SheetEndpoint[],
  news: readonly SheetEndpoint[],
): readonly FieldDiff[] {
  const [from, to] = [viewsOf(path, olds), viewsOf(path, news)];
  const found = compareFields(from, to);
  return found === undefined ? [] : [{ path, ...found, from: toSide(from), to: toSide(to) }];
}

/** What becomes of a field at every endpoint of one path; a caller may choose among them. */
function viewsOf(path: string, endpoints: readonly SheetEndpoint[]): readonly FieldView[] {
  return endpoints.map(({ fields, others, line }) => {
    const field = fields.find((one) => one.path === path);
    return field ?? { fate: others, line, outcomes: [others], admitted: [], effects: [] };
  });
}

function toSide(views: readonly FieldView[]): FieldSide {
  const [most] = [...views].sort((one, other) => topOf([other]) - topOf([one]));
  return { fate: most?.fate ?? 'remove', line: most?.line };
}

function compareRequests(
  olds: readonly SheetEndpoint[],
  news: readonly SheetEndpoint[],
): readonly RequestDiff[] {
  // An endpoint that comes or goes is told by its fields.
  if (olds.length === 0 || news.length === 0) return [];
  const [before, after] = [toPermissions(olds), toPermissions(news)];
  return [...new Set([...after.keys(), ...before.keys()])].flatMap(
    (what): readonly RequestDiff[] => {
      const [from, to] = [before.get(what), after.get(what)];
      if (to === undefined) return [{ what, change: 'narrower' }];
      if (from !== undefined)
        return to.isSubsetOf(from) ? [] : [{ what, change: 'checked differently' }];
      const wasAny = what.startsWith('query ') && before.has('query *');
      return wasAny ? [] : [{ what, change: 'wider' }];
    },
  );
}

/** The checks of each permission. */
function toPermissions(
  endpoints: readonly SheetEndpoint[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const all = endpoints.flatMap(({ requests }) => [...requests]);
  const byName = Map.groupBy(all, ([what]) => what);
  return new Map(
    [...byName].map(([what, same]) => [what, new Set(same.map(([, check]) => check))] as const),
  );
}
