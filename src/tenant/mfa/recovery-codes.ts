import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 24 characters that nobody takes for one another. */
export function newRecoveryCode(): string {
  return Array.from({ length: 24 }, () => letters.charAt(randomInt(letters.length))).join('');
}
