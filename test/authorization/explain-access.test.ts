import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { explainAccess, type Grants } from '../../src/authorization/explain-access.ts';
import { guardSchema } from '../../src/authorization/guarded-resolvers.ts';

const directives = `
  directive @public on FIELD_DEFINITION
  directive @authenticated on FIELD_DEFINITION | OBJECT
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @requiresPermissions(permissions: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @requiresRoles(roles: [[String!]!]!) on FIELD_DEFINITION | OBJECT
`;
const nothing: Grants = { scopes: [], permissions: [], roles: [] };

function explain(types: string, grants: Partial<Grants> = {}, listsRefused = true) {
  const schema = guardSchema(buildSchema(directives + types));
  return explainAccess(schema, { ...nothing, ...grants }, { listsRefused });
}

/** Rule and reason of one guarded field. */
function wordsFor(guards: string, grants: Partial<Grants> = {}) {
  const [field] = explain(`type Query { a: Int ${guards} }`, grants);
  return [field?.rule, field?.reason];
}

describe('explainAccess', () => {
  it('lists the fields of both root types, and no others', () => {
    const fields = explain(`
      type Query { open: Int @public, "Reads an order." order: Order @authenticated }
      type Order { total: Int @requiresRoles(roles: [["admin"]]) }
      type Mutation { pay: Int @requiresPermissions(permissions: [["write:orders"]]) }`);
    expect(fields).toEqual([
      {
        ...{ name: 'open', kind: 'QUERY', description: undefined, allowed: true },
        ...{ rule: 'Open to everybody.', reason: undefined, missing: {} },
      },
      {
        ...{ name: 'order', kind: 'QUERY', description: 'Reads an order.', allowed: true },
        ...{ rule: 'Open to every signed-in user.', reason: undefined, missing: {} },
      },
      {
        ...{ name: 'pay', kind: 'MUTATION', description: undefined, allowed: false },
        rule: 'Needs the permission write:orders.',
        reason: 'You lack the permission write:orders.',
        missing: { permissions: [['write:orders']] },
      },
    ]);
  });

  it('counts a guard of the root type for each of its fields', () => {
    const [field] = explain(
      'type Query @requiresRoles(roles: [["staff"]]) { a: Int @requiresScopes(scopes: [["s"]]) }',
      { scopes: ['s'] },
    );
    expect(field).toMatchObject({
      rule: 'Needs the role staff; and the scope s.',
      reason: 'You lack the role staff.',
      missing: { roles: [['staff']] },
    });
  });

  it.each([
    ['[["a"]]', 'the permission a'],
    ['[["a", "b"]]', 'the permissions a and b'],
    ['[["a"], ["b"], ["c"]]', 'one of the permissions a, b, c'],
    ['[["a", "b"], ["c"]]', 'the permissions a and b, or the permission c'],
  ])('words %s', (permissions, words) => {
    expect(wordsFor(`@requiresPermissions(permissions: ${permissions})`)).toEqual([
      `Needs ${words}.`,
      `You lack ${words}.`,
    ]);
  });

  it('names what is missing, and not what the user has', () => {
    const guard = '@requiresPermissions(permissions: [["a", "b"], ["c"]])';
    expect(wordsFor(guard, { permissions: ['a'] })[1]).toBe(
      'You lack one of the permissions b, c.',
    );
    expect(wordsFor(guard, { permissions: ['c'] })[1]).toBeUndefined();
    expect(wordsFor(guard, { permissions: ['a', 'b'] })[1]).toBeUndefined();
  });

  it('lists no refused field where their names are hidden', () => {
    const types = `type Query { a: Int @public, b: Int @authenticated, c: Int @requiresRoles(roles: [["admin"]]) }`;
    const names = (roles: string[]) => explain(types, { roles }, false).map(({ name }) => name);
    expect(names([])).toEqual(['a', 'b']);
    expect(names(['admin'])).toEqual(['a', 'b', 'c']);
  });

  it('needs a schema with guards', () => {
    const plain = buildSchema(`${directives} type Query { a: Int @public }`);
    expect(() => explainAccess(plain, nothing, { listsRefused: true })).toThrow(
      'a is a field of a schema without guards',
    );
  });
});
