import { randomBytes } from 'node:crypto';
import type { User } from '../users/user-directory.ts';
import type { Authenticators } from './authenticators.ts';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 24 characters that nobody takes for one another. */
function newRecoveryCode(): string {
  return Array.from(randomBytes(24), (byte) => letters[byte % letters.length]).join('');
}

/** Gives a user a recovery code in place of the one before, if there was one. */
export function giveRecoveryCode(all: Authenticators, user: User): string {
  const code = newRecoveryCode();
  const present = all.of(user).find(({ kind }) => kind === 'recovery-code');
  if (present) present.code = code;
  else all.add(user, { kind: 'recovery-code', code });
  return code;
}
