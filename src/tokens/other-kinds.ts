import type { AccessTokenRules } from './access-token-rules.ts';
import type { CompactJws } from './compact-jws.ts';
import { InvalidTokenError } from './invalid-token.ts';

/**
 * Says what was sent instead of an access token of ours, before any key is asked for. Passing it proves nothing: what it
 * looks at is not verified yet.
 *
 * @throws {@link InvalidTokenError} `TOKEN_MALFORMED`, `ID_TOKEN_SENT`, `WRONG_ISSUER` or `UNSUPPORTED_ALGORITHM`
 */
export function refuseOtherKinds({ header, payload }: CompactJws, rules: AccessTokenRules): void {
  refuseHeader(header);
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

function refuseHeader({ typ, kid, crit, b64 }: CompactJws['header']): void {
  if (!isAccessTokenType(typ)) {
    throw new InvalidTokenError(
      'TOKEN_MALFORMED',
      'This is a token of another kind (a DPoP proof or logout token, perhaps): the typ of an access token is JWT or at+jwt.',
    );
  }
  if (kid !== undefined && typeof kid !== 'string') {
    throw new InvalidTokenError('TOKEN_MALFORMED', "The header's kid is not a string.");
  }
  // RFC 7515 §4.1.11: what is critical must be understood, and Auth0 uses none of it. RFC 7797 §7: no b64 in a JWT.
  if (crit !== undefined || b64 !== undefined) {
    throw new InvalidTokenError('TOKEN_MALFORMED', 'The header asks for extensions: crit or b64.');
  }
}

/** `JWT` in Auth0's own profile, `at+jwt` in RFC 9068's; media types are case-insensitive (RFC 7515 §4.1.9). */
function isAccessTokenType(typ: unknown): boolean {
  if (typ === undefined) return true;
  return typeof typ === 'string' && /^(application\/)?(jwt|at\+jwt)$/i.test(typ);
}

/** An ID token's audience is the client (OIDC Core §2), an access token's the API. */
function isForClient(aud: unknown, { audience, allowedClients }: AccessTokenRules): boolean {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  return (
    !audiences.includes(audience) && allowedClients.some((client) => audiences.includes(client))
  );
}
