import { LRUCache } from 'lru-cache';
import { digest } from '../secrets/digest.ts';

const maxCodes = 10_000;
/** Milliseconds for which a code is remembered. Codes by SMS or mail are valid for 5 minutes, and those of an app for less. */
const lifetime = 600_000;

/**
 * Remembers digests of the latest 10,000 codes that were correct. The provider refuses a used code like a wrong code. With this
 * list the gateway can tell the user the difference.
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
   * @param owners - digest of the account's name, and ids of its factors. A later login may know only some of them
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
