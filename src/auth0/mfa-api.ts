import { z } from 'zod';
import type { Challenged, Enrolling, Factor, NewFactor } from '../identity/outcomes.ts';
import { factorTypeOf } from './factor-types.ts';
import { Auth0DataSource, type Auth0DataSourceOptions } from './rest-data-source.ts';
import { flag, lacking, read, type NoteOddMember } from './wire.ts';

/** Credentials of the application. The base URL is the issuer. */
export interface MfaAPIOptions extends Auth0DataSourceOptions {
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
  async authenticators(token: string): Promise<ConfirmedFactors> {
    const listed: unknown = await this.get('mfa/authenticators', { headers: bearer(token) });
    return toFactors(listed, this.oddMembers.of('mfa/authenticators'));
  }

  /** Challenges one of the user's factors: Auth0 sends a code, or asks for an approval on a phone. */
  async challenge(mfa_token: string, authenticator_id: string): Promise<Challenged> {
    const body = { ...this.#client, mfa_token, authenticator_id, challenge_type: 'oob otp' };
    const challenged: unknown = await this.post('mfa/challenge', { body });
    const { challenge_type, oob_code } = read(
      challengeResponse,
      challenged,
      this.oddMembers.of('mfa/challenge'),
    );
    // Without `oob_code`, the user's correct code would be checked as the code of an app, and refused.
    if (challenge_type !== 'otp' && oob_code === undefined) throw lacking('oob_code');
    return { kind: 'Challenged', oobCode: oob_code };
  }

  /** Starts to enroll a factor. */
  async associate(token: string, factor: NewFactor): Promise<Enrolling> {
    const body = { ...this.#client, ...associateParameters(factor) };
    const headers = bearer(token);
    const begun: unknown = await this.post('mfa/associate', { body, headers });
    return toEnrolling(factor, begun, this.oddMembers.of('mfa/associate'));
  }

  /** Removes one of the user's factors. Needs an access token; an `mfa_token` is not enough. */
  async remove(token: string, authenticatorId: string): Promise<void> {
    const path = `mfa/authenticators/${encodeURIComponent(authenticatorId)}`;
    await this.delete(path, { headers: bearer(token) });
  }
}

/** The confirmed factors of a user. */
export interface ConfirmedFactors {
  factors: Factor[];
  /** Kinds of factors that the gateway cannot use, with Auth0's names. */
  unusable: string[];
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
    id: z.string().min(1).optional(),
    authenticator_type: z.string().optional(),
    oob_channel: z.string().optional(),
    active: flag.optional(),
    name: z.string().optional(),
  }),
);

/**
 * Reads the list of factors. Reports factors that the gateway cannot use separately: their user has a factor, and must not enroll
 * a first one.
 */
function toFactors(body: unknown, noteOddMember: NoteOddMember): ConfirmedFactors {
  const found: ConfirmedFactors = { factors: [], unusable: [] };
  for (const authenticator of read(authenticatorsResponse, body, noteOddMember)) {
    const { id, authenticator_type, oob_channel, active = true, name } = authenticator;
    if (!active) continue;
    const kind = authenticator_type ?? 'unknown';
    const type = factorTypeOf({ authenticator_type: kind, oob_channel });
    if (id === undefined) noteOddMember('id');
    if (authenticator_type === undefined) noteOddMember('authenticator_type');
    if (kind === 'oob' && oob_channel === undefined) noteOddMember('oob_channel');
    if (id !== undefined && type) found.factors.push({ id, type, name });
    else found.unusable.push(/^[\w-]{1,40}$/.test(kind) ? kind : 'unknown');
  }
  return found;
}

const challengeResponse = z.object({
  challenge_type: z.string().optional(),
  oob_code: z.string().min(1).optional(),
});

const enrollmentResponse = z.object({
  secret: z.string().min(1).optional(),
  barcode_uri: z.string().startsWith('otpauth://').optional(),
  oob_code: z.string().min(1).optional(),
  recovery_codes: z.array(z.string()).optional(),
});

function toEnrolling(factor: NewFactor, body: unknown, noteOddMember: NoteOddMember): Enrolling {
  const { secret, barcode_uri, oob_code, recovery_codes } = read(
    enrollmentResponse,
    body,
    noteOddMember,
  );
  if (factor.type !== 'TOTP') {
    if (oob_code === undefined) throw lacking('oob_code');
    return { kind: 'Enrolling', totp: undefined, oobCode: oob_code, recoveryCodes: recovery_codes };
  }
  if (secret === undefined || barcode_uri === undefined)
    throw lacking(secret === undefined ? 'secret' : 'barcode_uri');
  const totp = { secret, uri: barcode_uri };
  return { kind: 'Enrolling', totp, oobCode: oob_code, recoveryCodes: recovery_codes };
}
