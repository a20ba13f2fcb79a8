import { errors } from 'jose';
import { InvalidTokenError } from './invalid-token.ts';
import type { IssuerKeys } from '../issuer-keys/issuer-keys.ts';

/**
 * The same check, for tokens that come straight from the issuer: where one is signed with a key that nobody knows, the keys have
 * changed just now, and are loaded anew at once. A stranger cannot bring that about.
 */
export function withNewKeys<Verified>(
  verify: (token: string) => Promise<Verified>,
  keys: Pick<IssuerKeys, 'renew'>,
): (token: string) => Promise<Verified> {
  return async (token) => {
    try {
      return await verify(token);
    } catch (error) {
      if (!isUnknownKey(error instanceof InvalidTokenError ? error.cause : error)) throw error;
      await keys.renew();
      return verify(token);
    }
  };
}

const isUnknownKey = (error: unknown) => error instanceof errors.JWKSNoMatchingKey;
