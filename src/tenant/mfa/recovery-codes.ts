import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Makes a recovery code of 24 characters. None of them is easily mistaken for another. */
export function newRecoveryCode(): string {
  return Array.from({ length: 24 }, () => letters.charAt(randomInt(letters.length))).join('');
}
