import { describe, expect, it } from '@jest/globals';
import { buildSchema, extendSchema, parse, Source } from 'graphql';
import { AccessError, readAccess } from '../../src/authorization/access.ts';
import { buildSchema as buildFromFiles } from '../../src/schema-files.ts';
import { readSchemaText } from '../support/schema-text.ts';

const directives = `
  directive @public on FIELD_DEFINITION
  directive @authenticated on FIELD_DEFINITION | OBJECT
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @requiresPermissions(permissions: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @requiresRoles(roles: [[String!]!]!) on FIELD_DEFINITION | OBJECT
`;
const accessIn = (types: string) => readAccess(buildSchema(directives + types));
/** Returns the mistakes of a schema, without their file and line. */
const mistakesIn = (types: string) => {
  try {
    accessIn(types);
  } catch (error) {
    return (error as AccessError).mistakes.map((mistake) =>
      mistake.replace(/ \([^()]*:\d+\)$/, ''),
    );
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
        ['Query.b', {}],
        ['A.x', 'inherited'],
        ['A.y', { roles: [['admin']] }],
        ['B.z', { scopes: [['s']] }],
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
      ['@public at A.x has no effect: it belongs to a field of Query or Mutation'],
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
      [
        '@authenticated at N.id has no effect: it belongs to an object type or a field of one',
        '@requiresRoles at N.x has no effect: it belongs to an object type or a field of one',
      ],
    ],
    [
      'a guard that GraphQL would coerce to an or',
      'type Query { a: Int @requiresRoles(roles: ["x", "y"]), b: Int @requiresRoles(roles: "x") }',
      ['a', 'b'].map(
        (f) =>
          `Query.${f} has a guard without a list of lists: write [["a", "b"]] for a and b, [["a"], ["b"]] for a or b`,
      ),
    ],
    [
      'a guard whose names are no strings',
      'type Query { a: Int @requiresRoles(roles: [[admin]]), b: Int @requiresRoles(roles: [[null]]) }',
      ['a', 'b'].map(
        (f) =>
          `Query.${f} has a guard without a list of lists: write [["a", "b"]] for a and b, [["a"], ["b"]] for a or b`,
      ),
    ],
    [
      'many at once',
      'type Query { a: Int, b: Int @public @requiresRoles(roles: [[]]) }  interface N { id: ID @authenticated }',
      [
        '@authenticated at N.id has no effect: it belongs to an object type or a field of one',
        'Query.b has a guard that names nothing',
        'Query.a is open by accident: give it @public or a guard',
        'Query.b is @public and guarded',
      ],
    ],
  ])('names each mistake: %s', (_case, types, mistakes) => {
    expect(mistakesIn(types)).toEqual(mistakes);
  });

  it('refuses arguments that a wider definition of a guard allows', () => {
    const schema = buildSchema(`
      directive @authenticated(level: Int) on FIELD_DEFINITION
      directive @requiresRoles(role: String, roles: [[String!]!]) on FIELD_DEFINITION
      type Query { a: Int @authenticated(level: 2), b: Int @requiresRoles(role: "admin") }`);
    expect(() => readAccess(schema)).toThrow(
      expect.objectContaining({
        mistakes: [
          expect.stringContaining('Query.a has a guard with an argument that has no effect'),
          expect.stringContaining('Query.b has a guard with an argument that has no effect'),
          expect.stringContaining('Query.b has a guard that names nothing'),
        ],
      }),
    );
  });

  it('sees what is added to a schema that was built before', () => {
    const schema = buildSchema(`${directives} type Query { a: Int @public }`);
    const extended = extendSchema(schema, parse('extend type Query { b: Int }'));
    expect(() => readAccess(extended)).toThrow('Query.b is open by accident');
  });
});

describe('a directive at a place where it has no effect', () => {
  const everywhere = [
    'SCHEMA | SCALAR | OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | INTERFACE',
    'UNION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION',
  ].join(' | ');
  const definitions = new Source(
    `directive @public on ${everywhere}
     directive @authenticated on ${everywhere}
     directive @credential on ${everywhere}
     directive @other(x: Int @authenticated) on FIELD
     type Query { open: Int @public }
     type Mutation { change: Int @public }`,
    'schema.graphql',
  );
  const mistakesOf = (sdl: string): string[] => {
    try {
      readAccess(buildFromFiles([definitions, new Source(sdl, 'schema/own.graphql')]));
    } catch (error) {
      if (error instanceof AccessError) return error.mistakes;
    }
    return [];
  };

  it.each<[string, string, string]>([
    ['an argument', 'extend type Query { a(x: Int @authenticated): Int @public }', 'Query.a.x'],
    ['an input type', 'input In @authenticated { x: Int }', 'In'],
    ['an extension of an input type', 'input In { x: Int } extend input In @authenticated', 'In'],
    ['an input field', 'input In { x: Int @authenticated }', 'In.x'],
    ['an interface', 'interface Node @authenticated { id: ID }', 'Node'],
    ['an interface field', 'interface Node { id: ID @authenticated }', 'Node.id'],
    [
      'an argument of an interface field',
      'interface Node { id(x: Int @authenticated): ID }',
      'Node.id.x',
    ],
    ['a union', 'union Any @authenticated = Query', 'Any'],
    ['an enum', 'enum Color @authenticated { RED }', 'Color'],
    ['an enum value', 'enum Color { RED @authenticated }', 'Color.RED'],
    ['a scalar', 'scalar Time @authenticated', 'Time'],
    ['the schema', 'schema @authenticated { query: Query, mutation: Mutation }', 'schema'],
    ['an extension of the schema', 'extend schema @authenticated', 'schema'],
  ])('is a mistake with its file and line: a guard on %s', (_case, sdl, coordinate) => {
    const column = sdl.indexOf('@authenticated') + 1;
    expect(mistakesOf(sdl)).toContain(
      `@authenticated at ${coordinate} has no effect: it belongs to an object type or a field of one (schema/own.graphql:1:${column})`,
    );
  });

  it('is a mistake: a guard on an argument of a directive', () => {
    expect(mistakesOf('')).toEqual([
      '@authenticated at other.x has no effect: it belongs to an object type or a field of one (schema.graphql:4:30)',
    ]);
  });

  it.each([
    ['@public', 'a root type', 'extend type Query @public', 'Query'],
    ['@public', 'a type', 'type A @public { x: Int }', 'A'],
    ['@public', 'an argument', 'extend type Query { a(x: Int @public): Int @public }', 'Query.a.x'],
  ])('is a mistake: %s on %s', (_directive, _case, sdl, coordinate) => {
    expect(mistakesOf(sdl)).toContainEqual(
      expect.stringContaining(
        `@public at ${coordinate} has no effect: it belongs to a field of Query or Mutation`,
      ),
    );
  });

  it.each([
    ['a field of Query', 'extend type Query { a: Int @public @credential }', 'Query.a'],
    ['a field below the root', 'type A { x: Int @credential }', 'A.x'],
    ['a type', 'extend type Mutation @credential', 'Mutation'],
    ['an input field', 'input In { password: String @credential }', 'In.password'],
  ])('is a mistake: @credential on %s, where it is not counted', (_case, sdl, coordinate) => {
    expect(mistakesOf(sdl)).toContainEqual(
      expect.stringContaining(
        `@credential at ${coordinate} has no effect: it belongs to a field of Mutation`,
      ),
    );
  });
});

describe('the schema of the gateway', () => {
  it('G13: opens these fields to anyone, and no others', () => {
    const schema = buildSchema(readSchemaText());
    const open = readAccess(schema).filter(({ access }) => access === 'public');
    expect(open.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([
      'Query.capabilities',
      'Query.invitation',
      'Mutation.signup',
      'Mutation.login',
      'Mutation.refresh',
      'Mutation.logout',
      'Mutation.challengeMfa',
      'Mutation.verifyMfa',
      'Mutation.enrollFactor',
      'Mutation.requestPasswordReset',
      'Mutation.resendVerificationEmail',
      'Mutation.acceptInvitation',
    ]);
  });

  it('has root fields that can be null, so that a refused one takes no other with it', () => {
    const schema = buildSchema(readSchemaText());
    const guarded = readAccess(schema).filter(
      ({ type, access }) => type === schema.getQueryType() && access !== 'public',
    );
    expect(guarded.map(({ field }) => String(field.type)).filter((t) => t.endsWith('!'))).toEqual(
      [],
    );
  });
});
