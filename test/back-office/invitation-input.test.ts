import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate } from '../support/mutate.ts';
import { startBackOffice, type BackOfficeScene } from './back-office-scene.ts';

let scene: BackOfficeScene;
let token: string;
beforeAll(async () => {
  scene = await startBackOffice();
  token = await scene.tokenOf('admin@example.com');
});
afterAll(() => scene.close());

const day = 24 * 60 * 60;
const email = 'someone@example.com';

describe('before Auth0 is called, inviteUser refuses', () => {
  const faults = () => new URL('/control/faults/all', scene.tenant.url);
  beforeAll(async () => {
    const headers = { 'content-type': 'application/json' };
    await fetch(faults(), { method: 'PUT', headers, body: JSON.stringify({ fault: 'down' }) });
  });
  afterAll(() => fetch(faults(), { method: 'DELETE' }));

  it.each([
    ['email', 'an address of 300 characters', { email: `${'a'.repeat(288)}@example.com` }],
    ['email', 'a second recipient', { email: 'a@example.com,b@example.com' }],
    ['email', 'an address with a header', { email: 'a@example.com\r\nBcc:b@example.com' }],
    ['email', 'an address in brackets', { email: '<a@example.com>' }],
    ['name', 'a name with markup', { email, name: '<b>Eve</b>' }],
    ['name', 'a name that is a link', { email, name: 'see www.evil.example' }],
    ['note', 'a note with control characters', { email, note: 'one\u0000two' }],
    ['note', 'a note with a new line', { email, note: 'one\ntwo' }],
    ['note', 'a note that changes the direction of its text', { email, note: 'a\u202Eb' }],
    ['note', 'a note with markup', { email, note: '<a href=x>click</a>' }],
    ['note', 'a note with a link', { email, note: 'go to https://evil.example' }],
    ['note', 'a note with a placeholder', { email, note: 'see {{link}}' }],
    ['note', 'a note of 201 characters', { email, note: 'n'.repeat(201) }],
    ['roles', '10,000 roles', { email, roles: Array.from({ length: 10_000 }, (_, n) => `r${n}`) }],
    ['roles', 'a role without a name', { email, roles: [''] }],
    ['locale', 'a language that is none', { email, locale: 'not a language' }],
    ['expiresIn', 'an expiry of a year', { email, expiresIn: 365 * day }],
    ['expiresIn', 'an expiry in the past', { email, expiresIn: -1 }],
    ['realm', 'an unknown realm', { email, realm: 'nowhere' }],
  ])('%s: %s', async (field, _what, input) => {
    const { result } = await mutate(scene.gateway, 'inviteUser', input, { token });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field });
  });
});

describe('refused are also', () => {
  it('a role that does not exist', async () => {
    const input = { email, roles: ['editor', 'emperor'] };
    const { result } = await mutate(scene.gateway, 'inviteUser', input, { token });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'roles' });
    await expect(scene.userOf(email)).rejects.toThrow('no user');
  });

  it.each(['auth0|../roles', 'rol_1', '', 'auth0|1/../../clients', 'google-oauth2|1'])(
    'the id %j',
    async (id) => {
      for (const mutation of ['resendInvitation', 'revokeInvitation']) {
        const { result } = await mutate(scene.gateway, mutation, { id }, { token });
        expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'id' });
      }
    },
  );

  it('the id of a user who was not invited', async () => {
    const { user_id: id } = await scene.userOf('editor@example.com');
    for (const mutation of ['resendInvitation', 'revokeInvitation']) {
      const { result } = await mutate(scene.gateway, mutation, { id }, { token });
      expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'id' });
    }
    expect(await scene.userOf('editor@example.com')).not.toHaveProperty('app_metadata');
  });

  it('a token of another gateway, and any other text', async () => {
    const other = await scene.anotherGateway({
      STATE_SECRETS: 'another-secret-of-32-characters!!',
    });
    await mutate(other, 'inviteUser', { email: 'other@example.com' }, { token });
    const foreign = await scene.tokenFor('other@example.com');
    await other.close();
    for (const text of [foreign, '', 'x', 'a.b.c.d.e', 'x'.repeat(100_000)])
      expect(await scene.accept(text)).toMatchObject({
        ...{ __typename: 'InvalidInput', field: 'token' },
      });
  });

  it('a changed cursor, and one of another list', async () => {
    const list = async (args: string) => {
      const query = `{ invitations(${args}) { edges { cursor } } }`;
      return scene.gateway.request<Record<string, { edges: { cursor: string }[] }>>(query, {
        token,
      });
    };
    const { data } = await list('first: 1, state: OPEN');
    const [edge] = data?.['invitations']?.edges ?? [];
    const cursor = edge?.cursor ?? '';
    expect(cursor).not.toBe('');
    expect((await list(`first: 1, state: OPEN, after: "${cursor}"`)).errors).toBeUndefined();
    for (const args of [
      `state: OPEN, after: "9${cursor}"`,
      `state: REVOKED, after: "${cursor}"`,
      'after: "x"',
      'first: 51',
      'first: 0',
    ])
      expect((await list(args)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

it('the list has pages, states and a count', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await scene.invite({ email: `${name}@pages.example` });
  const fifth = await scene.userOf('e@pages.example');
  await mutate(scene.gateway, 'revokeInvitation', { id: fifth.user_id }, { token });
  const query = `query ($state: InvitationState, $after: String) {
    invitations(state: $state, first: 2, after: $after) {
      edges { node { email state roles } } totalCount isCutOff
      pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
  const page = async (variables: object) => {
    const { data } = await scene.gateway.request<Record<string, Page>>(query, { variables, token });
    return data?.['invitations'];
  };
  expect(await page({ state: 'REVOKED' })).toMatchObject({
    ...{ edges: [{ node: { email: 'e@pages.example', state: 'REVOKED', roles: [] } }] },
    ...{ totalCount: 1, isCutOff: false },
  });
  expect(await page({ state: 'EXPIRED' })).toMatchObject({ edges: [], totalCount: 0 });
  const seen: string[] = [];
  for (let after: string | null = null, hasNext = true; hasNext;) {
    const found = await page({ after });
    seen.push(...(found?.edges ?? []).map(({ node }) => node.email));
    expect(found?.pageInfo.hasPreviousPage).toBe(after !== null);
    after = found?.pageInfo.endCursor ?? null;
    hasNext = found?.pageInfo.hasNextPage ?? false;
  }
  expect(seen.filter((email) => email.endsWith('@pages.example'))).toHaveLength(5);
  expect(new Set(seen).size).toBe(seen.length);
});

interface Page {
  edges: { node: { email: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}
