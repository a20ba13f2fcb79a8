import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import type { TenantSettings } from '../settings/settings.ts';
import { isAllowlisted } from './allowlist.ts';

/** A login attempt, as brute-force protection counts it. */
export interface LoginAttempt {
  connection: string;
  /** Username or e-mail address that was typed. It may belong to no user. */
  identifier: string;
  ip: string;
}

interface Failures {
  /** The latest failed attempt. */
  attempt: LoginAttempt;
  count: number;
  lastAt: number;
}

const maxIdentifiers = 10_000;

/** Milliseconds from the last wrong password to the end of a block: 30 days. */
const blockMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Auth0's brute-force protection. It counts wrong passwords by identifier and IP address, or by identifier alone. After
 * `max_attempts` wrong passwords it blocks further attempts; as at Auth0, attempts that are already running may exceed the limit.
 * It remembers the 10,000 identifiers that were tried last.
 *
 * @see https://auth0.com/docs/secure/attack-protection/brute-force-protection
 */
export class BruteForceProtection {
  readonly #settings: TenantSettings;
  readonly #rules: TenantSettings['attack_protection']['brute_force_protection'];
  readonly #now: () => Date;
  readonly #failures: SavedMap<Failures>;

  constructor(settings: TenantSettings, state: SavedState, now: () => Date) {
    this.#failures = new SavedMap(state, { kind: 'failed_logins', max: maxIdentifiers });
    this.#settings = settings;
    this.#rules = { ...settings.attack_protection.brute_force_protection };
    this.#now = now;
  }

  /** Tells whether an attempt is blocked. Never blocks without the `block` shield. */
  isBlocked(attempt: LoginAttempt): boolean {
    const { shields, max_attempts } = this.#rules;
    return (
      shields.includes('block') &&
      this.#isProtected(attempt) &&
      this.#countOf(attempt) >= max_attempts
    );
  }

  /** Counts a wrong password. */
  countFailure(attempt: LoginAttempt): void {
    if (!this.#isProtected(attempt)) return;
    const count = this.#countOf(attempt) + 1;
    this.#failures.set(this.#keyOf(attempt), { attempt, count, lastAt: this.#now().getTime() });
  }

  /** Resets the count after a correct password. */
  forgetFailures(attempt: LoginAttempt): void {
    this.unblock(attempt);
  }

  /** Lists the blocks in force. Each block is given as its latest failed attempt. */
  blocks(): LoginAttempt[] {
    return [...this.#failures.values()]
      .map(({ attempt }) => attempt)
      .filter((attempt) => this.isBlocked(attempt));
  }

  /** Ends the block that applies to an attempt. */
  unblock(attempt: LoginAttempt): void {
    this.#failures.delete(this.#keyOf(attempt));
  }

  /** Ends all blocks of an identifier, for every IP address. */
  unblockAll(connection: string, identifier: string): void {
    for (const { attempt } of this.#failures.values()) {
      const isSame = attempt.identifier.toLowerCase() === identifier.toLowerCase();
      if (isSame && attempt.connection === connection) this.unblock(attempt);
    }
  }

  #isProtected({ connection, ip }: LoginAttempt): boolean {
    const { enabled, allowlist } = this.#rules;
    return (
      enabled &&
      !isAllowlisted(allowlist, ip) &&
      this.#settings.connections.some(
        ({ name, options }) => name === connection && options.brute_force_protection,
      )
    );
  }

  /** Returns the number of wrong passwords in a row. It is 0 once a block has ended. */
  #countOf(attempt: LoginAttempt): number {
    const { count, lastAt } = this.#failures.get(this.#keyOf(attempt)) ?? { count: 0, lastAt: 0 };
    return this.#now().getTime() - lastAt < blockMs ? count : 0;
  }

  #keyOf({ connection, identifier, ip }: LoginAttempt): string {
    const isByAddress = this.#rules.mode !== 'count_per_identifier';
    return JSON.stringify([connection, identifier.toLowerCase(), isByAddress ? ip : '']);
  }
}
