import type { AccessToken } from '../tokens/access-token.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import type { Revocation } from '../tokens/caller.ts';
import { ExpiringEntries, type Expiring } from './expiring-entries.ts';
import { everybody, type Notice } from './notices.ts';

/** An event, such as a logout everywhere, that ends all sessions of a user that began before `at`. */
export interface CutOff extends Revocation {
  /** Time of the event (milliseconds since the epoch). */
  at: number;
  /**
   * Time at which this process learned of the cut-off (milliseconds since the epoch). Equal to `at` for a cut-off from before the
   * process started.
   */
  heardAt: number;
  /** Ids of the sign-ins that the cut-off does not end. */
  spared: readonly string[];
}

/**
 * Maximum number of remembered cut-offs of one user. The latest decides which tokens are refused. The others tell which event
 * ended an older session.
 */
const maxCutOffs = 10;

/**
 * Whether Auth0 may have issued a token before a cut-off. Tolerates a difference between the clocks.
 *
 * @param iat - NumericDate (seconds). Without it, the token may be older
 */
export function mayPrecede(iat: unknown, cutOff: CutOff): boolean {
  return typeof iat !== 'number' || iat <= cutOff.at / 1000 + issuerClockTolerance;
}

/** Cut-offs of all users, and the tokens that are exempt from one. They are in memory only. `Revocations` announces them. */
export class CutOffs {
  /** Cut-offs by user, the latest last. */
  readonly #cutOffs: ExpiringEntries<Expiring & { list: CutOff[] }>;
  /** Exempt tokens, by cut-off and token. */
  readonly #exemptions: ExpiringEntries<Expiring>;
  /** Time of the latest cut-off of any user (milliseconds since the epoch). */
  #latest = -Infinity;

  /** @param now - returns the current time (milliseconds since the epoch) */
  constructor(now: () => number) {
    this.#cutOffs = new ExpiringEntries(now);
    this.#exemptions = new ExpiringEntries(now);
  }

  /** Returns the cut-offs of a user and those of all users, the latest last. */
  of(user: string): readonly CutOff[] {
    const own = this.#cutOffs.get(user)?.list ?? [];
    const common = this.#cutOffs.get(everybody)?.list ?? [];
    return common.length === 0 ? own : [...common, ...own].sort(byTime);
  }

  /** Returns the latest cut-off of a user. Undefined if there is none. */
  latestOf(user: string): CutOff | undefined {
    return this.of(user).at(-1);
  }

  /** Returns the time for a new cut-off: now, or a later time if that is needed to follow the latest cut-off. */
  nextInstant(user: string, now: number): number {
    const latest = user === everybody ? this.#latest : (this.latestOf(user)?.at ?? -Infinity);
    return Math.max(now, latest + 1);
  }

  /** Finds the first cut-off that refuses a token. */
  find({ id, claims: { sub, iat } }: AccessToken): CutOff | undefined {
    return this.of(sub).find(
      (cutOff) => mayPrecede(iat, cutOff) && !this.#exemptions.has(exemptionKey(id, cutOff)),
    );
  }

  /**
   * Adds a cut-off, unless it is already known.
   *
   * @param until - time at which the cut-off is forgotten (milliseconds since the epoch)
   */
  add(
    { user, at, cause, spared }: Extract<Notice, { kind: 'person' }>,
    heardAt: number,
    until: number,
  ): void {
    this.#latest = Math.max(this.#latest, at);
    const known = this.#cutOffs.get(user) ?? { list: [], until };
    if (known.list.some((cutOff) => cutOff.at === at)) return;
    const list = [...known.list, { at, heardAt, cause, spared }].sort(byTime);
    this.#cutOffs.set(user, {
      list: list.slice(-maxCutOffs),
      until: Math.max(until, known.until),
    });
  }

  /** Adds a token that is exempt from a cut-off. */
  addExemption(notice: Extract<Notice, { kind: 'exempt' }>, until: number): void {
    this.#exemptions.set(exemptionKey(notice.id, notice), { until });
  }
}

function exemptionKey(token: string, { at }: { at: number }): string {
  return `${at} ${token}`;
}

function byTime(one: CutOff, other: CutOff): number {
  return one.at - other.at;
}
