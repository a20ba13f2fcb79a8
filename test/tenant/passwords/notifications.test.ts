import { describe, expect, it } from '@jest/globals';
import { password, testTenant } from '../support.ts';
import type { Seed, TestTenant } from '../support.ts';
import { better, choosePassword, follow, logged, mails, newestLink } from './support.ts';

const hour = 60 * 60 * 1000;

describe('contract 7.3: a login with a leaked password', () => {
  const leaked = 'AUTH0-TEST-Horse-7-Battery';
  const username = 'newcomer@example.com';
  const signedUp = async (change?: (seed: Seed) => void): Promise<TestTenant> => {
    const tenant = await testTenant(change);
    await tenant.signUp({ password: leaked });
    return tenant;
  };
  const leakMails = async (tenant: TestTenant): Promise<unknown[]> =>
    (await mails(tenant)).filter(({ template }) => template === 'stolen_credentials');

  it('is refused, and its user sent a link to choose another', async () => {
    const tenant = await signedUp();
    const { status, body } = await tenant.login({ username, password: leaked });
    expect([status, body['error']]).toEqual([401, 'password_leaked']);
    expect(await leakMails(tenant)).toMatchObject([{ channel: 'email', to: username }]);
    await choosePassword(tenant, await newestLink(tenant), better);
    expect((await tenant.login({ username, password: better })).status).toBe(200);
    expect((await tenant.login({ username, password: leaked })).status).toBe(403);
  });

  it('sends one mail an hour', async () => {
    const tenant = await signedUp();
    await tenant.login({ username, password: leaked });
    await tenant.login({ username, password: leaked });
    expect(await leakMails(tenant)).toHaveLength(1);
    tenant.advance(hour);
    await tenant.login({ username, password: leaked });
    expect(await leakMails(tenant)).toHaveLength(2);
  });

  it('U06: is no different from a wrong one where it is not the user’s', async () => {
    const tenant = await testTenant();
    const { status, body } = await tenant.login({ password: leaked });
    expect([status, body['error']]).toEqual([403, 'invalid_grant']);
    expect(await mails(tenant)).toEqual([]);
  });

  it.each<[string[], number, number]>([
    [['block'], 401, 0],
    [['user_notification'], 200, 1],
    [[], 200, 0],
  ])('with the shields %j answers %d and sends %d mails', async (shields, status, sent) => {
    const tenant = await signedUp(({ settings }) => {
      const { breached_password_detection } = settings.attack_protection;
      breached_password_detection.shields = shields as typeof breached_password_detection.shields;
    });
    expect((await tenant.login({ username, password: leaked })).status).toBe(status);
    expect(await leakMails(tenant)).toHaveLength(sent);
  });
});

describe('contract 7.1: an account that wrong passwords have blocked', () => {
  const blocked = async (change?: (seed: Seed) => void): Promise<TestTenant> => {
    const tenant = await testTenant((seed) => {
      seed.settings.attack_protection.brute_force_protection.max_attempts = 2;
      change?.(seed);
    });
    for (let count = 0; count < 3; count += 1) await tenant.login({ password: 'Wrong-Horse-7' });
    return tenant;
  };

  it('is told by mail, whose link ends the block, once', async () => {
    const tenant = await blocked();
    expect(await mails(tenant)).toMatchObject([
      { channel: 'email', to: 'admin@example.com', template: 'blocked_account' },
    ]);
    expect((await tenant.login()).status).toBe(429);
    const link = await newestLink(tenant);
    expect(link).toMatch(/\/u\/unblock\?ticket=[0-9a-f]{32}#$/);
    expect((await follow(tenant, link)).text).toContain('Your account is unblocked');
    expect((await tenant.login({ password })).status).toBe(200);
    expect(await logged(tenant, 'ublkdu')).toMatchObject([{ user_name: 'admin@example.com' }]);
    expect((await follow(tenant, link)).status).toBe(404);
  });

  it('is told once an hour for each address', async () => {
    const tenant = await blocked();
    const fail = (ip: string) =>
      tenant.login({ password: 'Wrong-Horse-7' }, { 'auth0-forwarded-for': ip });
    await follow(tenant, await newestLink(tenant));
    for (let count = 0; count < 2; count += 1) await tenant.login({ password: 'Wrong-Horse-7' });
    expect(await mails(tenant)).toHaveLength(1);
    for (let count = 0; count < 2; count += 1) await fail('203.0.113.5');
    expect(await mails(tenant)).toHaveLength(2);
  });

  it.each<[string, (seed: Seed) => void]>([
    [
      'the shield is off',
      ({ settings }) => {
        settings.attack_protection.brute_force_protection.shields = ['block'];
      },
    ],
    [
      'nothing blocks',
      ({ settings }) => {
        settings.attack_protection.brute_force_protection.shields = ['user_notification'];
      },
    ],
  ])('is not told where %s', async (_title, change) => {
    expect(await mails(await blocked(change))).toEqual([]);
  });

  it('U06: sends nothing for an address that nobody has', async () => {
    const tenant = await testTenant();
    for (let count = 0; count < 11; count += 1) {
      await tenant.login({ username: 'nobody@example.com' });
    }
    expect(await mails(tenant)).toEqual([]);
  });
});
