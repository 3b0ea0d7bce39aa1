/** Names that the source's inventory lists in one container, with what is known inside each; `*` is an element. */
export interface KnownNames {
  /** Of the container, such as `users.*`. */
  readonly path: string;
  readonly names: ReadonlyMap<string, KnownNames>;
}

interface GrowingNames extends KnownNames {
  readonly names: Map<string, GrowingNames>;
}

/** Groups paths such as `$.users[*].email` by their containers; undefined where the source has no inventory. */
export function groupKnownNames(paths: ReadonlySet<string> | undefined): KnownNames | undefined {
  if (paths === undefined) return undefined;
  const root: GrowingNames = { path: '', names: new Map() };
  for (const path of paths) {
    let container = root;
    for (const step of path.replaceAll('[*]', '.*').split('.').slice(1)) {
      const inside = container.names.get(step) ?? {
        path: `${container.path}.${step}`,
        names: new Map<string, GrowingNames>(),
      };
      container.names.set(step, inside);
      container = inside;
    }
  }
  return root;
}
