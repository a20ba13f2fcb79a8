import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { User } from './user.ts';

/** Cost of a hash, far below a real directory's: these passwords are public, and end with the process. */
const cost = { memoryCost: 1024, timeCost: 2, parallelism: 1 };

/** Hashes a password with Argon2id at a low cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

const nobodysHash = hashPassword(randomBytes(16).toString('hex'));

/** Checks a password. An unknown user costs the same work and gives false, so the response time shows no difference. */
export async function isPasswordOf(user: User | undefined, password: string): Promise<boolean> {
  const isRight = await verify(await (user?.passwordHash ?? nobodysHash), password);
  return user !== undefined && isRight;
}
