import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { controlOf, type Control } from '../control/support.ts';
import { admin, managementTenant, refusal, userPath } from './support.ts';
import type { ManagementTenant } from './support.ts';

const user = 'auth0|6500000000000000000000b1';
const newcomer = {
  connection: 'Username-Password-Authentication',
  email: 'newcomer@example.com',
  password: 'Quiet-Lantern-5-Meadow',
  verify_email: false,
};

let tenant: ManagementTenant;
let control: Control;
beforeAll(async () => {
  tenant = await managementTenant(({ settings }) => {
    settings.user_search.delay_seconds = 3;
  });
  control = controlOf(tenant);
});
beforeEach(() => {
  tenant.advance(4_000);
});

async function found(q: string): Promise<Record<string, unknown>[]> {
  const { body } = await tenant.call('GET', `/users?q=${encodeURIComponent(q)}`);
  return body as Record<string, unknown>[];
}

describe('a search that is eventually consistent', () => {
  it('knows the users of the settings file at once', async () => {
    expect((await found('*')).length).toBe(3);
  });

  it('finds a new user later than the look-ups by ID and by e-mail address do', async () => {
    const { body } = await tenant.call('POST', '/users', { body: newcomer });
    const { user_id } = body as { user_id: string };
    expect((await tenant.call('GET', userPath(user_id))).status).toBe(200);
    const byEmail = await tenant.call('GET', `/users-by-email?email=${newcomer.email}`);
    expect(byEmail.body).toMatchObject([{ user_id }]);
    expect(await found('email:newcomer@example.com')).toEqual([]);
    tenant.advance(2_999);
    expect(await found('email:newcomer@example.com')).toEqual([]);
    tenant.advance(1);
    expect(await found('email:newcomer@example.com')).toMatchObject([{ user_id }]);

    await tenant.call('DELETE', userPath(user_id));
    expect(await found('email:newcomer@example.com')).toMatchObject([{ user_id }]);
    tenant.advance(3_000);
    expect(await found('email:newcomer@example.com')).toEqual([]);
  });

  it('shows a user as before a change', async () => {
    await tenant.call('PATCH', userPath(user), { body: { blocked: true, nickname: 'uma' } });
    expect(await found('blocked:true')).toEqual([]);
    const [stale] = await found(`user_id:"${user}"`);
    expect(stale).not.toHaveProperty('blocked');
    expect(stale).toHaveProperty('nickname', 'user');
    tenant.advance(3_000);
    expect(await found('blocked:true')).toMatchObject([{ user_id: user, nickname: 'uma' }]);
  });

  it('leaves the users themselves alone', async () => {
    await tenant.call('PATCH', userPath(admin), { body: { app_metadata: { seen: true } } });
    await found('*');
    const { body } = await tenant.call('GET', userPath(admin));
    expect(body).toHaveProperty('app_metadata', { seen: true });
  });

  it('does not wait longer after the clock is set back', async () => {
    await tenant.call('PATCH', userPath(admin), { body: { nickname: 'ada' } });
    tenant.advance(-3_600_000);
    expect(await found('nickname:ada')).toMatchObject([{ user_id: admin }]);
  });
});

describe('contract 13.1: a search that takes too long', () => {
  it('answers 503 as long as the switch says so, and no other call does', async () => {
    await control('PUT', '/faults/search', { fault: 'time_out' });
    const { status, body } = await tenant.call('GET', '/users?q=*');
    expect([status, body]).toEqual([
      503,
      refusal(
        503,
        'Service Unavailable',
        expect.stringContaining('The query exceeded the timeout.'),
      ),
    ]);
    expect((await tenant.call('GET', userPath(admin))).status).toBe(200);
    await control('DELETE', '/faults/search');
    expect((await tenant.call('GET', '/users?q=*')).status).toBe(200);
  });
});

describe('contract 8.4: GET /api/v2/users/{id}/logs', () => {
  const path = `${userPath(admin)}/logs`;

  it('shows the records about the user, newest first, by page', async () => {
    await tenant.login();
    tenant.advance(1_000);
    await tenant.login({ password: 'wrong' });
    await tenant.login({ username: 'editor@example.com' });
    const { status, body } = await tenant.call('GET', `${path}?include_totals=true&per_page=2`);
    expect([status, body]).toMatchObject([
      200,
      { start: 0, limit: 2, length: 2, logs: [{ type: 'fp' }, { type: 'sepft' }] },
    ]);
    const sorted = await tenant.call('GET', `${path}?sort=date:1&per_page=1`);
    expect(sorted.body).toMatchObject([{ user_id: admin, type: 'sepft' }]);
  });

  it('is empty for a user without records, and refuses a malformed ID', async () => {
    expect((await tenant.call('GET', '/users/auth0%7Cnobody/logs')).body).toEqual([]);
    expect((await tenant.call('GET', '/users/nobody/logs')).body).toMatchObject({
      statusCode: 400,
      errorCode: 'invalid_uri',
    });
  });
});

describe('contract 8.1: a record of anything but a token request', () => {
  it('has no address of the peer', async () => {
    const email = 'addressed@example.com';
    await tenant.signUp({ email });
    await tenant.signUp({ email });
    const found = await tenant.call('GET', `/users-by-email?email=${email}`);
    const [user] = found.body as { user_id: string }[];
    await tenant.call('DELETE', userPath(user?.user_id ?? ''));
    const { body } = await tenant.call('GET', '/logs?per_page=4');
    const records = body as { type: string; ip: string }[];
    expect(records.map(({ type }) => type).toSorted()).toEqual(['fs', 'sapi', 'sdu', 'ss']);
    for (const record of records) {
      expect(record.ip).toBe('127.0.0.1');
      expect(record).not.toHaveProperty('client_ip');
    }
  });
});
