import { describe, expect, it } from '@jest/globals';
import { gatehouse } from '../support.ts';
import { askingEverybody, mfaTenant, recoveryCode, totpSecret, withApp } from '../mfa/support.ts';
import type { MfaTenant } from '../mfa/support.ts';

const sms = {
  authenticator_types: ['oob'],
  oob_channels: ['sms'],
  phone_number: '+4915112345678',
};
const app = { authenticator_types: ['otp'] };
const mail = { authenticator_types: ['oob'], oob_channels: ['email'] };

async function unenrolled(): Promise<{ tenant: MfaTenant; mfa_token: string }> {
  const tenant = await mfaTenant(askingEverybody);
  return { tenant, mfa_token: await tenant.mfaToken() };
}

describe('contract 9.3: POST /mfa/associate', () => {
  it('gives the secret of an app, and the URI that a QR code holds', async () => {
    const { tenant, mfa_token } = await unenrolled();
    const { status, headers, body } = await tenant.associate(mfa_token, app);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    const secret = body['secret'] as string;
    const issuer = 'Gatehouse%20local%20tenant';
    expect(body).toEqual({
      authenticator_type: 'otp',
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      barcode_uri: `otpauth://totp/${issuer}:admin%40example.com?secret=${secret}&issuer=${issuer}&algorithm=SHA1&digits=6&period=30`,
      recovery_codes: [expect.stringMatching(/^[A-Z0-9]{24}$/)],
    });
  });

  it.each([
    ['sms', sms, '+4915112345678'],
    ['email', mail, 'admin@example.com'],
    ['email', { ...mail, email: 'ada@example.org' }, 'ada@example.org'],
  ])('sends a code by %s to what is enrolled', async (channel, parameters, to) => {
    const { tenant, mfa_token } = await unenrolled();
    const { status, body } = await tenant.associate(mfa_token, parameters);
    expect(status).toBe(200);
    expect(body).toEqual({
      authenticator_type: 'oob',
      binding_method: 'prompt',
      oob_channel: channel,
      oob_code: expect.stringMatching(/^Fe26\.2\*/),
      recovery_codes: [expect.any(String)],
    });
    expect(await tenant.outbox()).toMatchObject([
      { channel, to, template: 'mfa_oob_code', code: expect.stringMatching(/^\d{6}$/) },
    ]);
  });

  it('is confirmed by the first right code, and only then asked for', async () => {
    const { tenant, mfa_token } = await unenrolled();
    const { body } = await tenant.associate(mfa_token, app);
    expect((await tenant.login()).body['mfa_requirements']).toHaveProperty('enroll');

    const otp = tenant.otp(body['secret'] as string);
    const answer = await tenant.verify('otp', { mfa_token, otp });
    expect([answer.status, answer.body['scope']]).toEqual([
      200,
      'openid profile email offline_access read:users write:users read:orders write:orders read:audit read:invitations create:invitations delete:invitations manage:realms',
    ]);
    expect((await tenant.login()).body['mfa_requirements']).toEqual({
      challenge: [{ type: 'otp' }, { type: 'recovery-code' }, { type: 'email' }],
    });
    expect((await tenant.logs()).map(({ type }) => type)).toEqual([
      'mfar',
      'gd_start_enroll',
      'mfar',
      'gd_enrollment_complete',
      'seotpft',
      'mfar',
    ]);
  });

  it('needs no client, as the official SDKs send none, but the right one', async () => {
    const { tenant, mfa_token } = await unenrolled();
    const send = async (body: object) => {
      const response = await fetch(`${tenant.url}/mfa/associate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${mfa_token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...app, ...body }),
      });
      return response.status;
    };
    expect(await send({})).toBe(200);
    expect(await send({ client_id: 'gatehouse-local', client_secret: 'wrong' })).toBe(401);
  });

  it('confirms a phone by the code that was sent', async () => {
    const { tenant, mfa_token } = await unenrolled();
    const { body } = await tenant.associate(mfa_token, sms);
    const oob_code = body['oob_code'] as string;
    const binding_code = await tenant.sentCode();
    expect((await tenant.verify('oob', { mfa_token, oob_code, binding_code })).status).toBe(200);
    expect((await tenant.login()).body['mfa_requirements']).toEqual({
      challenge: [{ type: 'phone' }, { type: 'recovery-code' }, { type: 'email' }],
    });
  });

  it('begun anew takes the place of what was never confirmed, its recovery code included', async () => {
    const { tenant, mfa_token } = await unenrolled();
    const first = (await tenant.associate(mfa_token, app)).body;
    const second = (await tenant.associate(mfa_token, app)).body;
    expect(second['recovery_codes']).not.toEqual(first['recovery_codes']);
    expect((await tenant.authenticators(mfa_token)).body).toHaveLength(3);

    const stale = await tenant.verify('otp', {
      mfa_token,
      otp: tenant.otp(String(first['secret'])),
    });
    expect(stale.body['error']).toBe('invalid_grant');
    const otp = tenant.otp(String(second['secret']));
    expect((await tenant.verify('otp', { mfa_token, otp })).status).toBe(200);
    const [staleCode] = first['recovery_codes'] as [string];
    const recovered = await tenant.verify('recovery-code', {
      mfa_token: await tenant.mfaToken(),
      recovery_code: staleCode,
    });
    expect(recovered.status).toBe(403);
  });

  it('does not let an enrolment that was never confirmed stand in for the one that was', async () => {
    const { tenant, mfa_token: thief } = await unenrolled();
    const { body: begun } = await tenant.associate(thief, app);
    const { body: sent } = await tenant.associate(thief, {
      ...sms,
      phone_number: '+4966666666666',
    });
    const stolen = await tenant.sentCode();

    const mfa_token = await tenant.mfaToken();
    const own = await tenant.associate(mfa_token, mail);
    const confirmed = await tenant.verify('oob', {
      mfa_token,
      oob_code: String(own.body['oob_code']),
      binding_code: await tenant.sentCode(),
    });
    expect(confirmed.status).toBe(200);

    const otp = tenant.otp(String(begun['secret']));
    const refusals = [
      await tenant.verify('otp', { mfa_token: thief, otp }),
      await tenant.verify('otp', { mfa_token: await tenant.mfaToken(), otp }),
      await tenant.verify('oob', {
        mfa_token: thief,
        oob_code: String(sent['oob_code']),
        binding_code: stolen,
      }),
    ];
    expect(refusals.map(({ body }) => body['error'])).toEqual(Array(3).fill('invalid_grant'));
  });

  it.each([
    [403 as const, 'access_denied'],
    [400 as const, 'invalid_request'],
  ])('refuses who is enrolled and shows only an mfa_token: %d', async (status, error) => {
    const tenant = await mfaTenant((seed) => {
      withApp(seed);
      seed.settings.unconfirmed.already_enrolled_status = status;
    });
    const answer = await tenant.associate(await tenant.mfaToken(), sms);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error, error_description: 'User is already enrolled.' });
    expect(await tenant.outbox()).toEqual([]);
  });

  it('lets somebody signed in add another factor, without another recovery code', async () => {
    const tenant = await mfaTenant(withApp);
    const login = await tenant.login({ audience: `${tenant.issuer}mfa/`, scope: 'enroll' });
    const signedIn = await tenant.verify('otp', {
      mfa_token: login.body['mfa_token'] ?? '',
      otp: tenant.otp(totpSecret),
    });
    const token = signedIn.body['access_token'] ?? '';
    const { body } = await tenant.associate(token, sms);
    expect(body).not.toHaveProperty('recovery_codes');

    const confirmed = await tenant.verify('oob', {
      mfa_token: token,
      oob_code: String(body['oob_code']),
      binding_code: await tenant.sentCode(),
    });
    expect(confirmed.body).toEqual({
      access_token: expect.any(String),
      scope: 'enroll',
      expires_in: 600,
      token_type: 'Bearer',
    });
    const recovered = await tenant.verify('recovery-code', {
      mfa_token: await tenant.mfaToken(),
      recovery_code: recoveryCode,
    });
    expect(recovered.status).toBe(200);
  });

  it('gives no recovery code where the tenant has none', async () => {
    const tenant = await mfaTenant((seed) => {
      askingEverybody(seed);
      seed.settings.guardian.factors = [{ name: 'otp', enabled: true }];
    });
    const { body } = await tenant.associate(await tenant.mfaToken(), app);
    expect(Object.keys(body)).toEqual(['authenticator_type', 'secret', 'barcode_uri']);
  });

  it.each([
    ['no type', {}, 'Invalid authenticator_types'],
    ['two types', { authenticator_types: ['otp', 'oob'] }, 'Invalid authenticator_types'],
    ['an unknown type', { authenticator_types: ['push'] }, 'Invalid authenticator_types'],
    ['no channel', { authenticator_types: ['oob'] }, 'Missing required parameter: oob_channels'],
    ['no number', { ...sms, phone_number: undefined }, 'Missing required parameter: phone_number'],
    [
      'a number without its country',
      { ...sms, phone_number: '015112345678' },
      'Invalid phone_number',
    ],
    ['an address that is none', { ...mail, email: 'ada' }, 'Invalid email'],
  ])('refuses %s', async (_title, parameters, error_description) => {
    const { tenant, mfa_token } = await unenrolled();
    const { status, body } = await tenant.associate(mfa_token, parameters);
    expect(status).toBe(400);
    expect(body).toEqual({ error: 'invalid_request', error_description });
  });

  it.each([
    ['sms', sms],
    ['email', mail],
    ['voice', { ...sms, oob_channels: ['voice'] }],
    ['auth0', { authenticator_types: ['oob'], oob_channels: ['auth0'] }],
  ])('refuses a factor that is off: %s', async (channel, parameters) => {
    const tenant = await mfaTenant((seed) => {
      askingEverybody(seed);
      seed.settings.guardian.factors = [{ name: 'otp', enabled: true }];
    });
    const { status, body } = await tenant.associate(await tenant.mfaToken(), parameters);
    expect(status).toBe(403);
    expect(body).toEqual({
      error: 'access_denied',
      error_description: `The factor ${channel} is not enabled.`,
    });
  });

  it('refuses a client with a wrong secret, and a client that the token is not for', async () => {
    const tenant = await mfaTenant((seed) => {
      askingEverybody(seed);
      seed.settings.clients.push({
        ...seed.client,
        client_id: 'other',
        client_secret: 'other-one',
      });
    });
    const mfa_token = await tenant.mfaToken();
    const wrong = await tenant.associate(mfa_token, { ...app, client_secret: 'wrong' });
    expect([wrong.status, wrong.body['error']]).toEqual([401, 'access_denied']);
    const other = { client_id: 'other', client_secret: 'other-one' };
    const foreign = await tenant.associate(mfa_token, { ...app, ...other });
    expect([foreign.status, foreign.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('needs the scope enroll of an access token', async () => {
    const tenant = await mfaTenant();
    const token = await tenant.mfaAccessToken('read:authenticators');
    const { status, body } = await tenant.associate(token, { ...gatehouse, ...app });
    expect([status, body['error']]).toEqual([403, 'insufficient_scope']);
  });
});
