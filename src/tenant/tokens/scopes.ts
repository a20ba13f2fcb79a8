import { oauthError } from '../errors.ts';
import type { RequestParameters } from '../http/parameters.ts';

const profileScopes = ['openid', 'profile', 'email', 'address', 'phone'];
const oidcScopes = [...profileScopes, 'offline_access'];

/** Requested scopes, and the rules that decide which are granted. */
export interface ScopeRules {
  requested: string[];
  /** Scopes of the API that this user and client may have. */
  permitted: string[];
  /** True if the tenant may issue a refresh token. */
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
 * Lists the scopes granted to a password login. For a request of `openid` only, Auth0 grants every OIDC scope. For a request
 * without a scope of the API, Auth0 grants every permitted scope of the API. Unknown scopes are silently dropped.
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
