import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Makes a recovery code: 24 characters, none of which is easily mistaken for another. */
export function newRecoveryCode(): string {
  return Array.from({ length: 24 }, () => letters.charAt(randomInt(letters.length))).join('');
}
