import { beforeAll, describe, expect, it } from '@jest/globals';
import { mfaTenant, totpSecret, withApp, withPhone } from '../mfa/support.ts';
import type { MfaTenant } from '../mfa/support.ts';

const id = (kind: string): unknown =>
  expect.stringMatching(new RegExp(`^${kind}\\|dev_[A-Za-z0-9]{16}$`));

describe('contract 9.2: GET /mfa/authenticators', () => {
  let tenant: MfaTenant;
  beforeAll(async () => {
    tenant = await mfaTenant(({ admin, settings }) => {
      admin.authentication_methods = [
        { type: 'totp', totp_secret: totpSecret },
        { type: 'phone', phone_number: '+491234569167' },
        { type: 'email', email: 'ada@example.org' },
        { type: 'recovery-code', recovery_code: 'NOTREALRECOVERYCODE22222' },
      ];
      for (const user of settings.users) user.email_verified = user.email === admin.email;
    });
  });

  it('lists every kind, names masked, to the holder of an mfa_token', async () => {
    const { status, headers, body } = await tenant.authenticators(await tenant.mfaToken());
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toMatch(/no-store/);
    expect(body).toEqual([
      { id: id('totp'), authenticator_type: 'otp', active: true },
      {
        id: id('sms'),
        authenticator_type: 'oob',
        active: true,
        oob_channel: 'sms',
        name: 'XXXXXXXXX9167',
      },
      {
        id: id('email'),
        authenticator_type: 'oob',
        active: true,
        oob_channel: 'email',
        name: '***@exam*******',
      },
      { id: id('recovery-code'), authenticator_type: 'recovery-code', active: true },
      {
        id: id('email'),
        authenticator_type: 'oob',
        active: true,
        oob_channel: 'email',
        name: '*****@exam*******',
      },
    ]);
  });

  it('lists a verified address to the holder of an access token, and an enrolment as not active', async () => {
    const other = await mfaTenant();
    const token = await other.mfaAccessToken();
    await other.associate(token, { authenticator_types: ['otp'] });
    expect((await other.authenticators(token)).body).toEqual([
      { id: id('totp'), authenticator_type: 'otp', active: false },
      { id: id('recovery-code'), authenticator_type: 'recovery-code', active: false },
      {
        id: id('email'),
        authenticator_type: 'oob',
        active: true,
        oob_channel: 'email',
        name: '*****@exam*******',
      },
    ]);
  });

  it('lists no address that is not verified', async () => {
    const { body } = await tenant.login({
      username: 'editor@example.com',
      audience: `${tenant.issuer}mfa/`,
    });
    expect((await tenant.authenticators(body['access_token'] ?? '')).body).toEqual([]);
  });

  it('lists no factor that the tenant has switched off', async () => {
    const other = await mfaTenant((seed) => {
      withApp(seed);
      seed.settings.guardian.factors = [{ name: 'otp', enabled: true }];
    });
    const { body } = await other.authenticators(await other.mfaToken());
    expect(body).toEqual([{ id: id('totp'), authenticator_type: 'otp', active: true }]);
  });

  it('refuses a token for another API', async () => {
    const { body } = await tenant.login({ username: 'editor@example.com' });
    const answer = await tenant.authenticators(body['access_token'] ?? '');
    expect([answer.status, answer.body['error']]).toEqual([401, 'invalid_token']);
  });

  it('refuses an access token without the scope', async () => {
    const other = await mfaTenant();
    const answer = await other.authenticators(await other.mfaAccessToken('enroll'));
    expect([answer.status, answer.body['error']]).toEqual([403, 'insufficient_scope']);
  });

  it('refuses an mfa_token after ten minutes', async () => {
    const other = await mfaTenant(withApp);
    const mfa_token = await other.mfaToken();
    other.advance(599_999);
    expect((await other.authenticators(mfa_token)).status).toBe(200);
    other.advance(1);
    const { status, body } = await other.authenticators(mfa_token);
    expect(status).toBe(403);
    expect(body).toEqual({ error: 'expired_token', error_description: 'mfa_token is expired' });
  });

  it.each([
    [403 as const, 'invalid_grant'],
    [401 as const, 'invalid_token'],
  ])('refuses a malformed mfa_token with the status of the settings: %d', async (status, error) => {
    const other = await mfaTenant(({ settings }) => {
      settings.unconfirmed.mfa_token_malformed_status = status;
    });
    const refusals = [
      await other.authenticators('Fe26.2*nobodys'),
      await other.challenge('Fe26.2*nobodys'),
    ];
    for (const refusal of refusals) {
      expect(refusal.status).toBe(status);
      expect(refusal.body).toEqual({ error, error_description: 'Malformed mfa_token' });
    }
  });
});

describe('contract 9.6: DELETE /mfa/authenticators/{id}', () => {
  async function signedIn(): Promise<{ tenant: MfaTenant; token: string; ids: string[] }> {
    const tenant = await mfaTenant(withApp);
    const { body } = await tenant.login({ audience: `${tenant.issuer}mfa/` });
    const mfa_token = body['mfa_token'] ?? '';
    const answer = await tenant.verify('otp', { mfa_token, otp: tenant.otp(totpSecret) });
    const token = answer.body['access_token'] ?? '';
    const list = (await tenant.authenticators(token)).body as unknown as { id: string }[];
    return { tenant, token, ids: list.map((authenticator) => authenticator.id) };
  }

  it('removes a factor, the recovery code goes with the last one, and logins are not asked any more', async () => {
    const { tenant, token, ids } = await signedIn();
    const { status, body } = await tenant.remove(token, ids[0] ?? '');
    expect([status, body]).toEqual([204, {}]);
    expect((await tenant.authenticators(token)).body).toMatchObject([{ oob_channel: 'email' }]);
    expect((await tenant.login()).status).toBe(200);
    expect(await tenant.logs()).toContainEqual(
      expect.objectContaining({ type: 'gd_unenroll', user_name: 'admin@example.com' }),
    );
  });

  it('takes a JSON content type without a body', async () => {
    const { tenant, token, ids } = await signedIn();
    const path = `/mfa/authenticators/${encodeURIComponent(ids[0] ?? '')}`;
    const { status } = await fetch(tenant.url + path, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    expect(status).toBe(204);
  });

  it('does not know the id of nobody’s factor, of another user’s, or of a verified address', async () => {
    const { tenant, token, ids } = await signedIn();
    for (const unknown of ['totp|dev_nobodysnobodysno', ids[2] ?? '']) {
      const { status, body } = await tenant.remove(token, unknown);
      expect([status, body['error']]).toEqual([404, 'not_found']);
    }
    const { body } = await tenant.login({
      username: 'user@example.com',
      audience: `${tenant.issuer}mfa/`,
    });
    const foreign = await tenant.remove(body['access_token'] ?? '', ids[0] ?? '');
    expect(foreign.status).toBe(404);
    expect((await tenant.authenticators(token)).body).toHaveLength(3);
  });

  it('does not take an mfa_token: it proves no more than a password', async () => {
    const tenant = await mfaTenant(withPhone);
    const mfa_token = await tenant.mfaToken();
    const list = (await tenant.authenticators(mfa_token)).body as unknown as { id: string }[];
    const { status } = await tenant.remove(mfa_token, list[0]?.id ?? '');
    expect(status).toBe(401);
    expect((await tenant.authenticators(mfa_token)).body).toHaveLength(2);
  });

  it('needs the scope remove:authenticators', async () => {
    const tenant = await mfaTenant();
    const token = await tenant.mfaAccessToken('enroll read:authenticators');
    expect((await tenant.remove(token, 'totp|dev_0000000000000000')).body['error']).toBe(
      'insufficient_scope',
    );
  });

  it('refuses an access token that has expired', async () => {
    const { tenant, token, ids } = await signedIn();
    tenant.advance(601_000);
    expect((await tenant.remove(token, ids[0] ?? '')).status).toBe(401);
  });
});
