import { beforeAll, describe, expect, it } from '@jest/globals';
import { accessTokenClaims } from '../support.ts';
import type { Seed } from '../support.ts';
import { askingEverybody, mfaTenant, totpSecret, withApp } from './support.ts';
import type { MfaTenant } from './support.ts';

describe('contract 9.1: who is asked for a second factor', () => {
  const offering =
    (...names: Seed['settings']['guardian']['factors'][number]['name'][]) =>
    ({ settings }: Seed): void => {
      settings.guardian.factors = names.map((name) => ({ name, enabled: true }));
    };

  it('does not ask somebody whose verified address is the only factor', async () => {
    const tenant = await mfaTenant();
    expect((await tenant.login()).status).toBe(200);
  });

  it('does not ask for a factor that the tenant has switched off', async () => {
    const tenant = await mfaTenant((seed) => {
      withApp(seed);
      offering('sms', 'recovery-code')(seed);
    });
    expect((await tenant.login()).status).toBe(200);
  });

  it('asks nobody when there is nothing to enrol', async () => {
    const tenant = await mfaTenant((seed) => {
      askingEverybody(seed);
      offering('recovery-code')(seed);
    });
    expect((await tenant.login()).status).toBe(200);
  });

  it('lists what can be enrolled, as far as the tenant offers it', async () => {
    const tenant = await mfaTenant((seed) => {
      askingEverybody(seed);
      offering('otp', 'push-notification', 'recovery-code')(seed);
    });
    const { body } = await tenant.login();
    expect(body['mfa_requirements']).toEqual({ enroll: [{ type: 'otp' }] });
  });

  it('leaves mfa_requirements out where the tenant has no early access', async () => {
    const tenant = await mfaTenant((seed) => {
      withApp(seed);
      seed.settings.unconfirmed.mfa_requirements = false;
    });
    const { body } = await tenant.login();
    expect(Object.keys(body)).toEqual(['error', 'error_description', 'mfa_token']);
  });

  it('asks again at every login: there is no browser to remember', async () => {
    const tenant = await mfaTenant(withApp);
    const otp = tenant.otp(totpSecret);
    await tenant.verify('otp', { mfa_token: await tenant.mfaToken(), otp });
    expect((await tenant.login()).body['error']).toBe('mfa_required');
  });
});

describe('contract 9.1: a refresh', () => {
  const challengedOnRefresh = (seed: Seed): void => {
    withApp(seed);
    seed.settings.guardian.challenge_on_refresh = true;
  };
  let tenant: MfaTenant;

  /** Logs in with an app, and returns the refresh token 30 s later, when the app shows another code. */
  async function refreshToken(): Promise<string> {
    tenant.advance(30_000);
    const otp = tenant.otp(totpSecret);
    const { body } = await tenant.verify('otp', { mfa_token: await tenant.mfaToken(), otp });
    tenant.advance(30_000);
    return body['refresh_token'] ?? '';
  }

  it('does not ask by itself', async () => {
    tenant = await mfaTenant(withApp);
    expect((await tenant.refresh(await refreshToken())).status).toBe(200);
  });

  it('asks where an Action would, and goes on once the code is right', async () => {
    tenant = await mfaTenant(challengedOnRefresh);
    const refresh_token = await refreshToken();
    const asked = await tenant.refresh(refresh_token, {
      scope: 'openid read:users offline_access',
    });
    expect([asked.status, asked.body['error']]).toEqual([403, 'mfa_required']);

    const otp = tenant.otp(totpSecret);
    const mfa_token = asked.body['mfa_token'] ?? '';
    const answer = await tenant.verify('otp', { mfa_token, otp });
    expect(answer.status).toBe(200);
    expect(answer.body['scope']).toBe('openid offline_access read:users');
    expect(answer.body['refresh_token']).not.toBe(refresh_token);
    expect(accessTokenClaims(answer)['gty']).toEqual(['refresh_token', 'password']);
  });

  it('leaves the refresh token as it was until then', async () => {
    tenant = await mfaTenant(challengedOnRefresh);
    const refresh_token = await refreshToken();
    const first = await tenant.refresh(refresh_token);
    tenant.advance(60_000);
    const second = await tenant.refresh(refresh_token);
    expect([first.body['error'], second.body['error']]).toEqual(['mfa_required', 'mfa_required']);
  });

  it('fails when the refresh token has been revoked meanwhile', async () => {
    tenant = await mfaTenant(challengedOnRefresh);
    const refresh_token = await refreshToken();
    const { body } = await tenant.refresh(refresh_token);
    await tenant.post('/oauth/revoke', {
      client_id: 'gatehouse-local',
      client_secret: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      token: refresh_token,
    });
    const mfa_token = body['mfa_token'] ?? '';
    const answer = await tenant.verify('otp', { mfa_token, otp: tenant.otp(totpSecret) });
    expect(answer.body).toEqual({
      error: 'invalid_grant',
      error_description: 'Unknown or invalid refresh token.',
    });
  });
});

describe('contract 9.6: a login for the MFA API', () => {
  let tenant: MfaTenant;
  beforeAll(async () => {
    tenant = await mfaTenant();
  });

  it('gives a token of 600 s, without a refresh token', async () => {
    const answer = await tenant.login({
      audience: `${tenant.issuer}mfa/`,
      scope: 'openid enroll offline_access',
    });
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      id_token: expect.any(String),
      scope: 'openid enroll',
      expires_in: 600,
      token_type: 'Bearer',
    });
    expect(accessTokenClaims(answer).aud).toContain(`${tenant.issuer}mfa/`);
  });

  it('gives all of its scopes to whoever asks for none of them', async () => {
    const { body } = await tenant.login({
      audience: `${tenant.issuer}mfa/`,
      scope: 'openid email',
    });
    expect(body['scope']).toBe('openid email enroll read:authenticators remove:authenticators');
  });

  it('works with the plain password grant, too', async () => {
    const { status } = await tenant.login({
      grant_type: 'password',
      realm: undefined,
      audience: `${tenant.issuer}mfa/`,
    });
    expect(status).toBe(200);
  });

  it('is no audience for a machine', async () => {
    const { status, body } = await tenant.post('/oauth/token', {
      client_id: 'gatehouse-local-management',
      client_secret: 'local-management-secret-NOT-FOR-PRODUCTION',
      grant_type: 'client_credentials',
      audience: `${tenant.issuer}mfa/`,
    });
    expect([status, body['error']]).toEqual([403, 'access_denied']);
  });
});
