import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, it } from '@jest/globals';
import { isCustomClaimAllowed } from '../../../src/tenant/actions/custom-claims.ts';
import { accessTokenClaims, testTenant } from '../support.ts';
import type { Answer, Seed, TestTenant } from '../support.ts';
import { better, choosePassword, resetLink } from '../passwords/support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ns = 'https://team.example';

function actionFile(body: string): string {
  const file = join(temporaryFolder(), 'action.js');
  writeFileSync(file, `exports.onExecutePostLogin = async (event, api) => { ${body} };`);
  return file;
}

function tenantWith(
  bodies: string[],
  change: (seed: Seed) => void = () => undefined,
): Promise<TestTenant> {
  return testTenant((seed) => {
    seed.settings.actions['post-login'] = bodies.map(actionFile);
    change(seed);
  });
}

describe('contract 12.7: a post-login Action', () => {
  it('is told who logs in, from where, and how', async () => {
    const tenant = await tenantWith([`api.accessToken.setCustomClaim('${ns}/event', event)`]);
    const login = await tenant.login(
      { scope: 'openid offline_access' },
      { 'auth0-forwarded-for': '203.0.113.5' },
    );
    expect(accessTokenClaims(login)[`${ns}/event`]).toMatchObject({
      user: {
        user_id: 'auth0|6500000000000000000000a1',
        email: 'admin@example.com',
        email_verified: true,
        name: 'Ada Admin',
        user_metadata: {},
        app_metadata: {},
      },
      client: { client_id: 'gatehouse-local', name: 'Gatehouse' },
      connection: { name: 'Username-Password-Authentication', strategy: 'auth0' },
      request: { ip: '203.0.113.5' },
      transaction: {
        protocol: 'oauth2-password',
        requested_scopes: ['openid', 'offline_access'],
      },
      stats: { logins_count: 1 },
      authorization: { roles: ['admin'] },
    });

    const refreshed = await tenant.refresh(login.body['refresh_token']);
    expect(accessTokenClaims(refreshed)[`${ns}/event`]).toMatchObject({
      transaction: { protocol: 'oauth2-refresh-token' },
      stats: { logins_count: 1 },
    });
    const again = accessTokenClaims(await tenant.login());
    expect(again[`${ns}/event`]).toMatchObject({ stats: { logins_count: 2 } });
  });

  it('is told when the account was made and, from the first change on, when the password was changed', async () => {
    const tenant = await tenantWith([`api.accessToken.setCustomClaim('${ns}/user', event.user)`]);
    const userIn = (answer: Answer) => accessTokenClaims(answer)[`${ns}/user`];
    const login = await tenant.login();
    expect(userIn(login)).toMatchObject({ created_at: '2026-03-01T12:00:00.500Z' });
    expect(userIn(login)).not.toHaveProperty('last_password_reset');

    tenant.advance(60_000);
    await choosePassword(tenant, await resetLink(tenant), better);
    tenant.advance(60_000);
    const changed = { last_password_reset: '2026-03-01T12:01:00.500Z' };
    expect(userIn(await tenant.refresh(login.body['refresh_token']))).toMatchObject(changed);
    expect(userIn(await tenant.login({ password: better }))).toMatchObject(changed);
  });

  it('sets claims of an access token and of an ID token apart', async () => {
    const tenant = await tenantWith([
      `api.accessToken.setCustomClaim('${ns}/a', [1]); api.idToken.setCustomClaim('${ns}/i', true)`,
    ]);
    const login = await tenant.login();
    const idToken = decodeJwt(login.body['id_token'] ?? '');
    expect(accessTokenClaims(login)).toHaveProperty([`${ns}/a`], [1]);
    expect(accessTokenClaims(login)).not.toHaveProperty([`${ns}/i`]);
    expect(idToken).toHaveProperty([`${ns}/i`], true);
    expect(idToken).not.toHaveProperty([`${ns}/a`]);
  });

  it('cannot set a reserved claim, and is not told (row 30)', async () => {
    const tenant = await tenantWith([
      `api.accessToken.setCustomClaim('roles', ['admin']);
       api.accessToken.setCustomClaim('sub', 'somebody');
       api.accessToken.setCustomClaim('https://x.auth0.com/roles', ['admin']);
       api.accessToken.setCustomClaim('email', event.user.email);`,
    ]);
    const claims = accessTokenClaims(await tenant.login());
    expect(claims.sub).toBe('auth0|6500000000000000000000a1');
    expect(claims).not.toHaveProperty('roles');
    expect(claims).not.toHaveProperty(['https://x.auth0.com/roles']);
    expect(claims['email']).toBe('admin@example.com');
  });

  it('adds and removes scopes, over the head of RBAC', async () => {
    const tenant = await tenantWith([
      `api.accessToken.addScope('write:orders'); api.accessToken.removeScope('email')`,
    ]);
    const { body } = await tenant.login({ username: 'user@example.com', scope: 'openid email x' });
    expect(body['scope']).toBe('openid write:orders');
  });

  it('may load packages, as Auth0’s may', async () => {
    const tenant = await tenantWith([
      `api.accessToken.setCustomClaim('${ns}/sep', require('node:path').sep)`,
    ]);
    expect(accessTokenClaims(await tenant.login())[`${ns}/sep`]).toBe('/');
  });
});

describe('contract 2.3: an Action that ends the login', () => {
  it.each<[string, string, (seed: Seed) => void, number, object]>([
    [
      'denies',
      `api.access.deny('not on a Sunday')`,
      () => undefined,
      500,
      { error: 'access_denied', error_description: 'not on a Sunday' },
    ],
    [
      'denies, unconfirmed answer',
      `api.access.deny('not on a Sunday')`,
      ({ settings }) => {
        settings.unconfirmed.action_deny_status = 403;
      },
      403,
      { error: 'access_denied', error_description: 'not on a Sunday' },
    ],
    [
      'redirects although it cannot (row 29)',
      `if (!api.redirect.canRedirect()) api.redirect.sendUserTo('https://team.example/more')`,
      () => undefined,
      403,
      { error: 'interaction_required', error_description: 'Unable to redirect in this flow' },
    ],
    [
      'throws',
      `throw new Error('secret detail')`,
      () => undefined,
      500,
      { error: 'server_error', error_description: 'The login could not be completed' },
    ],
    [
      'calls what is not there',
      `api.nothing.here()`,
      () => undefined,
      500,
      { error: 'server_error', error_description: 'The login could not be completed' },
    ],
  ])('%s', async (_title, body, change, status, answer) => {
    const tenant = await tenantWith([body], change);
    const login = await tenant.login();
    expect([login.status, login.text]).toEqual([status, JSON.stringify(answer)]);
  });

  it('is followed by no other Action', async () => {
    const tenant = await tenantWith([`api.access.deny('first')`, `api.access.deny('second')`]);
    expect((await tenant.login()).body['error_description']).toBe('first');
  });

  it('keeps the attempt, and tells the log what it said', async () => {
    const tenant = await tenantWith([`throw new Error('secret detail')`]);
    await tenant.login();
    expect((await tenant.login()).headers.get('x-ratelimit-remaining')).toBe('98');
    expect((await tenant.logs())[0]).toMatchObject({
      type: 'fepft',
      description: 'Error: secret detail',
    });
  });

  it('ends a refresh as it ends a login, and leaves the refresh token good', async () => {
    const tenant = await tenantWith([
      `if (event.transaction.protocol === 'oauth2-refresh-token' && !globalThis.isOpen) {
         globalThis.isOpen = true; api.access.deny('closed') }`,
    ]);
    const { body } = await tenant.login();
    const token = body['refresh_token'];
    expect((await tenant.refresh(token)).body['error']).toBe('access_denied');
    expect((await tenant.refresh(token)).status).toBe(200);
  });

  it('comes too late when it hangs; other requests go on meanwhile', async () => {
    const tenant = await tenantWith([
      `if (event.user.email.startsWith('admin')) await new Promise(() => {})`,
    ]);
    const hanging = tenant.login();
    expect((await tenant.login({ username: 'user@example.com' })).status).toBe(200);
    expect((await hanging).body).toEqual({
      error: 'server_error',
      error_description: 'The login could not be completed',
    });
  });

  it.each([
    ['exports nothing', '', '', 'exports no onExecutePostLogin'],
    ['does not compile', 'const a = 1;\nif (', ':2', 'SyntaxError: Unexpected end of input'],
    [
      'fails as it is loaded',
      '\n\nnoSuchName();',
      ':3',
      'ReferenceError: noSuchName is not defined',
    ],
  ])('is refused, with its place, when it %s', async (_case, script, line, fault) => {
    const file = join(temporaryFolder(), 'action.js');
    writeFileSync(file, script);
    await expect(
      testTenant(({ settings }) => {
        settings.actions['post-login'] = [file];
      }),
    ).rejects.toMatchObject({ mistakes: [`${file}${line}: ${fault}`] });
  });
});

describe('isCustomClaimAllowed', () => {
  it.each([
    'https://team.example/roles',
    'urn:team:roles',
    'email',
    'plan',
    'http://auth0.com.example/x',
  ])('allows %s', (name) => {
    expect(isCustomClaimAllowed(name)).toBe(true);
  });

  it.each([
    'roles',
    'permissions',
    'sub',
    'iss',
    'gty',
    'org_id',
    'https://auth0.com/x',
    'https://team.webtask.io/x',
    'urn:auth0:x',
  ])('does not allow %s', (name) => {
    expect(isCustomClaimAllowed(name)).toBe(false);
  });
});
