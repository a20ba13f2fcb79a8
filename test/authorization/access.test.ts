import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, extendSchema, parse } from 'graphql';
import { readAccess } from '../../src/authorization/access.ts';

const directives = `
  directive @public on FIELD_DEFINITION
  directive @authenticated on FIELD_DEFINITION | OBJECT
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @requiresPermissions(permissions: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @requiresRoles(roles: [[String!]!]!) on FIELD_DEFINITION | OBJECT
`;
const accessIn = (types: string) => readAccess(buildSchema(directives + types));
const mistakesIn = (types: string) => {
  try {
    accessIn(types);
  } catch (error) {
    return (error as Error).message.split('\n  ').slice(1);
  }
  return [];
};

describe('readAccess', () => {
  it('tells what is public, what is guarded and what is inherited', () => {
    const access = accessIn(`
      type Query { a: A @public, b: Int @authenticated }
      type A { x: Int, y: Int @requiresRoles(roles: [["admin"]]) }
      type B @authenticated { z: Int @requiresScopes(scopes: [["s"]]) }`);
    expect(access.map(({ type, field, access }) => [`${type.name}.${field.name}`, access])).toEqual(
      [
        ['Query.a', 'public'],
        ['Query.b', [{}]],
        ['A.x', 'inherited'],
        ['A.y', [{ roles: [['admin']] }]],
        ['B.z', [{}, { scopes: [['s']] }]],
      ],
    );
  });

  it('takes a guard of the root type for each of its fields', () => {
    expect(mistakesIn('type Query @authenticated { a: Int, b: Int }')).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    [
      'an open field of Query',
      'type Query { a: Int }',
      ['Query.a is open by accident: give it @public or a guard'],
    ],
    [
      'open fields of every root, by whatever name',
      `schema { query: Q, mutation: M, subscription: S }
       type Q { a: Int }  type M { b: Int, c: Int @public }  type S { d: Int }`,
      ['Q.a', 'M.b', 'S.d'].map((f) => `${f} is open by accident: give it @public or a guard`),
    ],
    [
      'an open field of an extension',
      'type Query { a: Int @public }  extend type Query { b: Int }',
      ['Query.b is open by accident: give it @public or a guard'],
    ],
    [
      '@public beside a guard',
      'type Query { a: Int @public @authenticated }',
      ['Query.a is @public and guarded'],
    ],
    [
      '@public in a guarded type',
      'type Query @authenticated { a: Int @public }',
      ['Query.a is @public and guarded'],
    ],
    [
      '@public below the root',
      'type Query { a: A @public }  type A { x: Int @public }',
      ['A.x is @public below the root, where fields inherit the way in'],
    ],
    [
      'guards that name nothing',
      `type Query { a: Int @requiresScopes(scopes: []), b: Int @requiresRoles(roles: [[]]),
         c: Int @requiresPermissions(permissions: [["x"], []]), d: Int @requiresRoles(roles: [[""]]) }`,
      ['a', 'b', 'c', 'd'].map((f) => `Query.${f} has a guard that names nothing`),
    ],
    [
      'scopes that no token can hold',
      'type Query { a: Int @requiresScopes(scopes: [["read:a read:b"]]), b: Int @requiresScopes(scopes: [["\\"x"]]) }',
      ['a', 'b'].map(
        (f) => `Query.${f} has a guard with a scope that no token can hold (RFC 6749 §3.3)`,
      ),
    ],
    [
      'a guard on the field of an interface',
      'type Query { a: Int @public }  interface N { id: ID @authenticated, x: Int @requiresRoles(roles: [["r"]]) }',
      ['id', 'x'].map((f) => `N.${f} is an interface's: guard the types that implement it`),
    ],
    [
      'many at once',
      'type Query { a: Int, b: Int @public @requiresRoles(roles: [[]]) }  interface N { id: ID @authenticated }',
      [
        "N.id is an interface's: guard the types that implement it",
        'Query.a is open by accident: give it @public or a guard',
        'Query.b is @public and guarded',
        'Query.b has a guard that names nothing',
      ],
    ],
  ])('names each mistake: %s', (_case, types, mistakes) => {
    expect(mistakesIn(types)).toEqual(mistakes);
  });

  it('sees what is added to a schema that was built before', () => {
    const schema = buildSchema(`${directives} type Query { a: Int @public }`);
    const extended = extendSchema(schema, parse('extend type Query { b: Int }'));
    expect(() => readAccess(extended)).toThrow('Query.b is open by accident');
  });
});

describe('schema.graphql', () => {
  it('G13: opens these fields to anyone, and no others', async () => {
    const schema = buildSchema(await readFile('schema.graphql', 'utf8'));
    const open = readAccess(schema).filter(({ access }) => access === 'public');
    expect(open.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([
      'Query.capabilities',
      'Mutation.signup',
      'Mutation.login',
      'Mutation.refresh',
      'Mutation.logout',
      'Mutation.challengeMfa',
      'Mutation.verifyMfa',
      'Mutation.enrollFactor',
      'Mutation.requestPasswordReset',
      'Mutation.resendVerificationEmail',
    ]);
  });

  it('has root fields that can be null, so that a refused one takes no other with it', async () => {
    const schema = buildSchema(await readFile('schema.graphql', 'utf8'));
    const guarded = readAccess(schema).filter(
      ({ type, access }) => type === schema.getQueryType() && access !== 'public',
    );
    expect(guarded.map(({ field }) => String(field.type)).filter((t) => t.endsWith('!'))).toEqual(
      [],
    );
  });
});
