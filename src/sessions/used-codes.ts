import { LRUCache } from 'lru-cache';
import { digest } from '../secrets/digest.ts';

const maxCodes = 10_000;
/** Milliseconds for which a code is remembered. A code is valid for 5 minutes by SMS or mail, and shorter in an app. */
const lifetime = 600_000;

/**
 * Remembers the latest 10,000 codes that were right, as digests. The provider refuses a used code like a wrong one; this list lets
 * the gateway tell the user the difference.
 */
export class UsedCodes {
  readonly #codes = new LRUCache<string, true>({
    maxSize: maxCodes,
    sizeCalculation: () => 1,
    ttl: lifetime,
  });

  /**
   * Remembers a code.
   *
   * @param owners - digest of the account's name, and ids of its factors: a later sign-in may know only some of them
   */
  remember(owners: readonly string[], code: string): void {
    for (const owner of owners) this.#codes.set(toKey(owner, code), true);
  }

  has(owners: readonly string[], code: string): boolean {
    return owners.some((owner) => this.#codes.has(toKey(owner, code)));
  }
}

function toKey(owner: string, code: string): string {
  return digest(JSON.stringify([owner, code]));
}
