import { randomInt } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Authenticator } from './authenticators.ts';
import { newOpaqueValue } from './mfa-tokens.ts';

/** A code that was sent. */
export interface Challenge {
  /** The `mfa_token` or access token it was asked for with: it counts with no other. */
  token: string;
  authenticator: Authenticator;
  /** Six digits. */
  code: string;
  /** Milliseconds since the epoch. */
  until: number;
  isUsed: boolean;
}

/** Codes that were sent, by their `oob_code`. */
export interface Challenges {
  begin(token: string, authenticator: Authenticator): { oob_code: string; code: string };
  find(oob_code: string): Challenge | undefined;
}

const lifetimeMs = 300_000;
const maxChallenges = 10_000;

/** Keeps the 10 000 newest. Each code lives for five minutes. */
export function challenges(now: () => Date): Challenges {
  const begun = new LRUCache<string, Challenge>({ max: maxChallenges });
  return {
    begin(token, authenticator) {
      const oob_code = newOpaqueValue();
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const until = now().getTime() + lifetimeMs;
      begun.set(oob_code, { token, authenticator, code, until, isUsed: false });
      return { oob_code, code };
    },
    find: (oob_code) => begun.get(oob_code),
  };
}
