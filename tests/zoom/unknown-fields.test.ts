import { describe, expect, test } from 'vitest';
import { examples, zoomPolicy } from '../support/zoom.ts';

const policy = zoomPolicy();
const sanitize = (slug: string, text: string) => {
  const endpoint = policy.endpoints.find(({ id }) => id === slug);
  if (endpoint === undefined) throw new Error(`no endpoint ${slug}`);
  const { body, counts } = endpoint.sanitize(text);
  return { body: body.text(), counts };
};

interface Grown {
  readonly value: unknown;
  readonly count: number;
}

/** The same value with two unknown fields in every object. */
function withUnknownFields(value: unknown): Grown {
  if (Array.isArray(value)) {
    const parts = value.map(withUnknownFields);
    return { value: parts.map((part) => part.value), count: sum(parts) };
  }
  if (typeof value !== 'object' || value === null) return { value, count: 0 };
  const parts = Object.entries(value).map(([name, inner]) => ({
    name,
    ...withUnknownFields(inner),
  }));
  const entries = parts.map((part) => [part.name, part.value] as const);
  return {
    value: { ...Object.fromEntries(entries), new_field: 'canary', 'jane.roe@example.com': 1 },
    count: sum(parts) + 2,
  };
}

const sum = (parts: readonly Grown[]): number =>
  parts.reduce((total, { count }) => total + count, 0);

/** Subtrees that are removed whole because Zoom has not published their shape. */
const CLOSED = /^(zoom_canvas|ai_model_type|(meeting|webinar)_waiting_room_branding)$/;

function countInClosedSubtrees(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (total, [name, inner]: [string, unknown]) =>
      total + (CLOSED.test(name) ? withUnknownFields(inner).count : countInClosedSubtrees(inner)),
    0,
  );
}

describe('fields that Zoom adds tomorrow, at every depth', () => {
  test.each(examples)('come out of $name nowhere, and are all counted', ({ slug, text }) => {
    // A double cannot hold the longest numbers, and this test is not about them.
    const given: unknown = JSON.parse(text.replaceAll(/\d{17,}/g, '1'));
    const grown = withUnknownFields(given);

    const { body, counts } = sanitize(slug, JSON.stringify(grown.value));

    expect(body).toBe(sanitize(slug, JSON.stringify(given)).body);
    expect(counts.undeclaredNames).toEqual(['new_field', '?']);
    expect(counts.removed.undeclared).toBe(grown.count - countInClosedSubtrees(given));
  });
});
