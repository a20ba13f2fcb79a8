import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { deriveKey } from './derived-key.ts';

/**
 * Converts state to tokens and back. A client carries a token from one request of a flow to the next, and can neither read nor
 * change it.
 */
export interface SealedTokens<State extends object> {
  /** Creates a token that expires after `lifetime` seconds. */
  seal: (state: State, lifetime: number) => Promise<string>;
  /**
   * Opens a token. Resolves to its state and the seconds until it expires. Resolves to `expired` for an expired token, and to
   * `unknown` for any other text.
   */
  open: (token: string) => Promise<{ state: State; expiresIn: number } | 'expired' | 'unknown'>;
}

/**
 * Creates {@link SealedTokens} that are encrypted JWTs (RFC 7519 §3, RFC 7516). Every replica with the same secrets can open
 * them.
 *
 * @param secrets - secrets of high entropy, newest first, from which the keys are derived (RFC 5869). The newest key encrypts.
 *   All keys decrypt
 * @param type - `typ` of the token. A token of one type cannot be opened as another
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
