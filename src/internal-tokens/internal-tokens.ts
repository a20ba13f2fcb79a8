import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../tokens/caller.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Options of {@link InternalTokens}. */
export interface InternalTokensOptions {
  /**
   * Returns the gateway's URL, with its trailing slash. Called for each token, because the port may not be known when the gateway
   * starts.
   */
  issuer: () => string;
  keys: Pick<SigningKeys, 'current'>;
  now: () => Date;
}

/** Lifetime of a token, in seconds. */
const lifetime = 60;
/** Seconds for which {@link InternalTokens.mint} reuses a token. */
const reuse = lifetime / 2;
const cachedTokens = 10_000;

/**
 * Issues tokens that tell a micro-service who the caller is. Each token is a JWT for one caller and one service.
 *
 * A token expires after 60 seconds. For the first 30 seconds, requests to the same service share the token if their callers have
 * the same subject, scopes, permissions and roles.
 */
export class InternalTokens {
  readonly #options: InternalTokensOptions;
  readonly #minted = new LRUCache<string, { token: Promise<string>; at: number }>({
    maxSize: cachedTokens,
    sizeCalculation: () => 1,
  });

  constructor(options: InternalTokensOptions) {
    this.#options = options;
  }

  /**
   * Issues a token, or returns the token that was issued for the same service and caller within the last 30 seconds. If the
   * caller is not authenticated, the token has no `sub`.
   *
   * @param service - name of the service, which becomes the token's `aud`
   * @param requestId - id of the request that needs the token. It becomes the `txn` of a new token (RFC 8417 §2.2). A shared
   *   token keeps the id of its first request
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
  /** The actor, if someone acts on behalf of the subject (RFC 8693 §4.1). */
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
