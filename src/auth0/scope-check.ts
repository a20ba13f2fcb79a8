import type { Reports } from './setting-log.ts';

/** Scopes of OpenID Connect, which belong to no API. */
const ofOpenIdConnect = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/**
 * Reports the scopes of the API that a login asks for and does not get. Auth0 drops a scope that the API does not know, and it drops
 * one that the user may not have: its answer does not tell which. A scope that any user has got is known to the API.
 */
export class ScopeCheck {
  readonly #known = new Set<string>(ofOpenIdConnect);

  /** @param granted - undefined when the answer does not name the scopes */
  check(
    asked: readonly string[],
    granted: readonly string[] | undefined,
    { setting }: Pick<Reports, 'setting'>,
  ): void {
    if (!granted) return;
    const lacking: string[] = [];
    for (const scope of asked) {
      if (granted.includes(scope)) this.#known.add(scope);
      else if (!this.#known.has(scope)) lacking.push(scope);
    }
    if (lacking.length > 0) setting('unknownScope', { scopes: lacking });
  }
}
