/** Value of `WWW-Authenticate` for a request without a token (RFC 6750 §3). */
export const missingTokenChallenge = 'Bearer';

/**
 * Formats the value of `WWW-Authenticate` for an invalid token (RFC 6750 §3.1).
 *
 * @param reason - `extensions.reason` of the error
 */
export function formatInvalidTokenChallenge(reason: string): string {
  return `Bearer error="invalid_token", error_description="${reason}"`;
}

/**
 * Formats the value of `WWW-Authenticate` for a valid token that lacks a scope, a permission or a role (RFC 6750 §3.1).
 *
 * @param scopes - scopes that would suffice. Undefined if the guard requires no scopes
 */
export function formatInsufficientScopeChallenge(scopes?: readonly string[]): string {
  return `Bearer error="insufficient_scope"${scopes ? `, scope="${scopes.join(' ')}"` : ''}`;
}
