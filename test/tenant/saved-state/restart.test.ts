import { beforeAll, describe, expect, it } from '@jest/globals';
import { controlOf, type Control } from '../control/support.ts';
import { recoveryCode } from '../mfa/support.ts';
import { better, choosePassword, mails, newestLink, requestReset } from '../passwords/support.ts';
import { accessTokenClaims, gatehouse, password, testTenant } from '../support.ts';
import type { Answer, Seed } from '../support.ts';
import type { TestTenant } from '../support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const newcomer = { email: 'newcomer@example.com', password: 'Quiet-Lantern-5-Meadow' };
const admin = 'auth0|6500000000000000000000a1';

/** Settings of both lives of the tenant. */
const change = ({ settings }: Seed) => {
  settings.client_grants[0]?.scope.push('create:roles', 'update:users');
  settings.attack_protection.brute_force_protection.max_attempts = 2;
  const user = settings.users.find(({ email }) => email === 'user@example.com');
  user?.authentication_methods.push(
    { type: 'phone', phone_number: '+15005550006' },
    { type: 'recovery-code', recovery_code: recoveryCode },
  );
};

/** What clients were told before the restart. */
let before: {
  accessToken: string;
  refreshed: Answer;
  opaque: Answer;
  mfaToken: string;
  challenge: Record<string, string>;
  kids: string[];
  logs: Record<string, unknown>[];
  messages: unknown[];
};
let tenant: TestTenant;
let control: Control;

beforeAll(async () => {
  const state = temporaryFolder();
  tenant = await testTenant(change, { state });
  control = controlOf(tenant);
  const port = Number(new URL(tenant.url).port);
  await control('POST', '/keys/rotate', {});
  const session = await tenant.login();
  const refreshed = await tenant.refresh(session.body['refresh_token']);
  const opaque = await tenant.login({ audience: undefined });
  await tenant.signUp(newcomer);
  await tenant.block('auth0|6500000000000000000000e1');
  for (const typed of ['wrong', 'still wrong']) {
    await tenant.login({ username: newcomer.email, password: typed });
  }
  const mfaToken = (await tenant.login({ username: 'user@example.com' })).body['mfa_token'] ?? '';
  const challenge = await tenant.post('/mfa/challenge', {
    ...{ ...gatehouse, mfa_token: mfaToken, challenge_type: 'oob' },
  });
  await giveNewRole(tenant, 'Auditor');
  await requestReset(tenant);
  before = {
    accessToken: refreshed.body['access_token'] ?? '',
    ...{ refreshed, opaque, mfaToken, challenge: challenge.body },
    kids: (await control('GET', '')).keys.map(({ kid }) => kid),
    logs: await tenant.logs(),
    messages: await mails(tenant),
  };
  await control('POST', '/clock/advance', { seconds: 90 });
  await control('PUT', '/faults/jwks', { fault: 'down' });
  await control('PUT', '/faults/token', { fault: 'server_error' });
  await tenant.close();

  tenant = await testTenant(
    (seed) => {
      change(seed);
      seed.settings.users = seed.settings.users.slice(0, 2);
      seed.settings.roles = [];
      seed.admin.name = 'Another name';
      seed.client.name = 'Renamed';
      seed.resourceServer.token_lifetime = 60;
    },
    { state, port },
  );
  control = controlOf(tenant);
});

/** Creates a role, and gives it to the administrator. */
async function giveNewRole({ managementToken, url }: TestTenant, name: string): Promise<void> {
  const headers = {
    authorization: `Bearer ${await managementToken()}`,
    'content-type': 'application/json',
  };
  const post = (path: string, body: unknown) =>
    fetch(`${url}/api/v2${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const { id } = (await (await post('/roles', { name })).json()) as { id: string };
  await post(`/users/${encodeURIComponent(admin)}/roles`, { roles: [id] });
}

describe('a restart of the tenant', () => {
  it('keeps the log and the outbox, and goes on with them', async () => {
    const logs = await tenant.logs();
    expect(logs.slice(0, before.logs.length)).toEqual(before.logs);
    expect(await mails(tenant)).toEqual(before.messages);
    const ids = logs.map(({ log_id }) => log_id);
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => String(a).localeCompare(String(b))));
  });

  it('keeps the signing keys, and what they have signed', async () => {
    expect((await control('GET', '')).keys.map(({ kid }) => kid)).toEqual(before.kids);
    const { status, body } = await tenant.userInfo(before.accessToken);
    expect([status, body['sub']]).toEqual([200, admin]);
    expect(body['https://gatehouse.example/roles']).toEqual(['admin']);
  });

  it('keeps the roles and their users, whatever the settings file says by now', async () => {
    const claims = accessTokenClaims(await tenant.login());
    expect(claims['https://gatehouse.example/roles']).toEqual(['admin', 'Auditor']);
    expect(claims['permissions']).toContain('write:orders');
  });

  it('keeps opaque access tokens', async () => {
    expect((await tenant.userInfo(before.opaque.body['access_token'])).status).toBe(200);
  });

  it('keeps refresh tokens, and knows which ones are used up', async () => {
    const { status, body } = await tenant.refresh(before.refreshed.body['refresh_token']);
    expect(status).toBe(200);
    tenant.advance(11_000);
    const reuse = await tenant.refresh(before.refreshed.body['refresh_token']);
    expect(reuse.body['error']).toBe('invalid_grant');
    expect((await tenant.refresh(body['refresh_token'])).status).toBe(403);
  });

  it('keeps blocks, by an administrator and by wrong passwords', async () => {
    const blocked = await tenant.login({ username: 'editor@example.com' });
    expect(blocked.body).toEqual({ error: 'unauthorized', error_description: 'user is blocked' });
    const locked = await tenant.login({ username: newcomer.email, password: newcomer.password });
    expect([locked.status, locked.body['error']]).toEqual([429, 'too_many_attempts']);
  });

  it('keeps the login that waits for a second factor, and the code that was sent', async () => {
    const code = (await mails(tenant, '+15005550006')).at(-1)?.text.slice(0, 6) ?? '';
    const { status, body } = await tenant.post('/oauth/token', {
      ...gatehouse,
      grant_type: 'http://auth0.com/oauth/grant-type/mfa-oob',
      mfa_token: before.mfaToken,
      oob_code: before.challenge['oob_code'] ?? '',
      binding_code: code,
    });
    expect(status).toBe(200);
    expect(body['refresh_token']).toBeTruthy();
  });

  it('keeps the links in mails, and the sign-ins of the account behind them', async () => {
    expect((await choosePassword(tenant, await newestLink(tenant), better)).status).toBe(200);
    expect((await tenant.login({ password: better })).status).toBe(200);
    expect((await tenant.login()).status).toBe(403);
  });

  it('applies the settings anew, but for the users', async () => {
    const { body } = await tenant.login({ password: better });
    expect(body.expires_in).toBe(60);
    expect((await tenant.logs()).at(-1)).toMatchObject({ client_name: 'Renamed' });
    const { text } = await tenant.userInfo(before.accessToken);
    expect(JSON.parse(text)).toMatchObject({ name: 'Ada Admin' });
    // user@example.com is no longer in the file.
    expect((await tenant.login({ username: 'user@example.com' })).body['error']).toBe(
      'mfa_required',
    );
  });

  it('ends what was switched, and says so', async () => {
    const { clock, faults } = await control('GET', '');
    expect(clock.offset_seconds).toBe(0);
    expect(faults).toEqual({ jwks: null, metadata: null, token: null, search: null, all: null });
    expect(tenant.notices).toEqual([
      'The clock was set before the restart. It shows the real time again.',
      'The restart has ended the outage of: jwks, token.',
    ]);
  });

  it('shows the password of an account as long as it is right', async () => {
    expect(await tenant.currentUsers()).toMatchObject([
      { email: 'admin@example.com', password: undefined, blocked: false },
      { email: 'editor@example.com', password, blocked: true },
    ]);
    const { text } = await tenant.get('/');
    const rows = text.match(/<tr>\s*<td data-label="E-mail">[\s\S]*?<\/tr>/g) ?? [];
    const shown = rows.map((row) => [
      /<b>(.*?)<\/b>/.exec(row)?.[1],
      /data-label="Password"[^>]*>(.*?)</.exec(row)?.[1],
    ]);
    expect(shown).toEqual([
      ['admin@example.com', 'changed'],
      ['editor@example.com', password],
    ]);
    const program = await fetch(tenant.url, { headers: { accept: 'application/json' } });
    const { users } = (await program.json()) as { users: { email: string; password?: string }[] };
    expect(users.map((user) => [user.email, user.password])).toEqual([
      ['admin@example.com', undefined],
      ['editor@example.com', password],
    ]);
  });
});

describe('the state of a tenant', () => {
  it('serves one tenant at a time', async () => {
    const state = temporaryFolder();
    const first = await testTenant(undefined, { state });
    await expect(testTenant(undefined, { state })).rejects.toThrow('is in use');
    await first.close();
    const second = await testTenant(undefined, { state });
    expect(second.notices).toEqual([]);
    await second.close();
  });

  it('cannot be in a folder that cannot be made', async () => {
    await expect(testTenant(undefined, { state: '/dev/null/state' })).rejects.toThrow(
      'TENANT_STATE /dev/null/state cannot be used: ENOTDIR',
    );
  });

  it('is free again when the tenant could not start', async () => {
    const state = temporaryFolder();
    const port = Number(new URL(tenant.url).port);
    await expect(testTenant(undefined, { state, port })).rejects.toThrow('EADDRINUSE');
    await (await testTenant(undefined, { state })).close();
  });
});
