import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { graphql, Kind, parse, print, subscribe, type GraphQLSchema } from 'graphql';
import { guardSchema } from '../../src/authorization/guarded-resolvers.ts';
import { requirePermission } from '../../src/authorization/requirements.ts';
import type { CallerContext } from '../../src/authorization/access.ts';
import { authenticatedCaller, type Caller } from '../../src/tokens/caller.ts';
import { InvalidTokenError } from '../../src/tokens/invalid-token.ts';

const fields = `
  type Query {
    open: String @public
    signedIn: String @authenticated
    scoped: String @requiresScopes(scopes: [["read:a"], ["read:b", "write:b"]])
    permitted: String @requiresPermissions(permissions: [["read:users"]])
    oddlyNamed: String @requiresPermissions(permissions: [["__proto__"], ["constructor"], ["length"], ["0"]])
    role: String @requiresRoles(roles: [["admin"]])
    both: String @requiresRoles(roles: [["admin"]]) @requiresPermissions(permissions: [["read:users"]])
    order(owner: ID!): String @authenticated
    box: Box @public
    boxes: [Box!] @public
    strict: Box! @public
    locked: Locked @public
  }
  type Subscription { ticks: Int @authenticated }
  type Box { name: String  secret: String @requiresRoles(roles: [["admin"]])  sure: String! @requiresRoles(roles: [["admin"]]) }
  type Locked @requiresRoles(roles: [["admin"]]) {
    a: String
    b: String @requiresPermissions(permissions: [["read:users"]])
    c: String @requiresRoles(roles: [["editor"], ["author", "admin"]])
  }
`;
const box = { name: 'box', secret: 'secret', sure: 'sure' };
const answers = ['open', 'signedIn', 'scoped', 'permitted', 'oddlyNamed', 'role', 'both'];

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = guardSchema(
    makeExecutableSchema<CallerContext>({
      typeDefs: [await directives(), fields],
      resolvers: {
        Subscription: { ticks: { subscribe: ticks } },
        Query: {
          ...Object.fromEntries(answers.map((name) => [name, () => 'yes'])),
          box: () => box,
          boxes: () => [box, box],
          strict: () => box,
          locked: () => ({ a: 'a', b: 'b' }),
          order: async (_parent, { owner }: { owner: string }, context) => {
            const caller = await context.caller;
            const isOwn = caller.state === 'authenticated' && caller.id === owner;
            if (!isOwn) requirePermission(caller, 'read:users');
            return 'order';
          },
        },
      },
    }),
  );
});

/** Returns the directives of the real schema. */
async function directives(): Promise<string> {
  const { definitions } = parse(await readFile('schema.graphql', 'utf8'));
  return definitions
    .filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION)
    .map(print)
    .join('\n');
}

async function* ticks() {
  yield await Promise.resolve({ ticks: 1 });
}

const callerWith = (claims: Record<string, unknown>): Caller =>
  authenticatedCaller(
    { claims: { iss: 'https://t/', sub: 'user', exp: 1, ...claims }, id: 'one' },
    'a.b.c',
    'roles',
  );
const anonymous: Caller = { state: 'anonymous' };
const rejected: Caller = {
  state: 'rejected',
  fault: new InvalidTokenError('TOKEN_EXPIRED', 'expired'),
};

async function ask(source: string, caller: Caller | Promise<Caller>) {
  const { data, errors } = await graphql({ schema, source, contextValue: { caller } });
  const codes = errors?.map(({ path, extensions }) => [path?.join('.'), extensions['code']]);
  return { data: JSON.parse(JSON.stringify(data)) as unknown, codes, errors };
}

describe('@public', () => {
  it.each<[string, Caller]>([
    ['anonymous', anonymous],
    ['rejected', rejected],
    ['unverifiable', { state: 'unverifiable' }],
    ['authenticated', callerWith({})],
  ])('answers a caller who is %s', async (_case, caller) => {
    expect(await ask('{ open }', caller)).toMatchObject({ data: { open: 'yes' } });
  });

  it('does not wait for the caller to be known', async () => {
    const never = new Promise<Caller>(() => undefined);
    expect(await ask('{ open box { name } }', never)).toMatchObject({
      data: { open: 'yes', box: { name: 'box' } },
    });
  });
});

describe('UNAUTHENTICATED is not FORBIDDEN', () => {
  it.each<[string, Caller, Record<string, unknown>]>([
    ['no token', anonymous, { code: 'UNAUTHENTICATED', reason: 'TOKEN_MISSING' }],
    ['a bad token', rejected, { code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' }],
    ['a token that cannot be checked', { state: 'unverifiable' }, { code: 'SERVICE_UNAVAILABLE' }],
    ['a token without the permission', callerWith({}), { code: 'FORBIDDEN' }],
  ])('%s', async (_case, caller, extensions) => {
    for (const field of ['permitted', 'role', 'scoped', 'both']) {
      const { errors } = await ask(`{ ${field} }`, caller);
      expect(errors?.[0]?.extensions).toMatchObject(extensions);
    }
  });
});

describe('FORBIDDEN names what is missing', () => {
  it.each<[string, object, string, string]>([
    [
      'permitted',
      { requires: { permissions: [['read:users']] } },
      'This needs the permissions read:users.',
      'Bearer error="insufficient_scope"',
    ],
    [
      'role',
      { requires: { roles: [['admin']] } },
      'This needs the roles admin.',
      'Bearer error="insufficient_scope"',
    ],
    [
      'scoped',
      { requires: { scopes: [['read:a'], ['read:b', 'write:b']] } },
      'This needs the scopes read:a, or read:b and write:b.',
      'Bearer error="insufficient_scope", scope="read:a"',
    ],
  ])('T15: %s', async (field, extensions, message, challenge) => {
    const { errors } = await ask(`{ ${field} }`, callerWith({}));
    expect(errors).toMatchObject([
      { message, path: [field], extensions: { code: 'FORBIDDEN', ...extensions } },
    ]);
    const http = errors?.[0]?.extensions['http'] as { headers: Map<string, string> };
    expect(http.headers.get('www-authenticate')).toBe(challenge);
  });
});

describe('FORBIDDEN names all that is missing at once', () => {
  it.each<[string, object, object]>([
    ['{ both }', {}, { roles: [['admin']], permissions: [['read:users']] }],
    ['{ both }', { roles: ['admin'] }, { permissions: [['read:users']] }],
    ['{ both }', { permissions: ['read:users'] }, { roles: [['admin']] }],
    ['{ locked { b } }', {}, { roles: [['admin']], permissions: [['read:users']] }],
    [
      '{ locked { c } }',
      { roles: ['editor'] },
      {
        roles: [
          ['admin', 'editor'],
          ['admin', 'author'],
        ],
      },
    ],
  ])('%s for %j', async (source, claims, requires) => {
    const { errors } = await ask(source, callerWith({ ...claims }));
    expect(errors?.map(({ extensions }) => extensions['requires'])).toEqual([requires]);
  });

  it('and lets through who meets the guards of type and field in one kind', async () => {
    for (const roles of [
      ['admin', 'editor'],
      ['admin', 'author'],
    ]) {
      const { errors } = await ask('{ locked { c } }', callerWith({ roles }));
      expect(errors).toBeUndefined();
    }
  });
});

describe('outer is or, inner is and', () => {
  it.each<[string, boolean]>([
    ['read:a', true],
    ['read:b', false],
    ['write:b', false],
    ['read:b write:b', true],
    ['write:b openid read:b', true],
    ['read:a read:b', true],
    ['read:ab write:b', false],
    ['', false],
  ])('scope "%s": %s', async (scope, isMet) => {
    const { data } = await ask('{ scoped }', callerWith({ scope }));
    expect(data).toEqual({ scoped: isMet ? 'yes' : null });
  });
});

describe('several guards are and', () => {
  it.each<[object, boolean]>([
    [{ roles: ['admin'], permissions: ['read:users'] }, true],
    [{ roles: ['admin'] }, false],
    [{ permissions: ['read:users'] }, false],
  ])('%j on one field: %s', async (claims, isMet) => {
    const { data } = await ask('{ both }', callerWith({ ...claims }));
    expect(data).toEqual({ both: isMet ? 'yes' : null });
  });

  it('a guard of the type and one of its field', async () => {
    const { data, codes } = await ask('{ locked { a b } }', callerWith({ roles: ['admin'] }));
    expect(data).toEqual({ locked: { a: 'a', b: null } });
    expect(codes).toEqual([['locked.b', 'FORBIDDEN']]);
    const other = await ask('{ locked { a b } }', callerWith({ permissions: ['read:users'] }));
    expect(other.data).toEqual({ locked: { a: null, b: null } });
  });
});

describe('T11: permissions, scopes and roles decide by exact membership of a list of strings', () => {
  it.each<[string, unknown]>([
    ['a string', 'read:users'],
    ['a string of several', 'read:users write:users'],
    ['a list in a string', '["read:users"]'],
    ['nested lists', [['read:users']]],
    ['an object with the name', { 'read:users': true }],
    ['an object like a list', { 0: 'read:users', length: 1 }],
    ['objects with the name', [{ permission_name: 'read:users' }]],
    ['in capitals', ['READ:USERS']],
    ['a wildcard', ['*', 'read:*', '*:*', 'read:**', '.*']],
    ['the beginning', ['read:user', 'read', 'read:']],
    ['more than it', ['read:users:all', 'read:users2', 'xread:users']],
    ['white space around', [' read:users', 'read:users ', 'read:users\n', '\tread:users']],
    ['joined by a comma', ['read:users,write:users']],
    ['joined by a space', ['read:users write:users']],
    ['a NUL behind', ['read:users\0']],
    ['look-alike letters', ['reаd:users', 'read：users']],
    ['not normalised', ['re\u0301ad:users']],
    ['all of them by true', true],
    ['a number', 1],
    ['null', null],
    ['an empty list', []],
    ['a list of null', [null]],
    ['names of Object.prototype', ['__proto__', 'constructor', 'toString', 'length', '0']],
  ])('%s is not read:users', async (_case, claim) => {
    const caller = callerWith({ permissions: claim, roles: claim, scope: undefined });
    expect(await ask('{ permitted }', caller)).toMatchObject({
      data: { permitted: null },
      codes: [['permitted', 'FORBIDDEN']],
    });
  });

  it.each<[string, unknown]>([
    ['a list', ['read:a']],
    ['an object', { 'read:a': true }],
    ['joined by a comma', 'read:a,read:b'],
    ['joined by a tab', 'read:b\tread:a'],
    ['joined by a line end', 'read:b\nread:a'],
    ['in capitals', 'READ:A'],
    ['a wildcard', 'read:*'],
  ])('scope as %s is not read:a', async (_case, scope) => {
    expect(await ask('{ scoped }', callerWith({ scope }))).toMatchObject({
      data: { scoped: null },
    });
  });

  it.each<[string, unknown]>([
    ['no list at all', undefined],
    ['an empty list', []],
    ['a list of other names', ['read:users']],
    ['a string', '__proto__'],
    ['an object', { length: 1 }],
  ])('a guard named like a member of Object.prototype is not met by %s', async (_case, claim) => {
    const caller = callerWith({ permissions: claim });
    expect(await ask('{ oddlyNamed }', caller)).toMatchObject({ data: { oddlyNamed: null } });
  });

  it('a roles claim named like a member of Object.prototype gives no role', () => {
    const claims = { iss: 'https://t/', sub: 'user', exp: 1 };
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const caller = authenticatedCaller({ claims, id: 'one' }, 'a.b.c', name);
      expect(caller.roles).toEqual([]);
    }
  });
});

describe('G13: partial answers stay, and an error in one field opens no other', () => {
  it('nulls the refused field alone', async () => {
    const { data, codes } = await ask('{ open signedIn box { name secret } }', callerWith({}));
    expect(data).toEqual({ open: 'yes', signedIn: 'yes', box: { name: 'box', secret: null } });
    expect(codes).toEqual([['box.secret', 'FORBIDDEN']]);
  });

  it('nulls up to the nearest nullable parent for a field that cannot be null', async () => {
    const { data, codes } = await ask('{ open box { name sure } }', callerWith({}));
    expect(data).toEqual({ open: 'yes', box: null });
    expect(codes).toEqual([['box.sure', 'FORBIDDEN']]);
  });

  it('guards each item of a list', async () => {
    const { data, codes } = await ask('{ boxes { name secret } }', anonymous);
    expect(data).toEqual({
      boxes: [
        { name: 'box', secret: null },
        { name: 'box', secret: null },
      ],
    });
    expect(codes).toEqual([
      ['boxes.0.secret', 'UNAUTHENTICATED'],
      ['boxes.1.secret', 'UNAUTHENTICATED'],
    ]);
  });

  it.each([
    '{ x: box { y: secret } }',
    '{ box { ...S } } fragment S on Box { secret }',
    '{ box { ... on Box { secret } } }',
    '{ box { secret @include(if: true) } }',
  ])('guards by whatever way the field is asked for: %s', async (source) => {
    const { data, codes } = await ask(source, anonymous);
    expect(JSON.stringify(data)).not.toContain('"secret"}');
    expect(codes).toMatchObject([[expect.any(String), 'UNAUTHENTICATED']]);
  });
});

describe('requirePermission', () => {
  it('lets the owner through, and whoever has the permission', async () => {
    const own = await ask('{ order(owner: "user") }', callerWith({}));
    const permitted = await ask(
      '{ order(owner: "x") }',
      callerWith({ permissions: ['read:users'] }),
    );
    expect([own.data, permitted.data]).toEqual([{ order: 'order' }, { order: 'order' }]);
  });

  it('refuses with the very error of the directive', async () => {
    const byCall = await ask('{ order(owner: "x") }', callerWith({}));
    const byDirective = await ask('{ permitted }', callerWith({}));
    const [called] = byCall.errors ?? [];
    const [directed] = byDirective.errors ?? [];
    expect(called?.message).toBe(directed?.message);
    expect(called?.extensions).toEqual(directed?.extensions);
  });
});

describe('subscriptions', () => {
  const source = (caller: Caller) =>
    subscribe({ schema, document: parse('subscription { ticks }'), contextValue: { caller } });

  it('are guarded before they start', async () => {
    expect(await source(anonymous)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('run for whoever meets the guard', async () => {
    const events = (await source(callerWith({}))) as AsyncGenerator;
    expect(await events.next()).toEqual({ done: false, value: { data: { ticks: 1 } } });
  });
});
