import { z } from 'zod';
import type { Challenged, Enrolling, Factor, NewFactor } from '../identity/outcomes.ts';
import type { UpstreamOptions } from '../upstream/upstream-data-source.ts';
import { factorTypeOf } from './factor-types.ts';
import { Auth0DataSource } from './rest-data-source.ts';
import { read } from './wire.ts';

/** The application's credentials. The base URL is the issuer. */
export interface MfaAPIOptions extends UpstreamOptions {
  clientId: string;
  clientSecret: string;
}

/**
 * Auth0's MFA API. Each method sends one request, and rejects like the methods of `AuthenticationAPI`. `token` is an `mfa_token`,
 * or an access token for the audience `…/mfa/`.
 *
 * @see https://auth0.com/docs/secure/multi-factor-authentication/multi-factor-authentication-developer-resources/mfa-api
 */
export class MfaAPI extends Auth0DataSource {
  readonly #client: { client_id: string; client_secret: string };

  constructor(options: MfaAPIOptions) {
    super(options);
    this.#client = { client_id: options.clientId, client_secret: options.clientSecret };
  }

  /** Lists the user's confirmed factors. */
  async authenticators(token: string): Promise<Factor[]> {
    return toFactors(await this.get('mfa/authenticators', { headers: bearer(token) }));
  }

  /** Challenges one of the user's factors: Auth0 sends a code, or asks for an approval on a phone. */
  async challenge(mfa_token: string, authenticator_id: string): Promise<Challenged> {
    const body = { ...this.#client, mfa_token, authenticator_id, challenge_type: 'oob otp' };
    const { oob_code } = read(challengeResponse, await this.post('mfa/challenge', { body }));
    return { kind: 'Challenged', oobCode: oob_code };
  }

  /** Begins to enrol a factor. */
  async associate(token: string, factor: NewFactor): Promise<Enrolling> {
    const body = { ...this.#client, ...associateParameters(factor) };
    const headers = bearer(token);
    return toEnrolling(await this.post('mfa/associate', { body, headers }));
  }

  /** Removes one of the user's factors. Needs an access token; an `mfa_token` is not enough. */
  async remove(token: string, authenticatorId: string): Promise<void> {
    const path = `mfa/authenticators/${encodeURIComponent(authenticatorId)}`;
    await this.delete(path, { headers: bearer(token) });
  }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function associateParameters(factor: NewFactor): Record<string, unknown> {
  const oob = (channel: string) => ({ authenticator_types: ['oob'], oob_channels: [channel] });
  switch (factor.type) {
    case 'TOTP':
      return { authenticator_types: ['otp'] };
    case 'SMS':
    case 'VOICE':
      return { ...oob(factor.type.toLowerCase()), phone_number: factor.phoneNumber };
    case 'EMAIL':
      return { ...oob('email'), ...(factor.email !== undefined && { email: factor.email }) };
  }
}

const authenticatorsResponse = z.array(
  z.object({
    id: z.string().min(1),
    authenticator_type: z.string(),
    oob_channel: z.string().optional(),
    active: z.boolean(),
    name: z.string().optional(),
  }),
);

function toFactors(body: unknown): Factor[] {
  return read(authenticatorsResponse, body)
    .filter(({ active }) => active)
    .flatMap(({ id, name, ...kind }) => {
      const type = factorTypeOf(kind);
      return type ? { id, type, name } : [];
    });
}

const challengeResponse = z.object({ oob_code: z.string().min(1).optional() });

const enrollmentResponse = z.object({
  secret: z.string().min(1).optional(),
  barcode_uri: z.string().startsWith('otpauth://').optional(),
  oob_code: z.string().min(1).optional(),
  recovery_codes: z.array(z.string()).optional(),
});

function toEnrolling(body: unknown): Enrolling {
  const { secret, barcode_uri, oob_code, recovery_codes } = read(enrollmentResponse, body);
  const totp = secret !== undefined && barcode_uri !== undefined;
  return {
    kind: 'Enrolling',
    totp: totp ? { secret, uri: barcode_uri } : undefined,
    oobCode: oob_code,
    recoveryCodes: recovery_codes,
  };
}
