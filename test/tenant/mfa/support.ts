import { Secret, TOTP } from 'otpauth';
import type { Answer, Seed, TestTenant } from '../support.ts';
import { gatehouse, testTenant } from '../support.ts';

/** TOTP secret of 20 bytes in base32, as long as the tenant's own. */
export const totpSecret = 'NOTREALNOTREALNOTREALNOTREALNOTR';

export const recoveryCode = 'NOTREALRECOVERYCODE22222';

/** Answer of the MFA API. */
export interface MfaAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A tenant with the requests that concern second factors. */
export interface MfaTenant extends TestTenant {
  /** Returns the code that an authenticator app shows, `seconds` after the tenant's current time (default: 0). */
  otp: (secret: string, seconds?: number) => string;
  /** Logs in, and returns the `mfa_token` of the answer. */
  mfaToken: (username?: string) => Promise<string>;
  /** Logs in with the MFA API as audience, and returns the access token. */
  mfaAccessToken: (scope?: string) => Promise<string>;
  authenticators: (token: string) => Promise<MfaAnswer>;
  associate: (token: string, parameters: object) => Promise<MfaAnswer>;
  challenge: (mfa_token: string, parameters?: Record<string, string>) => Promise<Answer>;
  remove: (token: string, id: string) => Promise<MfaAnswer>;
  /** Sends a request of an MFA grant: `otp`, `oob` or `recovery-code`. */
  verify: (grant: Grant, parameters: Record<string, string>) => Promise<Answer>;
  /** Returns the code that was sent last. */
  sentCode: () => Promise<string>;
  outbox: () => Promise<Record<string, string>[]>;
}

type Grant = 'otp' | 'oob' | 'recovery-code';

/** Starts a tenant. `otp` follows its clock. */
export async function mfaTenant(change?: (seed: Seed) => void): Promise<MfaTenant> {
  const tenant = await testTenant(change);
  let passed = 0;
  const call = async (method: string, path: string, token: string, body?: object) => {
    const response = await fetch(tenant.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as MfaAnswer['body'],
    };
  };
  const outbox: MfaTenant['outbox'] = async () => {
    const { text } = await tenant.get('/outbox', { accept: 'application/json' });
    return (JSON.parse(text) as { messages: Record<string, string>[] }).messages;
  };
  const verify: MfaTenant['verify'] = (grant, parameters) =>
    tenant.post('/oauth/token', {
      ...gatehouse,
      grant_type: `http://auth0.com/oauth/grant-type/mfa-${grant}`,
      ...parameters,
    });

  return {
    ...tenant,
    advance: (milliseconds) => {
      passed += milliseconds;
      tenant.advance(milliseconds);
    },
    otp: (secret, seconds = 0) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({
        timestamp: Date.parse('2026-03-01T12:00:00.500Z') + passed + seconds * 1000,
      }),
    mfaToken: async (username) => {
      const { body } = await tenant.login({ ...(username !== undefined && { username }) });
      return body['mfa_token'] ?? '';
    },
    mfaAccessToken: async (scope = 'openid enroll read:authenticators remove:authenticators') => {
      const { body } = await tenant.login({ audience: `${tenant.issuer}mfa/`, scope });
      return body['access_token'] ?? '';
    },
    authenticators: (token) => call('GET', '/mfa/authenticators', token),
    associate: (token, parameters) =>
      call('POST', '/mfa/associate', token, { ...gatehouse, ...parameters }),
    challenge: (mfa_token, parameters = {}) =>
      tenant.post('/mfa/challenge', { ...gatehouse, mfa_token, ...parameters }),
    remove: (token, id) => call('DELETE', `/mfa/authenticators/${encodeURIComponent(id)}`, token),
    verify,
    sentCode: async () => (await outbox()).at(-1)?.['code'] ?? '',
    outbox,
  };
}

/** Gives admin@example.com an authenticator app and a recovery code. */
export function withApp({ admin }: Seed): void {
  admin.authentication_methods = [
    { type: 'totp', totp_secret: totpSecret },
    { type: 'recovery-code', recovery_code: recoveryCode },
  ];
}

/** Gives admin@example.com a phone. */
export function withPhone({ admin }: Seed): void {
  admin.authentication_methods = [{ type: 'phone', phone_number: '+123456789167' }];
}

/** Makes the tenant require a second factor from all users. */
export function askingEverybody({ settings }: Seed): void {
  settings.guardian.policies = ['all-applications'];
}
