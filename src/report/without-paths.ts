import type { EndpointRule } from '../rules/document.ts';

/** The transforms without the paths of a line; one without paths does nothing any more. */
export function withoutPaths(
  transforms: EndpointRule['transforms'],
  line: number,
): EndpointRule['transforms'] {
  return transforms
    .map((rule) => ({
      ...rule,
      paths: rule.paths.filter(({ position }) => position.line !== line),
    }))
    .filter(({ paths }) => paths.length > 0);
}
