import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.ts';
import type { SigningKeys } from './signing-keys.ts';

/**
 * Mints what tells a micro-service who asks: a JWT for one caller and one service.
 *
 * @param service - its name, the token's `aud`
 * @param requestId - of the request at hand; the token's `txn` (RFC 8417 §2.2) names the one that it was minted for
 */
export type InternalTokens = (
  service: string,
  caller: Caller,
  requestId: string,
) => Promise<string>;

/** What the tokens say of the gateway. */
export interface InternalTokensOptions {
  /** The gateway's URL, with its trailing slash; asked for when a token is minted. */
  issuer: () => string;
  keys: Pick<SigningKeys, 'current'>;
  now: () => Date;
}

/** Seconds. */
const lifetime = 60;
/** Seconds for which a token is handed out again. */
const reuse = lifetime / 2;
const cachedTokens = 10_000;

/**
 * Makes that function. Tokens live for a minute and are used again for half of it, for the same service and a caller who
 * is and may the same. Whoever is not signed in gets one without `sub`: it says that the gateway asks, and for nobody.
 */
export function internalTokens({ issuer, keys, now }: InternalTokensOptions): InternalTokens {
  const minted = new LRUCache<string, { token: Promise<string>; at: number }>({
    maxSize: cachedTokens,
    sizeCalculation: () => 1,
  });

  function mint(aud: string, identity: Identity, txn: string, at: number): Promise<string> {
    const { kid, privateKey } = keys.current();
    return new SignJWT({ iss: issuer(), aud, ...identity, txn, iat: at, exp: at + lifetime })
      .setProtectedHeader({ alg: 'ES256', typ: 'internal+jwt', kid })
      .sign(privateKey);
  }

  return (service, caller, requestId) => {
    const identity = identityOf(caller);
    const key = JSON.stringify([service, identity]);
    const at = Math.floor(now().getTime() / 1000);
    const known = minted.get(key);
    if (known && at >= known.at && at - known.at < reuse) return known.token;
    const token = mint(service, identity, requestId, at);
    token.catch(() => minted.delete(key));
    minted.set(key, { token, at });
    return token;
  };
}

interface Identity {
  sub?: string;
  scope?: string;
  permissions: readonly string[];
  roles: readonly string[];
  /** RFC 8693 §4.1. */
  act?: object;
}

function identityOf(caller: Caller): Identity {
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
