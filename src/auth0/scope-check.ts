import type { Reports } from './setting-log.ts';

/** Scopes of OpenID Connect, which do not belong to an API. */
const ofOpenIdConnect = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/**
 * Reports requested scopes of the API that Auth0 has not granted. Auth0 drops a scope that the API does not know, as well as a
 * scope that the user may not have. Its answer does not distinguish the two. A scope that any user has received is known to the
 * API, and is not reported.
 */
export class ScopeCheck {
  readonly #known = new Set<string>(ofOpenIdConnect);

  /** @param granted - granted scopes. Undefined if the answer does not name them */
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
