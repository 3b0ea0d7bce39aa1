/** Where a container stands: names from the root, elements as `*`. Shared by all that is inside. */
export interface Place {
  readonly outer: Place | undefined;
  readonly step: string;
  /** 1 at the root. */
  readonly level: number;
}

export const ROOT: Place = { outer: undefined, step: '$', level: 1 };

export function placeInside(outer: Place, step: string): Place {
  return { outer, step, level: outer.level + 1 };
}

/** `$.users[*].email` of a container and a name inside. */
export function pathText({ outer, step }: Place): string {
  if (outer === undefined) return step;
  return step === '*' ? `${pathText(outer)}[*]` : `${pathText(outer)}.${step}`;
}
