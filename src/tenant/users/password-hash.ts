import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { User } from './user.ts';

/** Far below what a real directory uses: these passwords are public, and end with the process. */
const cost = { memoryCost: 1024, timeCost: 2, parallelism: 1 };

/** Argon2id, made cheap. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

const nobodysHash = hashPassword(randomBytes(16).toString('hex'));

/** Checks a password. For a user who does not exist it does the same work and answers false: no difference shows in the time. */
export async function isPasswordOf(user: User | undefined, password: string): Promise<boolean> {
  const isRight = await verify(await (user?.passwordHash ?? nobodysHash), password);
  return user !== undefined && isRight;
}
