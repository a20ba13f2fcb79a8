import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Which family a refresh token belongs to, and which one in it it is, counted from 1. */
export interface TokenPlace {
  familyId: string;
  counter: number;
}

/** Makes refresh tokens out of their places, and reads them back. */
export interface TokenSeal {
  close(place: TokenPlace): string;
  open(token: string): TokenPlace | undefined;
}

/** Writes a token's place and a random part under a MAC. Nobody but this tenant can make or change one. */
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
