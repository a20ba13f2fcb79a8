import { z } from 'zod';
import type { RefusalOf, SecondFactorNeeded, Tokens, TokenSet } from '../identity/outcomes.ts';
import type { SecondFactors } from '../identity/provider.ts';
import { Auth0Error } from './auth0-error.ts';
import type { AuthenticationAPI } from './authentication-api.ts';
import { enrollableFactors, type Ask, type TenantReader } from './capabilities.ts';
import { providerOutage } from './error-catalogue/outages.ts';
import { enrollable, factorTypesNamed } from './factor-types.ts';
import type { MfaAPI } from './mfa-api.ts';
import type { Reports } from './setting-log.ts';
import { read, type OddMembers } from './wire.ts';

/** Dependencies of {@link secondFactors}. */
export interface SecondFactorsOptions {
  connections: ReadonlyMap<string, string | undefined>;
  /**
   * Base URL of the tenant's canonical domain. The audience of the MFA API starts with it, even if the issuer is a custom domain.
   */
  tenantUrl: string;
  tenant: TenantReader;
  authentication: () => AuthenticationAPI;
  mfa: () => MfaAPI;
  ask: Ask;
  oddMembers: OddMembers;
  reports: Pick<Reports, 'setting'>;
  /** Waits for tokens. If Auth0 requires a second factor first, returns `SecondFactorNeeded`. */
  orSecondFactor: (tokens: Promise<TokenSet>) => Promise<OrSecondFactor>;
}

/** Tokens, or the second factor that Auth0 requires first. */
export type OrSecondFactor =
  Tokens | SecondFactorNeeded | RefusalOf<'FactorNotSupported'> | typeof providerOutage;

/** Scopes of an access token for the MFA API. `openid` requests an ID token too, which identifies the user. */
const mfaScopes = ['openid', 'enroll', 'read:authenticators', 'remove:authenticators'];

/** Makes the {@link SecondFactors} of one request. */
export function secondFactors(options: SecondFactorsOptions): SecondFactors {
  const { connections, tenantUrl, authentication, mfa, orSecondFactor } = options;
  const { attempt } = options.ask;
  return {
    reauthenticate: ({ realm, ...user }) =>
      attempt('signIn', () => {
        const login = { ...user, connection: connections.get(realm) };
        const asked = { scopes: mfaScopes, audience: `${tenantUrl}mfa/` };
        return orSecondFactor(authentication().passwordGrant(login, asked));
      }),
    list: (token) =>
      attempt('factors', async () => {
        const { factors } = await mfa().authenticators(token);
        return { kind: 'Factors', factors } as const;
      }),
    challenge: (token, factorId) => attempt('factors', () => mfa().challenge(token, factorId)),
    enroll: (token, factor) => attempt('enroll', () => mfa().associate(token, factor)),
    verify: (mfa_token, proof) =>
      attempt('verify', async () => {
        return {
          kind: 'Tokens',
          tokens: await redeemProof(authentication(), mfa_token, proof),
        } as const;
      }),
    remove: (token, factorId) =>
      attempt('factors', async () => {
        await mfa().remove(token, factorId);
        return { kind: 'Removed' } as const;
      }),
  };
}

function redeemProof(
  api: AuthenticationAPI,
  mfa_token: string,
  proof: Parameters<SecondFactors['verify']>[1],
) {
  if ('recoveryCode' in proof) {
    return api.recoveryCodeGrant({ mfa_token, recovery_code: proof.recoveryCode });
  }
  const { oobCode: oob_code, code } = proof;
  if (oob_code === undefined) return api.otpGrant({ mfa_token, otp: code ?? '' });
  const binding = code !== undefined && { binding_code: code };
  return api.oobGrant({ mfa_token, oob_code, ...binding });
}

const mfaRequired = z.object({
  mfa_token: z.string().min(1),
  /** Optional, because it is an early-access feature of Auth0. */
  mfa_requirements: z
    .object({
      challenge: z.array(z.object({ type: z.string() })).optional(),
      enroll: z.array(z.object({ type: z.string() })).optional(),
    })
    .optional(),
});

/**
 * Converts an `mfa_required` error to an outcome, after reading the user's factors from Auth0.
 *
 * @throws any other error, unchanged; {@link WireError} for `mfa_required` without a token
 * @see https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa
 */
export async function findSecondFactor(
  error: unknown,
  options: Pick<SecondFactorsOptions, 'mfa' | 'tenant' | 'ask' | 'oddMembers' | 'reports'>,
): Promise<Exclude<OrSecondFactor, Tokens>> {
  const { mfa, tenant, ask, oddMembers, reports } = options;
  if (!(error instanceof Auth0Error && error.answer.code === 'mfa_required')) throw error;
  const { body, endpoint } = error.answer;
  const { mfa_token: token, mfa_requirements } = read(mfaRequired, body, oddMembers.of(endpoint));
  const { challenge = [], enroll = [] } = mfa_requirements ?? {};
  if (enroll.length > 0 && challenge.length === 0) {
    const names = enroll.map(({ type }) => type);
    const factorTypes = enrollable(factorTypesNamed(names));
    return { kind: 'SecondFactorNeeded', token, factors: undefined, factorTypes };
  }
  const found = await ask.attempt('factors', () => mfa().authenticators(token));
  // Auth0 has just issued this token, so a refusal of it is a fault of Auth0.
  if ('kind' in found) return providerOutage;
  const { factors, unusable } = found;
  const named = challenge.map(({ type }) => type);
  if (factors.length > 0 || factorTypesNamed(named).length > 0)
    return { kind: 'SecondFactorNeeded', token, factors };
  if (unusable.length > 0 || named.length > 0) {
    reports.setting('browserFactors', { factors: unusable });
    return { kind: 'FactorNotSupported' };
  }
  const factorTypes = await enrollableFactors(tenant, ask);
  return { kind: 'SecondFactorNeeded', token, factors: undefined, factorTypes };
}
