import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Family of a refresh token, and the token's number there, counted from 1. */
export interface TokenPlace {
  familyId: string;
  counter: number;
}

/** Encodes a token's family and number as a refresh token, and decodes them. */
export interface TokenSeal {
  close(place: TokenPlace): string;
  open(token: string): TokenPlace | undefined;
}

/** Makes the seal of a tenant. A token has its family, its number and a random part, under a MAC that no one else can make. */
export function tokenSeal(): TokenSeal {
  const key = randomBytes(32);
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
