import { describe, expect, it } from '@jest/globals';
import { admin, managementTenant, refusal, userPath } from './support.ts';

const methodsPath = `${userPath(admin)}/authentication-methods`;

describe('contract 13.3: GET /api/v2/guardian/*', () => {
  it('tells of every factor whether the tenant offers it', async () => {
    const tenant = await managementTenant(({ settings }) => {
      settings.guardian.factors = [
        { name: 'otp', enabled: true },
        { name: 'sms', enabled: false },
      ];
    });
    const { status, body } = await tenant.call('GET', '/guardian/factors');
    expect(status).toBe(200);
    const off = (name: string) => ({ name, enabled: false, trial_expired: false });
    expect(body).toEqual([
      off('sms'),
      off('push-notification'),
      { name: 'otp', enabled: true, trial_expired: false },
      off('email'),
      off('duo'),
      off('webauthn-roaming'),
      off('webauthn-platform'),
      off('recovery-code'),
    ]);
  });

  it.each([[[]], [['all-applications' as const]]])('tells the policies %j', async (policies) => {
    const tenant = await managementTenant(({ settings }) => {
      settings.guardian.policies = policies;
    });
    expect((await tenant.call('GET', '/guardian/policies')).body).toEqual(policies);
  });
});

describe('contract 13.4: GET /api/v2/users/{id}/authentication-methods', () => {
  it('shows second factors, addresses and numbers masked', async () => {
    const tenant = await managementTenant(({ admin: user }) => {
      user.authentication_methods = [
        { type: 'totp', totp_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
        { type: 'phone', phone_number: '+15005550006' },
        { type: 'recovery-code', recovery_code: 'LOCALRECOVERYCODE0000001' },
      ];
    });
    const { status, body } = await tenant.call('GET', methodsPath);
    expect(status).toBe(200);
    const created_at = '2026-03-01T12:00:00.500Z';
    const id = (kind: string) => expect.stringMatching(`^${kind}\\|dev_\\w{16}$`) as unknown;
    expect(body).toEqual([
      { id: id('totp'), type: 'totp', confirmed: true, created_at },
      {
        id: id('phone'),
        type: 'phone',
        confirmed: true,
        name: 'XXXXXXXX0006',
        phone_number: 'XXXXXXXX0006',
        preferred_authentication_method: 'sms',
        authentication_methods: [{ id: id('sms'), type: 'sms' }],
        created_at,
      },
      { id: id('recovery-code'), type: 'recovery-code', confirmed: true, created_at },
    ]);

    const [, phone] = body as { id: string }[];
    const one = await tenant.call('GET', `${methodsPath}/${encodeURIComponent(phone?.id ?? '')}`);
    expect(one.body).toEqual(phone);
    const page = await tenant.call('GET', `${methodsPath}?include_totals=true&per_page=1&page=1`);
    expect(page.body).toEqual({ start: 1, limit: 1, total: 3, authenticators: [phone] });
  });

  it('a factor that an administrator adds is asked for at the next login, until it is deleted', async () => {
    const tenant = await managementTenant();
    const added = await tenant.call('POST', methodsPath, {
      body: { type: 'totp', name: 'App', totp_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
    });
    expect((await tenant.login()).body).toMatchObject({
      error: 'mfa_required',
      mfa_requirements: { challenge: [{ type: 'otp' }, { type: 'email' }] },
    });
    const { id } = added.body as { id: string };
    await tenant.call('DELETE', `${methodsPath}/${encodeURIComponent(id)}`);
    expect((await tenant.login()).status).toBe(200);
    expect(JSON.stringify(await tenant.logs())).not.toContain('GEZDGNBV');
  });

  it('finds no factor by an id that is nobody’s', async () => {
    const tenant = await managementTenant();
    const { status, body } = await tenant.call('GET', `${methodsPath}/totp%7Cdev_nobodys`);
    expect([status, body]).toMatchObject([404, { error: 'Not Found' }]);
  });

  it('finds nobody by an id that nobody has', async () => {
    const tenant = await managementTenant();
    const { body } = await tenant.call('GET', `${userPath('auth0|nobody')}/authentication-methods`);
    expect(body).toEqual(refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user'));
  });
});
