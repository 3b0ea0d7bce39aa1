import { isIdentifyingName } from '../sanitize/clear-texts.ts';
import type { EndpointRule, RulesDocument } from './document.ts';
import { findOverlaps } from './find-overlaps.ts';
import { pathReach } from './path-reach.ts';
import { byPosition, type Problem } from './problem.ts';
import { placeText, schemaPlaces, type SchemaPlace } from './schema-places.ts';

/**
 * What the author of rules should know although they load: endpoints in each other's way, paths
 * that find nothing, values transformed twice, identifiers kept in clear. For `rules check` and the
 * health check; a request never waits for it.
 */
export function lintRules(document: RulesDocument): readonly Problem[] {
  const analysed = document.endpoints.map((rule) => ({
    rule,
    places: rule.responseSchema ? schemaPlaces(rule.responseSchema, document.definitions) : [],
  }));
  return [
    ...document.endpoints.flatMap(repeatedPaths),
    ...analysed.flatMap(uselessPaths),
    ...keptIdentifiers(analysed.flatMap(keptPlaces)),
    ...findOverlaps(document.endpoints),
  ].toSorted(byPosition);
}

interface AnalysedEndpoint {
  readonly rule: EndpointRule;
  /** None without a schema: then every name may come. */
  readonly places: readonly SchemaPlace[];
}

/** A path that stands twice: its values are transformed, and what comes of them again. */
function repeatedPaths({ transforms }: EndpointRule): readonly Problem[] {
  const seen = new Set<string>();
  return transforms.flatMap(({ paths }) =>
    paths.flatMap(({ path, position }) => {
      const isRepeated = seen.has(path.text);
      seen.add(path.text);
      const message = `the path ${path.text} stands here for the second time: its values are transformed twice`;
      return isRepeated ? [{ code: 'double-transform', ...position, message } as const] : [];
    }),
  );
}

/** A path whose names the schema does not declare: the filter has removed what it looks for. */
function uselessPaths({ rule, places }: AnalysedEndpoint): readonly Problem[] {
  if (rule.responseSchema === undefined) return [];
  return rule.transforms.flatMap(({ paths }) =>
    paths.flatMap(({ path, position }) => {
      const finds = places.some(({ steps }) => pathReach(path, steps) !== 'never');
      const message = `the path ${path.text} finds nothing: responseSchema declares no such place`;
      return finds ? [] : [{ code: 'nothing-to-do', ...position, message } as const];
    }),
  );
}

/** Places that leave in clear under a name that looks like an identifier. */
function keptPlaces({ rule, places }: AnalysedEndpoint): readonly SchemaPlace[] {
  const paths = rule.transforms.flatMap((transform) => transform.paths.map(({ path }) => path));
  return places.filter(({ steps, node }) => {
    const name = steps.findLast((step) => step !== '*')?.name;
    const isBounded = node.values !== undefined || node.format !== undefined;
    const isText = node.types === undefined || node.types.some((type) => TEXT_TYPES.has(type));
    if (name === undefined || isBounded || !isText || !looksIdentifying(name)) return false;
    const above = steps.map((_, index) => steps.slice(0, index + 1));
    return !paths.some((path) => above.some((some) => pathReach(path, some) !== 'never'));
  });
}

/** One finding for each node: a definition is used in many places. */
function keptIdentifiers(places: readonly SchemaPlace[]): readonly Problem[] {
  const byNode = Map.groupBy(places, ({ node }) => node);
  return [...byNode].map(([{ position }, [first, ...more]]) => {
    const others = more.length === 0 ? ' leaves' : ` and ${String(more.length)} more like it leave`;
    const message = `${placeText(first?.steps ?? [])}${others} in clear, and the name looks like an identifier`;
    return { code: 'kept-identifier', ...position, message };
  });
}

const TEXT_TYPES: ReadonlySet<string> = new Set(['string', 'integer', 'number']);
const ENDINGS = new Set(['phone', 'address', 'ip', 'url', 'uri', 'id', 'uuid']);

/** The names of the leak guard, and those whose last word is one of `ENDINGS`. */
function looksIdentifying(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z0-9]+/);
  return isIdentifyingName(name) || ENDINGS.has(words.at(-1) ?? '');
}
