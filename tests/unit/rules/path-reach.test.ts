import { describe, expect, test } from 'vitest';
import type { JsonPath, Step } from '../../../src/json-path/json-path.ts';
import { pathReach } from '../../../src/rules/path-reach.ts';
import type { PlaceStep } from '../../../src/rules/schema-places.ts';

const names = (...list: string[]): Step => ({ kind: 'names', names: list, descend: false });
const anywhere = (...list: string[]): Step => ({ kind: 'names', names: list, descend: true });
const all: Step = { kind: 'wildcard', descend: false };
const first: Step = { kind: 'indexes', indexes: [0], descend: false };
const present: Step = {
  kind: 'filter',
  test: { kind: 'exists', operand: { kind: 'path', steps: ['x'] } },
  descend: false,
};
const path = (...steps: Step[]): JsonPath => ({ text: 'as given', steps });
const place = (...steps: string[]): PlaceStep[] =>
  steps.map((step) => (step === '*' ? '*' : { name: step }));

describe('a path reaches a place of the schema', () => {
  test.each([
    [path(names('users'), all, names('email')), place('users', '*', 'email'), 'always'],
    [path(names('users'), all, names('email', 'id')), place('users', '*', 'id'), 'always'],
    [path(names('users'), all, names('email')), place('users', '*', 'name'), 'never'],
    [path(anywhere('email')), place('users', '*', 'email'), 'always'],
    [path(anywhere('email')), place('email', 'users'), 'never'],
    [path(names('users'), first, names('email')), place('users', '*', 'email'), 'sometimes'],
    [path(names('users'), present, names('email')), place('users', '*', 'email'), 'sometimes'],
    [path(names('user'), present, names('email')), place('user', 'email'), 'sometimes'],
    [path(names('users'), all), place('users', '*', 'email'), 'never'],
  ] as const)('case %#', (given, target, expected) => {
    expect(pathReach(given, target)).toBe(expected);
  });
});
