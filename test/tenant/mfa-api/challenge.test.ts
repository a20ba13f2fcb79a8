import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../support.ts';
import { askingEverybody, mfaTenant, totpSecret, withApp, withPhone } from '../mfa/support.ts';
import type { MfaTenant } from '../mfa/support.ts';

const sent = {
  challenge_type: 'oob',
  oob_code: expect.stringMatching(/^Fe26\.2\*/) as unknown,
  binding_method: 'prompt',
};

function refused({ status, body }: Answer): unknown[] {
  return [status, body['error']];
}

async function idOf(tenant: MfaTenant, mfa_token: string, kind: string): Promise<string> {
  const list = (await tenant.authenticators(mfa_token)).body as unknown as { id: string }[];
  return list.find(({ id }) => id.startsWith(`${kind}|`))?.id ?? '';
}

describe('contract 9.4: POST /mfa/challenge', () => {
  const withAppAndPhone: Parameters<typeof mfaTenant>[0] = ({ admin }) => {
    admin.authentication_methods = [
      { type: 'totp', totp_secret: totpSecret },
      { type: 'phone', phone_number: '+4915112345678' },
      { type: 'recovery-code', recovery_code: 'NOTREALRECOVERYCODE22222' },
    ];
  };

  it('asks for the code of an app', async () => {
    const tenant = await mfaTenant(withApp);
    const { status, headers, body } = await tenant.challenge(await tenant.mfaToken());
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toEqual({ challenge_type: 'otp' });
    expect(await tenant.outbox()).toEqual([]);
    expect((await tenant.logs()).map(({ type }) => type)).toEqual(['mfar', 'gd_start_auth']);
  });

  it.each([
    ['sms', 'sms', '+4915112345678', 'gd_send_sms'],
    ['email', 'email', 'admin@example.com', 'gd_send_email'],
  ])('sends a code to the authenticator that is named: %s', async (kind, channel, to, logged) => {
    const tenant = await mfaTenant(withAppAndPhone);
    const mfa_token = await tenant.mfaToken();
    const authenticator_id = await idOf(tenant, mfa_token, kind);
    const { status, body } = await tenant.challenge(mfa_token, { authenticator_id });
    expect([status, body]).toEqual([200, sent]);
    expect(await tenant.outbox()).toMatchObject([{ channel, to, template: 'mfa_oob_code' }]);
    expect((await tenant.logs()).at(-1)).toMatchObject({
      type: logged,
      user_name: 'admin@example.com',
    });
  });

  it('takes the first factor of the types and the channel that the client knows', async () => {
    const tenant = await mfaTenant(withAppAndPhone);
    const mfa_token = await tenant.mfaToken();
    const answers = [
      await tenant.challenge(mfa_token, { challenge_type: 'oob otp' }),
      await tenant.challenge(mfa_token, { challenge_type: 'oob' }),
      await tenant.challenge(mfa_token, { challenge_type: 'oob', oob_channel: 'email' }),
    ];
    expect(answers.map(({ body }) => body)).toEqual([{ challenge_type: 'otp' }, sent, sent]);
    expect(await tenant.outbox()).toMatchObject([{ channel: 'sms' }, { channel: 'email' }]);
  });

  it('takes JSON as it takes a form', async () => {
    const tenant = await mfaTenant(withApp);
    const { status } = await tenant.postJson('/mfa/challenge', {
      client_id: 'gatehouse-local',
      client_secret: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      mfa_token: await tenant.mfaToken(),
      challenge_type: 'otp',
    });
    expect(status).toBe(200);
  });

  it('refuses a type that none of the factors is of', async () => {
    const tenant = await mfaTenant(withApp);
    const mfa_token = await tenant.mfaToken();
    const recovery = await idOf(tenant, mfa_token, 'recovery-code');
    const answers = [
      await tenant.challenge(mfa_token, { challenge_type: 'push' }),
      await tenant.challenge(mfa_token, { challenge_type: 'oob', oob_channel: 'sms' }),
      await tenant.challenge(mfa_token, { authenticator_id: recovery }),
    ];
    expect(answers.map(refused)).toEqual(Array(3).fill([403, 'unsupported_challenge_type']));
  });

  it('refuses who has nothing to be asked', async () => {
    const tenant = await mfaTenant((seed) => {
      askingEverybody(seed);
      seed.settings.guardian.factors = [{ name: 'otp', enabled: true }];
    });
    const mfa_token = await tenant.mfaToken();
    await tenant.associate(mfa_token, { authenticator_types: ['otp'] });
    expect(refused(await tenant.challenge(mfa_token))).toEqual([403, 'association_required']);
  });

  it('refuses an authenticator that the user does not have', async () => {
    const tenant = await mfaTenant(withApp);
    const mfa_token = await tenant.mfaToken();
    const answer = await tenant.challenge(mfa_token, { authenticator_id: 'sms|dev_nobodys' });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: 'invalid_request',
      error_description: 'Unknown authenticator_id.',
    });
  });

  it('refuses an mfa_token that has expired, is another client’s, or was used', async () => {
    const tenant = await mfaTenant((seed) => {
      withApp(seed);
      seed.settings.clients.push({
        ...seed.client,
        client_id: 'other',
        client_secret: 'other-one',
      });
    });
    const mfa_token = await tenant.mfaToken();
    const other = { client_id: 'other', client_secret: 'other-one' };
    expect(refused(await tenant.challenge(mfa_token, other))).toEqual([400, 'invalid_request']);
    const used = await tenant.mfaToken();
    await tenant.verify('otp', { mfa_token: used, otp: tenant.otp(totpSecret) });
    expect(refused(await tenant.challenge(used))).toEqual([403, 'invalid_grant']);
    tenant.advance(600_000);
    expect(refused(await tenant.challenge(mfa_token))).toEqual([403, 'expired_token']);
  });

  it('refuses a client with a wrong secret, and a request without a token', async () => {
    const tenant = await mfaTenant(withApp);
    const mfa_token = await tenant.mfaToken();
    const wrong = await tenant.challenge(mfa_token, { client_secret: 'wrong' });
    expect(refused(wrong)).toEqual([401, 'access_denied']);
    expect((await tenant.challenge('')).body['error_description']).toBe(
      'Missing required parameter: mfa_token',
    );
  });

  it('U13: sends ten codes an hour to a user, whatever the mfa_token', async () => {
    const tenant = await mfaTenant((seed) => {
      withPhone(seed);
      seed.settings.unconfirmed.retry_after = true;
    });
    const first = await tenant.mfaToken();
    const answers = [];
    for (let count = 0; count < 10; count += 1) answers.push(await tenant.challenge(first));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));

    const mfa_token = await tenant.mfaToken();
    const tooMany = await tenant.challenge(mfa_token);
    expect(refused(tooMany)).toEqual([429, 'too_many_attempts']);
    expect(tooMany.headers.get('retry-after')).toBe('360');
    tenant.advance(360_000);
    expect((await tenant.challenge(mfa_token)).status).toBe(200);
  });
});
