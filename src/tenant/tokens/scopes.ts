import { oauthError } from '../errors.ts';
import type { RequestParameters } from '../http/parameters.ts';

const profileScopes = ['openid', 'profile', 'email', 'address', 'phone'];
const oidcScopes = [...profileScopes, 'offline_access'];

/** Requested scopes, and the rules for granting them. */
export interface ScopeRules {
  requested: string[];
  /** Scopes of the API that the user may have through this client. */
  permitted: string[];
  /** Whether the tenant may issue a refresh token. */
  isOfflineAllowed: boolean;
}

/**
 * Reads the scopes of a request, without duplicates.
 *
 * @throws Refusal 400 `invalid_scope` if the parameter is neither a string nor an array of strings
 */
export function readScopes({ scope = '' }: RequestParameters): string[] {
  const scopes: unknown[] | undefined =
    typeof scope === 'string' ? scope.split(/\s+/) : Array.isArray(scope) ? scope : undefined;
  if (!scopes?.every((entry) => typeof entry === 'string')) {
    throw oauthError(400, 'invalid_scope', 'Scope must be an array or a string');
  }
  return [...new Set(scopes.filter((entry) => entry !== ''))];
}

/**
 * Returns the scopes that a password login gets. If the request has only `openid`, Auth0 grants all OIDC scopes. If it has no scope
 * of the API, Auth0 grants all permitted scopes of the API. Unknown scopes are ignored.
 */
export function grantScopes({ requested, permitted, isOfflineAllowed }: ScopeRules): string[] {
  const oidc = requested.every((scope) => scope === 'openid')
    ? profileScopes
    : requested.filter((scope) => isOidcScope(scope));
  const api = requested.filter((scope) => !isOidcScope(scope));
  const granted = api.length === 0 ? permitted : api.filter((scope) => permitted.includes(scope));
  return [...oidc, ...granted].filter((scope) => scope !== 'offline_access' || isOfflineAllowed);
}

/** Tells whether a scope belongs to OpenID Connect rather than to an API. */
export function isOidcScope(scope: string): boolean {
  return oidcScopes.includes(scope);
}
