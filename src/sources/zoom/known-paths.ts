import { knownNames } from './known-names.ts';

const ANY_SECTION = '$.*';

/**
 * Paths of all fields that Zoom is known to send for an endpoint, such as `$.users[*].email`, so
 * that only a new field counts as undeclared. Takes the path as the rules write it, whatever they
 * call its parameters; undefined for a path that is no endpoint of the inventory.
 */
export function knownZoomPaths(pathText: string): ReadonlySet<string> | undefined {
  const containers = containersByPath.get(withoutNames(pathText));
  if (containers === undefined) return undefined;
  const paths = Object.entries(containers).flatMap(([container, names]) =>
    sectionsOf(container, containers).flatMap((section) =>
      names.split(' ').map((name) => `${section}.${name}`),
    ),
  );
  return new Set(paths);
}

const containersByPath = new Map(
  Object.entries(knownNames).map(([path, containers]) => [withoutNames(path), containers]),
);

/** `$.*` is a section that Zoom has not published: any object directly below the root. */
function sectionsOf(
  container: string,
  containers: Readonly<Record<string, string>>,
): readonly string[] {
  if (container !== ANY_SECTION) return [container];
  return (containers['$'] ?? '').split(' ').map((name) => `$.${name}`);
}

function withoutNames(pathText: string): string {
  return pathText.toLowerCase().replaceAll(/\{[^}]*\}/g, '{}');
}
