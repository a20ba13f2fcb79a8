import { errors, type JWTPayload } from 'jose';
import { digest } from '../secrets/digest.ts';
import { hasExpired, issuerClockTolerance, type AccessTokenRules } from './access-token-rules.ts';
import { parseCompactJws } from './compact-jws.ts';
import { InvalidTokenError } from './invalid-token.ts';
import { refuseOtherKinds } from './other-kinds.ts';
import { verifySignature } from './verify-signature.ts';

/** A user's access token that passes all rules. */
export interface AccessToken {
  claims: AccessTokenClaims;
  /**
   * Digest that identifies the token. Covers header and payload but not the signature, because the same content may have several
   * valid signatures.
   */
  id: string;
}

/** Claims of an access token. The gateway has checked the three named here. `exp` is a NumericDate (seconds). */
export type AccessTokenClaims = JWTPayload & {
  iss: string;
  sub: string;
  exp: number;
};

/** Error for a token that has expired. */
export class ExpiredTokenError extends InvalidTokenError {
  /** The token, if its signature is valid and it passes all other rules. */
  readonly token: AccessToken | undefined;
  constructor(token?: AccessToken) {
    super('TOKEN_EXPIRED', 'The access token has expired: call refresh, or sign in again.');
    this.token = token;
  }
}

/**
 * Creates a function that verifies Auth0 access tokens.
 *
 * The function throws {@link InvalidTokenError} for a fault of the token. It throws an error of the key look-up unchanged,
 * because an outage of the issuer is not the caller's fault.
 *
 * @see https://auth0.com/docs/secure/tokens/access-tokens/validate-access-tokens
 * @see RFC 9068 §4
 */
export function accessTokenVerifier(rules: AccessTokenRules) {
  return async (token: string): Promise<AccessToken> => {
    const jws = parseCompactJws(token);
    refuseOtherKinds(jws, rules);
    const id = digest(jws.signingInput);
    try {
      return { claims: checkUserClaims(await verifyJwt(token, rules), rules), id };
    } catch (error) {
      throw error instanceof errors.JWTExpired
        ? new ExpiredTokenError(readExpired(error, rules, id))
        : error;
    }
  };
}

/** Verifies an access token. Throws the errors of {@link accessTokenVerifier}. */
export type VerifyAccessToken = ReturnType<typeof accessTokenVerifier>;

/**
 * Checks an access token that has just come from the token endpoint, while the issuer's keys are not available. TLS replaces the
 * signature, as OIDC Core §3.1.3.7 (6) allows for ID tokens.
 *
 * Checks `typ`, `alg`, `crit`, `iss`, `aud`, `exp`, `sub`, the client (`azp`, `client_id`), and that the token belongs to a user.
 * Checks neither the signature nor `nbf`.
 *
 * @throws {@link InvalidTokenError} if one of these checks fails
 */
export function readAccessToken(token: string, rules: AccessTokenRules): AccessToken {
  const jws = parseCompactJws(token);
  refuseOtherKinds(jws, rules);
  if (![jws.payload['aud']].flat().includes(rules.audience)) throw wrongAudienceError(rules);
  const claims = checkUserClaims(jws.payload, rules);
  if (hasExpired(claims.exp, rules.now())) throw new ExpiredTokenError();
  return { claims, id: digest(jws.signingInput) };
}

async function verifyJwt(token: string, rules: AccessTokenRules) {
  try {
    return await verifySignature(token, rules.findKey, {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: [...rules.algorithms],
      requiredClaims: ['exp', 'sub'],
      currentDate: rules.now(),
      clockTolerance: issuerClockTolerance,
    });
  } catch (error) {
    const isFault = error instanceof errors.JOSEError && !(error instanceof errors.JWTExpired);
    throw isFault ? toTokenError(error, rules) : error;
  }
}

/** Returns an expired token that passes all other rules. jose checks the expiry last, after the signature. */
function readExpired(
  { payload }: errors.JWTExpired,
  rules: AccessTokenRules,
  id: string,
): AccessToken | undefined {
  try {
    return { claims: checkUserClaims(payload, rules), id };
  } catch {
    return undefined;
  }
}

function toTokenError(cause: errors.JOSEError, rules: AccessTokenRules): InvalidTokenError {
  const fault = (reason: InvalidTokenError['reason'], message: string) =>
    new InvalidTokenError(reason, message, { cause });
  if (cause instanceof errors.JWTClaimValidationFailed) {
    if (cause.claim === 'aud') return wrongAudienceError(rules);
    if (cause.claim === 'nbf' && cause.reason === 'check_failed') {
      return fault('TOKEN_NOT_YET_VALID', 'The token is not valid yet: compare the clocks.');
    }
    return fault('TOKEN_MALFORMED', `The claim ${cause.claim} is missing or not of its type.`);
  }
  if (cause instanceof errors.JWKSMultipleMatchingKeys) {
    return fault('BAD_SIGNATURE', 'The kid of the token does not identify the key that signed it.');
  }
  if (
    cause instanceof errors.JWSSignatureVerificationFailed ||
    cause instanceof errors.JWKSNoMatchingKey
  ) {
    return fault('BAD_SIGNATURE', 'The token is not signed with a key of the issuer.');
  }
  return fault('TOKEN_MALFORMED', 'The token breaks a rule of JSON Web Tokens (RFC 7519).');
}

function wrongAudienceError({ audience }: AccessTokenRules): InvalidTokenError {
  return new InvalidTokenError(
    'WRONG_AUDIENCE',
    `The token is for another API; this one is ${audience}.`,
  );
}

/** Checks the rules that jose lacks: a finite `exp`, a usable `sub`, a user and not a machine, an allowed client. */
function checkUserClaims(
  payload: JWTPayload,
  { allowedClients }: AccessTokenRules,
): AccessTokenClaims {
  const { iss, sub, exp } = payload;
  if (!iss || !isUsableSubject(sub) || exp === undefined || !Number.isFinite(exp)) {
    throw new InvalidTokenError(
      'TOKEN_MALFORMED',
      'sub must be a plain string, exp a finite number.',
    );
  }
  const clients = [payload['azp'], payload['client_id']].filter((client) => client !== undefined);
  if (isMachine(sub, clients, payload['gty'])) {
    throw new InvalidTokenError(
      'MACHINE_TOKEN',
      'This token stands for a machine (client credentials); this API is for people.',
    );
  }
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

/**
 * Whether a token belongs to a client that acts for itself. Auth0 marks such tokens in `sub` and `gty`. Other issuers put the
 * client into `sub` (RFC 9068 §2.2).
 */
function isMachine(sub: string, clients: unknown[], gty: unknown): boolean {
  return (
    sub.endsWith('@clients') || clients.includes(sub) || [gty].flat().includes('client-credentials')
  );
}

/**
 * Whether a subject fits into a log line, a store key and a header: at most 255 characters (OIDC Core §2), and no control
 * characters.
 */
function isUsableSubject(sub: unknown): sub is string {
  return typeof sub === 'string' && /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(sub) && sub.trim() !== '';
}
