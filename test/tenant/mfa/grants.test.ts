import { describe, expect, it } from '@jest/globals';
import { accessTokenClaims } from '../support.ts';
import type { Answer } from '../support.ts';
import {
  askingEverybody,
  mfaTenant,
  recoveryCode,
  totpSecret,
  withApp,
  withPhone,
} from './support.ts';
import type { MfaTenant } from './support.ts';

function refused({ status, body }: Answer): unknown[] {
  return [status, body['error'], body['error_description']];
}

/** Starts a login that waits for a code, and has the code sent. */
async function waiting(
  tenant: MfaTenant,
): Promise<{ mfa_token: string; oob_code: string; binding_code: string }> {
  const mfa_token = await tenant.mfaToken();
  const { body } = await tenant.challenge(mfa_token, { challenge_type: 'oob' });
  return { mfa_token, oob_code: body['oob_code'] ?? '', binding_code: await tenant.sentCode() };
}

/** Returns a code of six digits that differs from this one. */
function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

describe('contract 9.5: the grant mfa-otp', () => {
  it('finishes the login with the scopes and the API of its first request', async () => {
    const tenant = await mfaTenant(withApp);
    const login = await tenant.login({ scope: 'openid offline_access read:users' });
    const answer = await tenant.verify('otp', {
      mfa_token: login.body['mfa_token'] ?? '',
      otp: tenant.otp(totpSecret),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      id_token: expect.any(String),
      scope: 'openid offline_access read:users',
      expires_in: 86_400,
      token_type: 'Bearer',
    });
    expect(accessTokenClaims(answer)).toMatchObject({
      'https://gatehouse.example/roles': ['admin'],
      aud: ['https://api.gatehouse.example', `${tenant.issuer}userinfo`],
      gty: 'password',
    });
    expect((await tenant.refresh(answer.body['refresh_token'])).status).toBe(200);
    expect((await tenant.logs()).map(({ type }) => type)).toEqual([
      'mfar',
      'gd_auth_succeed',
      'seotpft',
      'sertft',
    ]);
  });

  it.each([
    ['the code of 30 s ago', -30, 200],
    ['the code of the next 30 s', 30, 200],
    ['the code of a minute ago', -60, 403],
    ['the code of the next minute', 60, 403],
  ])('RFC 6238: %s', async (_title, seconds, status) => {
    const tenant = await mfaTenant(withApp);
    const mfa_token = await tenant.mfaToken();
    const otp = tenant.otp(totpSecret, seconds);
    expect((await tenant.verify('otp', { mfa_token, otp })).status).toBe(status);
  });

  it.each(['12345', '1234567', 'abcdef', ' 12345', '１２３４５６'])(
    'takes %j for a wrong code',
    async (otp) => {
      const tenant = await mfaTenant(withApp);
      const answer = await tenant.verify('otp', { mfa_token: await tenant.mfaToken(), otp });
      expect(refused(answer)).toEqual([403, 'invalid_grant', 'Invalid otp_code.']);
    },
  );

  it('lets the same mfa_token try again after a wrong code, and logs who it was', async () => {
    const tenant = await mfaTenant(withApp);
    const mfa_token = await tenant.mfaToken();
    const otp = tenant.otp(totpSecret);
    const failed = await tenant.verify('otp', { mfa_token, otp: wrong(otp) });
    expect(refused(failed)).toEqual([403, 'invalid_grant', 'Invalid otp_code.']);
    expect((await tenant.verify('otp', { mfa_token, otp })).status).toBe(200);
    expect(await tenant.logs()).toMatchObject([
      { type: 'mfar' },
      { type: 'gd_auth_failed', user_name: 'admin@example.com' },
      { type: 'feotpft', description: 'Invalid otp_code.', user_name: 'admin@example.com' },
      { type: 'gd_auth_succeed' },
      { type: 'seotpft' },
    ]);
  });

  it.each([
    ['same' as const, 'Invalid otp_code.'],
    ['own' as const, 'The otp_code has already been used.'],
  ])('RFC 6238 §5.2: takes a code once; its text is the %s', async (text, description) => {
    const tenant = await mfaTenant((seed) => {
      withApp(seed);
      seed.settings.unconfirmed.used_code_text = text;
    });
    const otp = tenant.otp(totpSecret);
    await tenant.verify('otp', { mfa_token: await tenant.mfaToken(), otp });
    const answer = await tenant.verify('otp', { mfa_token: await tenant.mfaToken(), otp });
    expect(refused(answer)).toEqual([403, 'invalid_grant', description]);
  });

  it('refuses the code of an app for a user who has none', async () => {
    const tenant = await mfaTenant(withPhone);
    const mfa_token = await tenant.mfaToken();
    const answer = await tenant.verify('otp', { mfa_token, otp: tenant.otp(totpSecret) });
    expect(refused(answer)).toEqual([403, 'invalid_grant', 'Invalid otp_code.']);
  });

  it('does not prolong an access token of the MFA API: there it only confirms', async () => {
    const tenant = await mfaTenant(withApp);
    const login = await tenant.login({ audience: `${tenant.issuer}mfa/` });
    const mfa_token = login.body['mfa_token'] ?? '';
    const first = await tenant.verify('otp', { mfa_token, otp: tenant.otp(totpSecret) });
    tenant.advance(60_000);
    const again = await tenant.verify('otp', {
      mfa_token: first.body['access_token'] ?? '',
      otp: tenant.otp(totpSecret),
    });
    expect(refused(again)).toEqual([403, 'invalid_grant', 'Invalid otp_code.']);
  });
});

describe('contract 9.5: the grant mfa-oob', () => {
  it('finishes the login with the code that was sent', async () => {
    const tenant = await mfaTenant(withPhone);
    const answer = await tenant.verify('oob', await waiting(tenant));
    expect(answer.status).toBe(200);
    expect(accessTokenClaims(answer).sub).toBe('auth0|6500000000000000000000a1');
    expect((await tenant.logs()).map(({ type }) => type)).toEqual([
      'mfar',
      'gd_start_auth',
      'gd_send_sms',
      'gd_auth_succeed',
      'seoobft',
    ]);
  });

  it('finishes the login of who has but a verified address', async () => {
    const tenant = await mfaTenant(askingEverybody);
    expect((await tenant.verify('oob', await waiting(tenant))).status).toBe(200);
    expect(await tenant.outbox()).toMatchObject([{ channel: 'email', to: 'admin@example.com' }]);
  });

  it('refuses a wrong code, and takes the right one after it', async () => {
    const tenant = await mfaTenant(withPhone);
    const proof = await waiting(tenant);
    const failed = await tenant.verify('oob', {
      ...proof,
      binding_code: wrong(proof.binding_code),
    });
    expect(refused(failed)).toEqual([403, 'invalid_grant', 'Invalid binding_code.']);
    expect((await tenant.verify('oob', proof)).status).toBe(200);
    expect((await tenant.logs()).map(({ type }) => type)).toContain('feoobft');
  });

  it('refuses a code after five minutes', async () => {
    const tenant = await mfaTenant(withPhone);
    const [late, inTime] = [await waiting(tenant), await waiting(tenant)];
    tenant.advance(299_999);
    expect((await tenant.verify('oob', inTime)).status).toBe(200);
    tenant.advance(1);
    expect(refused(await tenant.verify('oob', late))).toEqual([
      403,
      'invalid_grant',
      'Invalid binding_code.',
    ]);
  });

  it('refuses an oob_code of another login’s, and an unknown one', async () => {
    const tenant = await mfaTenant(withPhone);
    const first = await waiting(tenant);
    const { mfa_token } = await waiting(tenant);
    const answers = [
      await tenant.verify('oob', { ...first, mfa_token }),
      await tenant.verify('oob', { ...first, oob_code: 'Fe26.2*nobodys' }),
    ];
    for (const answer of answers) {
      expect(refused(answer)).toEqual([400, 'invalid_request', 'Invalid oob_code.']);
    }
  });

  it.each([
    ['same' as const, 'Invalid binding_code.'],
    ['own' as const, 'The binding_code has already been used.'],
  ])('takes a code once; its text is the %s', async (text, description) => {
    const tenant = await mfaTenant(({ settings }) => {
      settings.unconfirmed.used_code_text = text;
    });
    const mfa_token = await tenant.mfaAccessToken();
    const { body } = await tenant.associate(mfa_token, {
      authenticator_types: ['oob'],
      oob_channels: ['email'],
    });
    const proof = { oob_code: String(body['oob_code']), binding_code: await tenant.sentCode() };
    expect((await tenant.verify('oob', { mfa_token, ...proof })).status).toBe(200);
    expect(refused(await tenant.verify('oob', { mfa_token, ...proof }))).toEqual([
      403,
      'invalid_grant',
      description,
    ]);
  });

  it('refuses a code for a factor that has been removed meanwhile', async () => {
    const tenant = await mfaTenant(({ admin }) => {
      admin.authentication_methods = [
        { type: 'phone', phone_number: '+4915112345678' },
        { type: 'totp', totp_secret: totpSecret },
      ];
    });
    const proof = await waiting(tenant);
    const login = await tenant.login({ audience: `${tenant.issuer}mfa/` });
    const { body } = await tenant.verify('otp', {
      mfa_token: login.body['mfa_token'] ?? '',
      otp: tenant.otp(totpSecret),
    });
    const token = body['access_token'] ?? '';
    const list = (await tenant.authenticators(token)).body as unknown as { id: string }[];
    await tenant.remove(token, list[0]?.id ?? '');
    expect((await tenant.verify('oob', proof)).body['error']).toBe('invalid_grant');
  });
});

describe('contract 9.5: the grant mfa-recovery-code', () => {
  it('spends the code and gives the next one', async () => {
    const tenant = await mfaTenant(withApp);
    const recover = async (code: string): Promise<Answer> =>
      tenant.verify('recovery-code', { mfa_token: await tenant.mfaToken(), recovery_code: code });
    const first = await recover(recoveryCode);
    expect(first.status).toBe(200);
    expect(Object.keys(first.body)).toEqual([
      'access_token',
      'refresh_token',
      'id_token',
      'scope',
      'expires_in',
      'token_type',
      'recovery_code',
    ]);
    const next = first.body['recovery_code'] ?? '';
    expect(next).toMatch(/^[A-Z0-9]{24}$/);
    expect((await recover(next)).body['recovery_code']).not.toBe(next);
    expect((await tenant.logs()).map(({ type }) => type)).toEqual([
      'mfar',
      'gd_recovery_succeed',
      'sercft',
      'mfar',
      'gd_recovery_succeed',
      'sercft',
    ]);
  });

  it.each([
    ['same' as const, 'Invalid recovery_code.'],
    ['own' as const, 'The recovery_code has already been used.'],
  ])('takes a code once; its text is the %s', async (text, description) => {
    const tenant = await mfaTenant((seed) => {
      withApp(seed);
      seed.settings.unconfirmed.used_code_text = text;
    });
    const recover = async (): Promise<Answer> =>
      tenant.verify('recovery-code', {
        mfa_token: await tenant.mfaToken(),
        recovery_code: recoveryCode,
      });
    await recover();
    expect(refused(await recover())).toEqual([403, 'invalid_grant', description]);
  });

  it('refuses a wrong code, and logs it', async () => {
    const tenant = await mfaTenant(withApp);
    const mfa_token = await tenant.mfaToken();
    const answer = await tenant.verify('recovery-code', {
      mfa_token,
      recovery_code: 'X'.repeat(24),
    });
    expect(refused(answer)).toEqual([403, 'invalid_grant', 'Invalid recovery_code.']);
    expect((await tenant.logs()).map(({ type }) => type)).toEqual([
      'mfar',
      'gd_recovery_failed',
      'fercft',
    ]);
  });

  it('refuses a code that came with a factor which was never confirmed', async () => {
    const tenant = await mfaTenant(askingEverybody);
    const mfa_token = await tenant.mfaToken();
    const { body } = await tenant.associate(mfa_token, { authenticator_types: ['otp'] });
    const [recovery_code] = body['recovery_codes'] as [string];
    const answer = await tenant.verify('recovery-code', { mfa_token, recovery_code });
    expect(answer.body['error']).toBe('invalid_grant');
  });

  it('lets two logins at once use a code only once', async () => {
    const tenant = await mfaTenant(withApp);
    const tokens = [await tenant.mfaToken(), await tenant.mfaToken()];
    const answers = await Promise.all(
      tokens.map((mfa_token) =>
        tenant.verify('recovery-code', { mfa_token, recovery_code: recoveryCode }),
      ),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 403]);
  });
});

describe('contract 9.5: refusals of every MFA grant', () => {
  const grants = ['otp', 'oob', 'recovery-code'] as const;
  const codes = { otp: '123456', oob_code: 'x', binding_code: '123456', recovery_code: 'X' };

  it.each(grants)(
    'refuses an mfa_token that is malformed, used up or has expired: %s',
    async (grant) => {
      const tenant = await mfaTenant(withApp);
      const malformed = [403, 'invalid_grant', 'Malformed mfa_token'];
      const answer = await tenant.verify(grant, { ...codes, mfa_token: 'Fe26.2*nobodys' });
      expect(refused(answer)).toEqual(malformed);
      const used = await tenant.mfaToken();
      await tenant.verify('otp', { mfa_token: used, otp: tenant.otp(totpSecret) });
      expect(refused(await tenant.verify(grant, { ...codes, mfa_token: used }))).toEqual(malformed);
      const mfa_token = await tenant.mfaToken();
      tenant.advance(600_000);
      expect(refused(await tenant.verify(grant, { ...codes, mfa_token }))).toEqual([
        403,
        'expired_token',
        'mfa_token is expired',
      ]);
    },
  );

  it.each([
    ['otp' as const, 'otp'],
    ['oob' as const, 'oob_code'],
    ['oob' as const, 'binding_code'],
    ['recovery-code' as const, 'recovery_code'],
    ['otp' as const, 'mfa_token'],
  ])('refuses mfa-%s without %s', async (grant, parameter) => {
    const tenant = await mfaTenant(withApp);
    const parameters = { ...codes, mfa_token: await tenant.mfaToken(), [parameter]: '' };
    expect(refused(await tenant.verify(grant, parameters))).toEqual([
      400,
      'invalid_request',
      `Missing required parameter: ${parameter}`,
    ]);
  });

  it.each(grants)('refuses a client that does not have the grant: mfa-%s', async (grant) => {
    const tenant = await mfaTenant((seed) => {
      withApp(seed);
      seed.client.grant_types = seed.client.grant_types.filter((name) => !name.includes('mfa-'));
    });
    const mfa_token = await tenant.mfaToken();
    expect(refused(await tenant.verify(grant, { ...codes, mfa_token }))).toEqual([
      403,
      'unauthorized_client',
      `Grant type 'http://auth0.com/oauth/grant-type/mfa-${grant}' not allowed for the client.`,
    ]);
  });

  it('refuses the mfa_token of another client', async () => {
    const tenant = await mfaTenant((seed) => {
      withApp(seed);
      seed.settings.clients.push({
        ...seed.client,
        client_id: 'other',
        client_secret: 'other-one',
      });
    });
    const answer = await tenant.verify('otp', {
      client_id: 'other',
      client_secret: 'other-one',
      mfa_token: await tenant.mfaToken(),
      otp: tenant.otp(totpSecret),
    });
    expect(refused(answer).slice(0, 2)).toEqual([400, 'invalid_request']);
  });

  it('S12: refuses a user who has been blocked meanwhile', async () => {
    const tenant = await mfaTenant(withApp);
    const mfa_token = await tenant.mfaToken();
    await tenant.block('auth0|6500000000000000000000a1');
    const answer = await tenant.verify('otp', { mfa_token, otp: tenant.otp(totpSecret) });
    expect(refused(answer)).toEqual([403, 'unauthorized', 'user is blocked']);
  });

  it.each([
    [429 as const, 'otp' as const, 'gd_otp_rate_limit_exceed', 'feotpft'],
    [403 as const, 'recovery-code' as const, 'gd_recovery_rate_limit_exceed', 'fercft'],
  ])(
    'U13: refuses every code after ten wrong ones, with %d, for six minutes',
    async (status, grant, limited, failed) => {
      const tenant = await mfaTenant((seed) => {
        withApp(seed);
        seed.settings.unconfirmed.too_many_codes_status = status;
        seed.settings.unconfirmed.retry_after = true;
      });
      const mfa_token = await tenant.mfaToken();
      const right = (): Record<string, string> => ({
        mfa_token,
        otp: tenant.otp(totpSecret),
        recovery_code: recoveryCode,
      });
      const answers = [];
      for (let count = 0; count < 10; count += 1) {
        const otp = wrong(tenant.otp(totpSecret));
        answers.push(await tenant.verify(grant, { ...codes, mfa_token, otp }));
      }
      expect(answers.map((answer) => answer.body['error'])).toEqual(
        Array(10).fill('invalid_grant'),
      );

      const tooMany = await tenant.verify(grant, right());
      expect(refused(tooMany).slice(0, 2)).toEqual([status, 'too_many_attempts']);
      expect(tooMany.headers.get('retry-after')).toBe('360');
      const again = { ...right(), mfa_token: await tenant.mfaToken() };
      expect((await tenant.verify(grant, again)).status).toBe(status);
      expect((await tenant.logs()).slice(-2)).toMatchObject([{ type: limited }, { type: failed }]);

      tenant.advance(360_000);
      expect((await tenant.verify(grant, right())).status).toBe(200);
    },
  );
});
