import { LRUCache } from 'lru-cache';
import { digest } from '../tokens/digest.ts';

/** Codes that were right once. The provider tells a used code from a wrong one no more than anybody else. */
export interface UsedCodes {
  remember: (who: string, code: string) => void;
  has: (who: string, code: string) => boolean;
}

const maxCodes = 10_000;
/** Milliseconds for which a code could be taken for a fresh one: SMS and mails live for 5 minutes, an app's code for less. */
const lifetime = 600_000;

/** Remembers the 10 000 newest, as digests. */
export function usedCodes(): UsedCodes {
  const codes = new LRUCache<string, true>({ max: maxCodes, ttl: lifetime });
  const key = (who: string, code: string) => digest(JSON.stringify([who, code]));
  return {
    remember: (who, code) => {
      codes.set(key(who, code), true);
    },
    has: (who, code) => codes.has(key(who, code)),
  };
}
