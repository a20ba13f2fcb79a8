import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { api, gatehouse } from '../support.ts';
import { admin, managementTenant, refusal, userPath } from './support.ts';
import type { ManagementTenant } from './support.ts';

const path = `${userPath(admin)}/refresh-tokens`;

let tenant: ManagementTenant;
beforeAll(async () => {
  tenant = await managementTenant();
});
beforeEach(async () => {
  await tenant.call('DELETE', path);
});

interface Token {
  id: string;
  created_at: string;
  last_exchanged_at: string | null;
}

const login = async (userAgent = 'browser'): Promise<string> =>
  (await tenant.login({}, { 'user-agent': userAgent, 'auth0-forwarded-for': '203.0.113.5' })).body[
    'refresh_token'
  ] ?? '';
const tokens = async (query = ''): Promise<Token[]> =>
  ((await tenant.call('GET', path + query)).body as { tokens: Token[] }).tokens;
const statusOf = async (token: string): Promise<number> => (await tenant.refresh(token)).status;
const nowIn = (seconds: number): string => {
  const time = tenant.now().getTime() + seconds * 1000;
  return new Date(time).toISOString();
};

describe('contract 13.4: refresh tokens of a user', () => {
  it('are shown as Auth0 shows them, before and after a refresh', async () => {
    const createdAt = nowIn(0);
    const token = await login();
    const [first] = await tokens();
    expect(first).toEqual({
      id: expect.stringMatching(/^\w+$/),
      user_id: admin,
      created_at: createdAt,
      idle_expires_at: nowIn(1_296_000),
      expires_at: nowIn(2_592_000),
      device: {
        initial_ip: '203.0.113.5',
        initial_user_agent: 'browser',
        last_ip: '203.0.113.5',
        last_user_agent: 'browser',
      },
      client_id: gatehouse.client_id,
      session_id: null,
      rotating: true,
      resource_servers: [{ audience: api, scopes: expect.stringContaining('offline_access') }],
      last_exchanged_at: null,
    });

    tenant.advance(5_000);
    await tenant.refresh(token);
    expect(await tokens()).toEqual([
      {
        ...first,
        device: expect.objectContaining({ initial_ip: '203.0.113.5', last_ip: '127.0.0.1' }),
        idle_expires_at: nowIn(1_296_000),
        last_exchanged_at: nowIn(0),
      },
    ]);
    const one = await tenant.call('GET', `/refresh-tokens/${first?.id ?? ''}`);
    expect([one.status, one.body]).toEqual([200, (await tokens())[0]]);
  });

  it('are listed by checkpoint, oldest first, with a total if asked', async () => {
    for (const userAgent of ['one', 'two', 'three']) {
      await login(userAgent);
      tenant.advance(1_000);
    }
    const first = await tenant.call('GET', `${path}?take=2&include_totals=true`);
    const { next, ...page } = first.body as { next: string };
    expect(page).toEqual({
      total: 3,
      tokens: [
        expect.objectContaining({ device: expect.objectContaining({ last_user_agent: 'one' }) }),
        expect.objectContaining({ device: expect.objectContaining({ last_user_agent: 'two' }) }),
      ],
    });
    const last = await tenant.call('GET', `${path}?take=2&from=${next}`);
    expect(last.body).toEqual({ tokens: [expect.objectContaining({ user_id: admin })] });

    const byUser = `/refresh-tokens?user_id=${encodeURIComponent(admin)}&fields=id`;
    const list = (await tokens()).map(({ id }) => ({ id }));
    expect((await tenant.call('GET', byUser)).body).toEqual({ refresh_tokens: list });
    const ofOther = await tenant.call('GET', `${byUser}&client_id=other`);
    expect(ofOther.body).toEqual({ refresh_tokens: [] });
  });

  it('are revoked one by one, with status 204 also for an unknown token', async () => {
    const kept = await login();
    tenant.advance(1_000);
    const revoked = await login();
    const id = (await tokens()).at(-1)?.id ?? '';
    const deleted = await tenant.call('DELETE', `/refresh-tokens/${id}`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await tenant.call('DELETE', `/refresh-tokens/${id}`)).status).toBe(204);
    expect((await tenant.call('GET', `/refresh-tokens/${id}`)).body).toEqual(
      refusal(404, 'Not Found', 'The refresh token does not exist.'),
    );
    expect([await statusOf(revoked), await statusOf(kept)]).toEqual([403, 200]);
  });

  it('are revoked all together, with status 202', async () => {
    const all = [await login(), await login()];
    const { status, body } = await tenant.call('DELETE', path);
    expect([status, body]).toEqual([202, {}]);
    expect([await statusOf(all[0] ?? ''), await statusOf(all[1] ?? '')]).toEqual([403, 403]);
    expect(await tokens()).toEqual([]);
  });

  it('carry metadata, which is replaced as a whole', async () => {
    await login();
    const [token] = await tokens();
    const one = `/refresh-tokens/${token?.id ?? ''}`;
    const set = (refresh_token_metadata: unknown) =>
      tenant.call('PATCH', one, { body: { refresh_token_metadata } });
    expect((await set({ device: 'desk', note: 'old' })).body).toMatchObject({
      refresh_token_metadata: { device: 'desk', note: 'old' },
    });
    await set({ device: 'phone' });
    expect((await tenant.call('GET', one)).body).toHaveProperty('refresh_token_metadata', {
      device: 'phone',
    });
    expect((await set(null)).body).not.toHaveProperty('refresh_token_metadata');
    expect((await set({ count: 1 })).status).toBe(400);
  });

  it('of an unknown user are a 404', async () => {
    const { status, body } = await tenant.call('GET', '/users/auth0%7Cnobody/refresh-tokens');
    const missing = refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user');
    expect([status, body]).toEqual([404, missing]);
  });
});

describe('contract 13.3: POST /api/v2/refresh-tokens/revoke', () => {
  it.each([
    ['a user', {}, 403],
    ['a user and an application', { client_id: gatehouse.client_id }, 403],
    ['a user, an application and an API', { client_id: gatehouse.client_id, audience: api }, 403],
    ['another application', { client_id: 'other' }, 200],
    ['another API', { client_id: gatehouse.client_id, audience: 'https://other.example' }, 200],
  ])('revokes the tokens of %s', async (_name, members, status) => {
    const token = await login();
    const body = { user_id: admin, ...members };
    expect((await tenant.call('POST', '/refresh-tokens/revoke', { body })).status).toBe(202);
    expect(await statusOf(token)).toBe(status);
  });

  it('revokes tokens by their IDs', async () => {
    const token = await login();
    const ids = (await tokens()).map(({ id }) => id);
    await tenant.call('POST', '/refresh-tokens/revoke', { body: { ids: [...ids, 'unknown'] } });
    expect(await statusOf(token)).toBe(403);
  });

  it.each([
    [{}],
    [{ ids: [] }],
    [{ ids: ['a'], user_id: admin }],
    [{ client_id: 'a' }],
    [{ user_id: admin, audience: api }],
    [{ user_id: 'auth0|nobody' }],
  ])('refuses %j', async (body) => {
    const answer = await tenant.call('POST', '/refresh-tokens/revoke', { body });
    expect([answer.status, answer.body]).toMatchObject([400, { errorCode: 'invalid_body' }]);
  });
});

describe('contract 13.3: sessions', () => {
  it('of a user are none, since the password grant makes none', async () => {
    await login();
    const list = await tenant.call('GET', `${userPath(admin)}/sessions`);
    expect([list.status, list.body]).toEqual([200, { sessions: [] }]);
    const deleted = await tenant.call('DELETE', `${userPath(admin)}/sessions`);
    expect([deleted.status, deleted.body]).toEqual([202, {}]);
    expect((await tenant.call('GET', '/sessions/s1')).status).toBe(404);
    expect((await tenant.call('DELETE', '/sessions/s1')).status).toBe(202);
    expect((await tenant.call('POST', '/sessions/s1/revoke')).status).toBe(202);
    expect((await tenant.call('GET', '/users/auth0%7Cnobody/sessions')).status).toBe(404);
  });

  it('and refresh tokens are revoked together, or the sessions alone', async () => {
    const token = await login();
    const revokeAccess = (body: object) =>
      tenant.call('POST', `${userPath(admin)}/revoke-access`, { body });
    expect((await revokeAccess({ preserve_refresh_tokens: true })).status).toBe(202);
    expect((await revokeAccess({ session_id: 's1' })).status).toBe(202);
    expect((await tokens()).length).toBe(1);
    expect((await revokeAccess({})).status).toBe(202);
    expect(await statusOf(token)).toBe(403);
  });
});

describe('contract 13.4: a refresh token that was not used for its idle lifetime', () => {
  it('is listed no more', async () => {
    await login();
    tenant.advance(1_296_000_000);
    const authorization = `Bearer ${await tenant.managementToken()}`;
    const { body } = await tenant.get(`/api/v2${path}`, { authorization });
    expect(body).toEqual({ tokens: [] });
  });
});
