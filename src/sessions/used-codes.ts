import { LRUCache } from 'lru-cache';
import { digest } from '../tokens/digest.ts';

/** Codes that were right once. The provider tells a used code from a wrong one no more than anybody else. */
export interface UsedCodes {
  /** @param owners - whatever the person, or the factor, may be known by at the next sign-in */
  remember: (owners: readonly string[], code: string) => void;
  has: (owners: readonly string[], code: string) => boolean;
}

const maxCodes = 10_000;
/** Milliseconds for which a code could be taken for a fresh one: SMS and mails live for 5 minutes, an app's code for less. */
const lifetime = 600_000;

/** Remembers the 10 000 newest, as digests. */
export function usedCodes(): UsedCodes {
  const codes = new LRUCache<string, true>({
    maxSize: maxCodes,
    sizeCalculation: () => 1,
    ttl: lifetime,
  });
  const key = (owner: string, code: string) => digest(JSON.stringify([owner, code]));
  return {
    remember: (owners, code) => {
      for (const owner of owners) codes.set(key(owner, code), true);
    },
    has: (owners, code) => owners.some((owner) => codes.has(key(owner, code))),
  };
}
