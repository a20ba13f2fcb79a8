import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RefusalOf } from '../identity/outcomes.ts';
import type { Store } from '../store/store.ts';

/** Options of {@link withLease}. */
export interface LeaseOptions {
  store: Pick<Store, 'lock' | 'unlock'>;
  /** Time limit of one call to the identity provider (milliseconds). */
  callLimit: number;
}

/** Refusal of work that another process does, or that the store cannot protect. */
export const notNow: RefusalOf<'ServiceUnavailable'> = {
  kind: 'ServiceUnavailable',
  retryAfter: 5,
};

/**
 * Requests that a lease outlasts. One call of the Management API is up to four: for a token, the call itself, and both again after
 * a refused token. Between two checks of the lease are a read of the actor and one of the roles, or one write.
 */
const requests = 8;

/** Milliseconds between two attempts to take a lease, and number of attempts. */
const [pause, attempts] = [200, 25];

/** The exclusive right to write to one invitation, for a time. */
export class Lease {
  readonly #store: LeaseOptions['store'];
  readonly #name: string;
  readonly #duration: number;
  readonly #owner = randomUUID();
  /** When this process last took or renewed the lease, on two clocks: one may stand still while the machine sleeps. */
  #renewed = readClocks();

  constructor(user: string, { store, callLimit }: LeaseOptions) {
    this.#store = store;
    this.#name = `invitation:${user}`;
    this.#duration = requests * callLimit;
  }

  /** Takes the lease. Waits up to 5 seconds for another writer. */
  async take(): Promise<boolean> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      this.#renewed = readClocks();
      const state = await this.#lock();
      if (state !== 'busy') return state === 'held';
      await wait(pause);
    }
    return false;
  }

  /**
   * Renews the lease, and tells whether this process has had it without a break. Ask before each write. A lease that has ended is
   * lost, even if it is free: another process may have written meanwhile.
   */
  async isHeld(): Promise<boolean> {
    const before = this.#renewed;
    const renewed = readClocks();
    if ((await this.#lock()) !== 'held') return false;
    this.#renewed = renewed;
    return !this.#hasPassedSince(before);
  }

  async release(): Promise<void> {
    await this.#store.unlock(this.#name, this.#owner);
  }

  #lock() {
    return this.#store.lock(this.#name, this.#owner, this.#duration);
  }

  #hasPassedSince(before: readonly number[]): boolean {
    return readClocks().some((time, clock) => time - (before[clock] ?? 0) >= this.#duration);
  }
}

function readClocks(): readonly number[] {
  return [performance.now(), Date.now()];
}

/**
 * Does work on an invitation while no other process does. Auth0 has no compare-and-set, so that two writers would not see each
 * other.
 *
 * @param user - id of the invited user
 * @param work - reads the user, and asks {@link Lease.isHeld} before each write
 * @returns {@link notNow} if another process works on the invitation, or if the store does not answer
 */
export async function withLease<Outcome>(
  user: string,
  options: LeaseOptions,
  work: (lease: Lease) => Promise<Outcome>,
): Promise<Outcome | RefusalOf<'ServiceUnavailable'>> {
  const lease = new Lease(user, options);
  if (!(await lease.take())) return notNow;
  try {
    return await work(lease);
  } finally {
    await lease.release();
  }
}
