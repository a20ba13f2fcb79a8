import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Family and number of a refresh token. The first token of a family has the number 1. */
export interface TokenPlace {
  familyId: string;
  counter: number;
}

/** Converts the position of a refresh token (its family, and its number in the family) to text and back. */
export interface TokenSeal {
  close(place: TokenPlace): string;
  open(token: string): TokenPlace | undefined;
}

/**
 * Creates the seal of a tenant. A token contains the family, the number and a random part, with a MAC that needs this tenant's
 * key.
 */
export function tokenSeal(key: Uint8Array): TokenSeal {
  const macOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();

  return {
    close({ familyId, counter }) {
      const text = [familyId, counter, randomBytes(12).toString('hex')].join('.');
      return `v1.${Buffer.from(text).toString('base64url')}.${macOf(text).toString('base64url')}`;
    },
    open(token) {
      const [version, encoded = '', mac = ''] = token.split('.');
      const text = Buffer.from(encoded, 'base64url').toString();
      const presented = Buffer.from(mac, 'base64url');
      const expected = macOf(text);
      if (version !== 'v1' || presented.length !== expected.length) return undefined;
      if (!timingSafeEqual(presented, expected)) return undefined;
      const [familyId = '', counter] = text.split('.');
      return { familyId, counter: Number(counter) };
    },
  };
}
