import { LRUCache } from 'lru-cache';
import { digest } from '../secrets/digest.ts';

const maxCodes = 10_000;
/** Milliseconds for which a code could still be valid: 5 minutes by SMS or mail, less in an app. */
const lifetime = 600_000;

/**
 * Remembers the 10 000 latest codes that were right, as digests. The provider refuses a used code as it refuses a wrong one; with this
 * list the user is told which it was.
 */
export class UsedCodes {
  readonly #codes = new LRUCache<string, true>({
    maxSize: maxCodes,
    sizeCalculation: () => 1,
    ttl: lifetime,
  });

  /** @param owners - each name of the account or factor at a later sign-in */
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
