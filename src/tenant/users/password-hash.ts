import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { User } from './user.ts';

/** Cost of a hash. It is far lower than in a real directory, because these passwords are public. */
const cost = { memoryCost: 1024, timeCost: 2, parallelism: 1 };

/** Beginning of every hash of the tenant. */
const ownPrefix = '$argon2id$v=19$m=1024,t=2,p=1$';

/** Formats of hashes that other programs have made. The cost of bcrypt is limited to 14, which takes about a second. */
const foreignFormats = {
  argon2: /^\$argon2(?:id?|d)\$v=19\$m=\d{1,6},t=\d{1,2},p=\d{1,2}\$[\w+/-]{8,}\$[\w+/-]{8,}$/,
  bcrypt: /^\$2[aby]\$(?:0[4-9]|1[0-4])\$[\w./]{53}$/,
};

/** Hashes a password with Argon2id at a low cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

const nobodysHash = hashPassword(randomBytes(16).toString('hex'));

/**
 * Checks a password. For an unknown user, and for one without a password, it does the same work and returns false, so that the
 * response time shows no difference.
 */
export async function isPasswordOf(user: User | undefined, password: string): Promise<boolean> {
  const passwordHash = user?.passwordHash ?? '';
  const isRight = await matchesHash(passwordHash || (await nobodysHash), password);
  return passwordHash !== '' && isRight;
}

/** Tells whether a password has a hash: one of Argon2 or, in an imported user, of bcrypt. */
export async function matchesHash(passwordHash: string, password: string): Promise<boolean> {
  if (!passwordHash.startsWith('$2')) return verify(passwordHash, password);
  const { compare } = await import('bcryptjs');
  return compare(password, passwordHash);
}

/** Tells whether a text is a hash in a format of another program. */
export function isForeignHash(
  passwordHash: string,
  algorithm: keyof typeof foreignFormats,
): boolean {
  return foreignFormats[algorithm].test(passwordHash);
}

/** Tells whether the tenant has made a hash. */
export function isOwnHash(passwordHash: string): boolean {
  return passwordHash.startsWith(ownPrefix);
}
