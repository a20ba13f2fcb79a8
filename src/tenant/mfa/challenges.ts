import { randomInt } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { User } from '../users/user-directory.ts';
import type { Authenticator } from './authenticators.ts';
import { sealed } from './mfa-tokens.ts';

/** A code that was sent. */
export interface Challenge {
  user: User;
  authenticator: Authenticator;
  /** Six digits. */
  code: string;
  /** Milliseconds since the epoch. */
  until: number;
}

/** Codes that were sent, by their `oob_code`. */
export interface Challenges {
  begin(user: User, authenticator: Authenticator): { oob_code: string; code: string };
  find(oob_code: string): Challenge | undefined;
  /** A code counts once. */
  spend(oob_code: string): void;
}

const lifetimeMs = 300_000;
const maxChallenges = 10_000;

/** Keeps the 10 000 newest. Each code lives for five minutes. */
export function challenges(now: () => Date): Challenges {
  const begun = new LRUCache<string, Challenge>({ max: maxChallenges });
  return {
    begin: (user, authenticator) => {
      const oob_code = sealed();
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      begun.set(oob_code, { user, authenticator, code, until: now().getTime() + lifetimeMs });
      return { oob_code, code };
    },
    find: (oob_code) => begun.get(oob_code),
    spend: (oob_code) => {
      begun.delete(oob_code);
    },
  };
}
