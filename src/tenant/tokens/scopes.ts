import { oauthError } from '../errors.ts';
import type { RequestParameters } from '../http/parameters.ts';

const profileScopes = ['openid', 'profile', 'email', 'address', 'phone'];
const oidcScopes = [...profileScopes, 'offline_access'];

/** What decides which of the requested scopes are granted. */
export interface ScopeRules {
  requested: string[];
  /** The scopes of the API that this user and client may have. */
  permitted: string[];
  /** Whether a refresh token may be given. */
  isOfflineAllowed: boolean;
}

/**
 * The scopes of a request, each once.
 *
 * @throws Refusal 400 `invalid_scope` when the parameter is neither a string nor an array of strings
 */
export function requestedScopes({ scope = '' }: RequestParameters): string[] {
  const scopes: unknown[] | undefined =
    typeof scope === 'string' ? scope.split(/\s+/) : Array.isArray(scope) ? scope : undefined;
  if (!scopes?.every((entry) => typeof entry === 'string')) {
    throw oauthError(400, 'invalid_scope', 'Scope must be an array or a string');
  }
  return [...new Set(scopes.filter((entry) => entry !== ''))];
}

/**
 * The scopes a password login is granted. Asked for nothing but `openid`, Auth0 grants every OIDC scope; asked for no scope
 * of the API, every scope of the API. Scopes it does not know are dropped without a word.
 */
export function grantScopes({ requested, permitted, isOfflineAllowed }: ScopeRules): string[] {
  const oidc = requested.every((scope) => scope === 'openid')
    ? profileScopes
    : requested.filter((scope) => isOidcScope(scope));
  const api = requested.filter((scope) => !isOidcScope(scope));
  const granted = api.length === 0 ? permitted : api.filter((scope) => permitted.includes(scope));
  return [...oidc, ...granted].filter((scope) => scope !== 'offline_access' || isOfflineAllowed);
}

/** Whether a scope is OpenID Connect's, not an API's. */
export function isOidcScope(scope: string): boolean {
  return oidcScopes.includes(scope);
}
