import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { User } from './user.ts';

/** Cost of a hash. It is far lower than in a real directory, because these passwords are public. */
const cost = { memoryCost: 1024, timeCost: 2, parallelism: 1 };

/** Hashes a password with Argon2id at a low cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

const nobodysHash = hashPassword(randomBytes(16).toString('hex'));

/** Checks a password. For an unknown user it does the same work and returns false, so that the response time shows no difference. */
export async function isPasswordOf(user: User | undefined, password: string): Promise<boolean> {
  const isRight = await verify(user?.passwordHash ?? (await nobodysHash), password);
  return user !== undefined && isRight;
}
