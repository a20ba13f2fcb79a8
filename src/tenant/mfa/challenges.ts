import { randomInt } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Authenticator } from './authenticators.ts';
import { newOpaqueValue } from './mfa-tokens.ts';

/** A code that the tenant has sent. */
export interface Challenge {
  /** The `mfa_token` or access token of the request. Only this token can use the code. */
  token: string;
  authenticator: Authenticator;
  /** The code: six digits. */
  code: string;
  /** Instant of expiry, in milliseconds since the epoch. */
  until: number;
  isUsed: boolean;
}

/** The codes that the tenant has sent, by their `oob_code`. */
export interface Challenges {
  begin(token: string, authenticator: Authenticator): { oob_code: string; code: string };
  find(oob_code: string): Challenge | undefined;
}

const lifetimeMs = 300_000;
const maxChallenges = 10_000;

/** Makes the storage of sent codes. It remembers the 10,000 newest, and each is valid for five minutes. */
export function challenges(now: () => Date): Challenges {
  const begun = new LRUCache<string, Challenge>({
    maxSize: maxChallenges,
    sizeCalculation: () => 1,
  });
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
