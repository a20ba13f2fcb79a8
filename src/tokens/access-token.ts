import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { parseCompactJws, type CompactJws } from './compact-jws.ts';
import { InvalidTokenError } from './invalid-token.ts';

/** What an access token must satisfy. */
export interface AccessTokenRules {
  /** Compared exactly, trailing slash included (RFC 8725 §3.8). */
  issuer: string;
  /** Identifier of our API (RFC 8725 §3.9). */
  audience: string;
  /** Clients whose tokens are taken: `azp`, or `client_id` in RFC 9068 tokens. */
  allowedClients: readonly string[];
  /** JWS algorithms (RFC 8725 §3.1). */
  algorithms: readonly string[];
  /** The issuer's keys. Fails with {@link KeysUnavailableError} when they cannot be had. */
  keys: JWTVerifyGetKey;
  /** The clock. */
  now: () => Date;
}

/** A user's access token that has passed every rule. */
export interface AccessToken {
  claims: AccessTokenClaims;
  /** Header and payload as signed: what a revocation is kept under. */
  signingInput: string;
}

/** Claims that can be relied on; `exp` is a NumericDate (seconds). */
export type AccessTokenClaims = JWTPayload & {
  iss: string;
  sub: string;
  exp: number;
  scope?: unknown;
};

/** Seconds by which the issuer's clock may differ from ours. */
export const clockTolerance = 5;

/**
 * Makes the check of an Auth0 access token.
 *
 * The check throws {@link InvalidTokenError} for any fault of the token's. What the key look-up failed with comes out
 * unchanged: an issuer's outage is not the caller's fault.
 *
 * @see https://auth0.com/docs/secure/tokens/access-tokens/validate-access-tokens
 * @see RFC 9068 §4
 */
export function accessTokenVerifier(rules: AccessTokenRules) {
  return async (token: string): Promise<AccessToken> => {
    const jws = parseCompactJws(token);
    refuseOtherKinds(jws, rules);
    const { payload } = await verifyJwt(token, rules);
    return { claims: userClaims(payload, rules), signingInput: jws.signingInput };
  };
}

/** The check that {@link accessTokenVerifier} makes. */
export type VerifyAccessToken = ReturnType<typeof accessTokenVerifier>;

/** Says what was sent instead of an access token of ours, before any key is asked for. Proves nothing by itself. */
function refuseOtherKinds({ header, payload }: CompactJws, rules: AccessTokenRules): void {
  const audiences = [payload['aud']].flat();
  if (
    !audiences.includes(rules.audience) &&
    rules.allowedClients.some((client) => audiences.includes(client))
  ) {
    throw new InvalidTokenError(
      'ID_TOKEN_SENT',
      'This is an ID token: it tells the client who signed in. Send the accessToken instead.',
    );
  }
  if (payload['iss'] !== rules.issuer) {
    throw new InvalidTokenError(
      'WRONG_ISSUER',
      `The token was not issued by ${rules.issuer} (the trailing slash counts).`,
    );
  }
  if (!rules.algorithms.includes(String(header['alg']))) {
    throw new InvalidTokenError(
      'UNSUPPORTED_ALGORITHM',
      `The token must be signed with ${rules.algorithms.join(' or ')}: set the API's signing algorithm in Auth0.`,
    );
  }
  if (!isAccessTokenType(header['typ']) || !isOptionalString(header['kid'])) {
    throw new InvalidTokenError(
      'TOKEN_MALFORMED',
      'The header does not say that this is an access token: typ must be JWT or at+jwt, kid a string.',
    );
  }
}

/** `JWT` in Auth0's own profile, `at+jwt` in RFC 9068's; media types are case-insensitive (RFC 7515 §4.1.9). */
function isAccessTokenType(typ: unknown): boolean {
  if (typ === undefined) return true;
  return typeof typ === 'string' && /^(application\/)?(jwt|at\+jwt)$/i.test(typ);
}

function isOptionalString(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

async function verifyJwt(token: string, rules: AccessTokenRules) {
  try {
    return await jwtVerify(token, rules.keys, {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: [...rules.algorithms],
      requiredClaims: ['exp', 'sub'],
      currentDate: rules.now(),
      clockTolerance,
    });
  } catch (error) {
    throw error instanceof errors.JOSEError ? tokenFault(error, rules) : error;
  }
}

function tokenFault(cause: errors.JOSEError, { audience }: AccessTokenRules): InvalidTokenError {
  const fault = (reason: InvalidTokenError['reason'], message: string) =>
    new InvalidTokenError(reason, message, { cause });
  if (cause instanceof errors.JWTExpired) {
    return fault('TOKEN_EXPIRED', 'The access token has expired: call refresh, or sign in again.');
  }
  if (cause instanceof errors.JWTClaimValidationFailed) {
    if (cause.claim === 'aud') {
      return fault('WRONG_AUDIENCE', `The token is for another API; this one is ${audience}.`);
    }
    if (cause.claim === 'nbf' && cause.reason === 'check_failed') {
      return fault('TOKEN_NOT_YET_VALID', 'The token is not valid yet: compare the clocks.');
    }
    return fault('TOKEN_MALFORMED', `The claim ${cause.claim} is missing or not of its type.`);
  }
  if (
    cause instanceof errors.JWSSignatureVerificationFailed ||
    cause instanceof errors.JWKSNoMatchingKey ||
    cause instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return fault('BAD_SIGNATURE', 'The token is not signed with a key of the issuer.');
  }
  return fault('TOKEN_MALFORMED', 'The token breaks a rule of JSON Web Tokens (RFC 7519).');
}

/** What jose leaves to its user: finite times, a usable subject, a person rather than a machine, one of our clients. */
function userClaims(payload: JWTPayload, { allowedClients }: AccessTokenRules): AccessTokenClaims {
  const { iss, sub, exp } = payload;
  if (!iss || !isUsableSubject(sub) || exp === undefined || !Number.isFinite(exp)) {
    throw new InvalidTokenError(
      'TOKEN_MALFORMED',
      'sub must be a plain string, exp a finite number.',
    );
  }
  if (sub.endsWith('@clients') || [payload['gty']].flat().includes('client-credentials')) {
    throw new InvalidTokenError(
      'MACHINE_TOKEN',
      'This token stands for a machine (client credentials); this API is for people.',
    );
  }
  const clients = [payload['azp'], payload['client_id']].filter((client) => client !== undefined);
  if (
    clients.length === 0 ||
    !clients.every((client) => allowedClients.includes(client as string))
  ) {
    throw new InvalidTokenError(
      'WRONG_CLIENT',
      'The token was issued to a client that is not among AUTH0_ALLOWED_CLIENTS.',
    );
  }
  return { ...payload, iss, sub, exp };
}

/** A string that a log, a key or a header can carry: at most 255 characters (OIDC Core §2), no control characters. */
function isUsableSubject(sub: unknown): sub is string {
  return typeof sub === 'string' && /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(sub) && sub.trim() !== '';
}
