import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../tokens/caller.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Options of {@link InternalTokens}. */
export interface InternalTokensOptions {
  /** Returns the gateway's URL, with its trailing slash; called for each token, since a port may be known late. */
  issuer: () => string;
  keys: Pick<SigningKeys, 'current'>;
  now: () => Date;
}

/** Seconds. */
const lifetime = 60;
/** Seconds for which a token is used again. */
const reuse = lifetime / 2;
const cachedTokens = 10_000;

/**
 * Tokens that tell a micro-service which caller a request is for: each is a JWT for one caller and one service.
 *
 * A token lives for a minute. For half of it the token is used again, for the same service and a caller with the same subject,
 * scopes, permissions and roles.
 */
export class InternalTokens {
  readonly #options: InternalTokensOptions;
  readonly #minted = new LRUCache<string, { token: Promise<string>; at: number }>({
    max: cachedTokens,
  });

  constructor(options: InternalTokensOptions) {
    this.#options = options;
  }

  /**
   * Mints a token, or returns one that was minted in the last 30 seconds. The token of a caller who is not authenticated has no
   * `sub`.
   *
   * @param service - its name, the token's `aud`
   * @param requestId - of the request that the token is for. The token's `txn` (RFC 8417 §2.2) names the request that it was
   *   minted for.
   */
  mint(service: string, caller: Caller, requestId: string): Promise<string> {
    const identity = toIdentity(caller);
    const key = JSON.stringify([service, identity]);
    const at = Math.floor(this.#options.now().getTime() / 1000);
    const known = this.#minted.get(key);
    if (known && at >= known.at && at - known.at < reuse) return known.token;
    const token = this.#sign({ aud: service, ...identity, txn: requestId, iat: at });
    token.catch(() => this.#minted.delete(key));
    this.#minted.set(key, { token, at });
    return token;
  }

  #sign(claims: Identity & { aud: string; txn: string; iat: number }): Promise<string> {
    const { issuer, keys } = this.#options;
    const { kid, privateKey } = keys.current();
    return new SignJWT({ iss: issuer(), ...claims, exp: claims.iat + lifetime })
      .setProtectedHeader({ alg: 'ES256', typ: 'internal+jwt', kid })
      .sign(privateKey);
  }
}

interface Identity {
  sub?: string;
  scope?: string;
  permissions: readonly string[];
  roles: readonly string[];
  /** RFC 8693 §4.1. */
  act?: object;
}

function toIdentity(caller: Caller): Identity {
  if (caller.state !== 'authenticated') return { permissions: [], roles: [] };
  const { id, scopes, permissions, roles, claims } = caller;
  const { act } = claims;
  return {
    sub: id,
    scope: scopes.join(' '),
    permissions,
    roles,
    ...(typeof act === 'object' && act !== null && { act }),
  };
}
