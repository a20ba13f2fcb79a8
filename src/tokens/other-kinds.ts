import type { AccessTokenRules } from './access-token-rules.ts';
import type { CompactJws } from './compact-jws.ts';
import { InvalidTokenError } from './invalid-token.ts';

/**
 * Refuses a token that is not an access token of this issuer, before a key is looked up. A token that passes is not verified yet.
 *
 * @throws {@link InvalidTokenError} `TOKEN_MALFORMED`, `ID_TOKEN_SENT`, `WRONG_ISSUER` or `UNSUPPORTED_ALGORITHM`
 */
export function refuseOtherKinds({ header, payload }: CompactJws, rules: AccessTokenRules): void {
  refuseOtherHeaders(header);
  if (isForClient(payload['aud'], rules)) {
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
  const { alg } = header;
  if (typeof alg !== 'string' || !rules.algorithms.includes(alg)) {
    throw new InvalidTokenError(
      'UNSUPPORTED_ALGORITHM',
      `The token must be signed with ${rules.algorithms.join(' or ')}: set the API's signing algorithm in Auth0.`,
    );
  }
}

function refuseOtherHeaders({ typ, kid, crit, b64 }: CompactJws['header']): void {
  if (!isAccessTokenType(typ)) {
    throw new InvalidTokenError(
      'TOKEN_MALFORMED',
      'This is a token of another kind (a DPoP proof or logout token, perhaps): the typ of an access token is JWT or at+jwt.',
    );
  }
  if (kid !== undefined && typeof kid !== 'string') {
    throw new InvalidTokenError('TOKEN_MALFORMED', "The header's kid is not a string.");
  }
  // RFC 7515 §4.1.11: a verifier must understand critical extensions, and Auth0 uses none. RFC 7797 §7: a JWT must not use b64.
  if (crit !== undefined || b64 !== undefined) {
    throw new InvalidTokenError('TOKEN_MALFORMED', 'The header asks for extensions: crit or b64.');
  }
}

/**
 * Whether `typ` is that of an access token: `JWT` in Auth0's own token profile, `at+jwt` in the profile of RFC 9068, or missing.
 * Media types are case-insensitive (RFC 7515 §4.1.9).
 */
function isAccessTokenType(typ: unknown): boolean {
  if (typ === undefined) return true;
  return typeof typ === 'string' && /^(application\/)?(jwt|at\+jwt)$/i.test(typ);
}

/**
 * Whether a token is an ID token. The audience of an ID token is a client (OIDC Core §2). The audience of an access token is the
 * API.
 */
function isForClient(aud: unknown, { audience, allowedClients }: AccessTokenRules): boolean {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  return (
    !audiences.includes(audience) && allowedClients.some((client) => audiences.includes(client))
  );
}
