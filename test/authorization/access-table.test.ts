import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { formatAccessTable } from '../../src/authorization/access-table.ts';

const directives = `
  directive @public on FIELD_DEFINITION
  directive @authenticated repeatable on FIELD_DEFINITION | OBJECT
  directive @requiresScopes(scopes: [[String!]!]!) repeatable on FIELD_DEFINITION | OBJECT
  directive @requiresPermissions(permissions: [[String!]!]!) repeatable on FIELD_DEFINITION | OBJECT
`;

/** Returns the rules of a schema's fields by coordinate, without the fields that are open to anyone. */
function rulesOf(types: string): Record<string, string> {
  const lines = formatAccessTable(buildSchema(directives + types))
    .trim()
    .split('\n');
  const rows = lines.map((line) => line.split(/ {2,}/) as [string, string]);
  return Object.fromEntries(rows.filter(([, rule]) => rule !== 'anyone'));
}

describe('a guarded field that cannot be null', () => {
  it.each<[string, string, string]>([
    ['the list', 'type Query { a: [A!] @public }', 'the whole list Query.a'],
    ['the list of lists', 'type Query { a: [[A!]!] @public }', 'the whole list Query.a'],
    ['a list in the list', 'type Query { a: [[A!]] @public }', 'the item of Query.a'],
    ['the item', 'type Query { a: [A]! @public }', 'the item of Query.a'],
    ['the object', 'type Query { a: A @public }', 'Query.a'],
    ['the answer', 'type Query { a: [A!]! @public }', 'the whole answer'],
    [
      'the list around an object between',
      'type Query { pages: [Page!] @public } type Page { a: [A!]! }',
      'the whole list Query.pages',
    ],
    [
      'the list of a union',
      'type Query { any: [Any!] @public } union Any = A | B type B { x: Int }',
      'the whole list Query.any',
    ],
    [
      'one of several, by the way that is asked for',
      'type Query { a: [A!] @public } type Mutation { b: A @public }',
      'the whole list Query.a and Mutation.b',
    ],
    [
      'the nearest in a circle',
      'type Query { a: [A!] @public } extend type A { self: A! }',
      'the whole list Query.a',
    ],
  ])('names what a refusal nulls: %s', (_case, types, lost) => {
    expect(rulesOf(`${types} type A { price: Int! @authenticated }`)).toMatchObject({
      'A.price': `any valid bearer (not null: a refusal nulls ${lost})`,
    });
  });

  it('names the whole answer for a root field, and what the guard of a type nulls', () => {
    expect(
      rulesOf(`type Query { a: Int! @authenticated, b: [B!] @public }
        type B @requiresPermissions(permissions: [["x"]]) { c: Int!, d: Int }`),
    ).toEqual({
      'Query.a': 'any valid bearer (not null: a refusal nulls the whole answer)',
      'B.c': 'permissions x (not null: a refusal nulls the whole list Query.b)',
      'B.d': 'permissions x',
    });
  });
});

describe('several guards', () => {
  it.each<[string, string]>([
    ['@requiresScopes(scopes: [["a"]]) @requiresScopes(scopes: [["b"]])', 'scopes a + b'],
    [
      '@requiresScopes(scopes: [["a"], ["b"]]) @requiresScopes(scopes: [["c"], ["d"]])',
      'scopes a + c or a + d or b + c or b + d',
    ],
    [
      '@requiresScopes(scopes: [["a"], ["b"]]) @requiresScopes(scopes: [["b"], ["a"]])',
      'scopes a or b',
    ],
    ['@requiresScopes(scopes: [["a", "b"]]) @requiresScopes(scopes: [["a"]])', 'scopes a + b'],
    ['@authenticated @requiresScopes(scopes: [["a"]])', 'scopes a'],
    ['@authenticated @authenticated', 'any valid bearer'],
  ])('are one rule: %s', (guards, rule) => {
    expect(rulesOf(`type Query { a: Int ${guards} }`)).toEqual({ 'Query.a': rule });
  });
});
