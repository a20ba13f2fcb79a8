import { tenantSettings } from './tenant-settings.ts';

/** Scopes of OpenID Connect, which belong to no API. */
const ofOpenIdConnect = new Set([
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'offline_access',
]);

/**
 * Warns, once for each scope in the life of the process, of a scope of the API that a login asks for and does not get. Auth0 drops a
 * scope that the API does not know, and it drops one that the user may not have: its answer does not tell which. A scope that any
 * user has got is known to the API.
 */
export class ScopeCheck {
  /** Scopes that are known, or of which the log has a line. */
  readonly #settled = new Set<string>(ofOpenIdConnect);

  /** @param granted - undefined when the answer does not name the scopes */
  check(
    asked: readonly string[],
    granted: readonly string[] | undefined,
    log: { warn: (details: object, message: string) => void },
  ): void {
    if (!granted) return;
    for (const scope of asked) {
      if (this.#settled.has(scope)) continue;
      this.#settled.add(scope);
      if (!granted.includes(scope)) log.warn({ scope }, tenantSettings.unknownScope);
    }
  }
}
