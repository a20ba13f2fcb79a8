import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { deriveKey } from './derived-key.ts';

/**
 * Turns state into tokens and back. A client carries the token from one request of a flow to the next, and can neither read nor
 * change it.
 */
export interface SealedTokens<State extends object> {
  /** Makes a token that expires after `lifetime` seconds. */
  seal: (state: State, lifetime: number) => Promise<string>;
  /** Opens a token. Resolves to the state and the seconds left; to `expired`; or to `unknown` for any other token. */
  open: (token: string) => Promise<{ state: State; expiresIn: number } | 'expired' | 'unknown'>;
}

/**
 * Makes {@link SealedTokens} that are encrypted JWTs (RFC 7519 §3, RFC 7516). Every replica with the same secrets can open them.
 *
 * @param secrets - secrets of high entropy, newest first, from which the keys are derived (RFC 5869). The newest key encrypts, each
 *   of them decrypts
 * @param type - `typ` of the token; a token of one type cannot be opened as another
 */
export function sealedTokens<State extends object>(
  secrets: readonly [string, ...string[]],
  type: string,
  now: () => Date,
): SealedTokens<State> {
  const newest = deriveKey(secrets[0], type);
  const keys = secrets.map((secret) => deriveKey(secret, type));
  const seconds = () => Math.floor(now().getTime() / 1000);

  async function openWith(key: Uint8Array, token: string) {
    try {
      const { payload } = await jwtDecrypt<{ state: State }>(token, key, {
        typ: type,
        currentDate: now(),
        requiredClaims: ['exp', 'state'],
      });
      return { state: payload.state, expiresIn: Number(payload.exp) - seconds() };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return 'expired';
      if (error instanceof errors.JOSEError) return 'unknown';
      throw error;
    }
  }

  return {
    seal: (state, lifetime) =>
      new EncryptJWT({ state })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: type })
        .setExpirationTime(seconds() + lifetime)
        .encrypt(newest),
    open: async (token) => {
      for (const key of keys) {
        const opened = await openWith(key, token);
        if (opened !== 'unknown') return opened;
      }
      return 'unknown';
    },
  };
}
