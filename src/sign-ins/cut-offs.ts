import type { AccessToken } from '../tokens/access-token.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import type { Revocation } from '../tokens/caller.ts';
import { ExpiringEntries, type Expiring } from './expiring-entries.ts';
import { everybody, type Notice } from './notices.ts';

/** An event, such as a logout everywhere, that ends all sessions that the user began before the instant `at`. */
export interface CutOff extends Revocation {
  /** Instant of the logout, in milliseconds since the epoch. */
  at: number;
  /**
   * Instant at which this process learned of the cut-off, in milliseconds since the epoch. For a cut-off that is older than the
   * process, it is `at`.
   */
  heardAt: number;
  /** Ids of the sign-ins that go on. */
  spared: readonly string[];
}

/**
 * Maximum number of cut-offs that are remembered for one user. The latest decides what is refused; the others tell which event
 * ended an older session.
 */
const maxCutOffs = 10;

/**
 * Tells whether Auth0 may have issued a token before a cut-off, given the tolerance for its clock.
 *
 * @param iat - NumericDate (seconds); a token without one may be older
 */
export function mayPrecede(iat: unknown, cutOff: CutOff): boolean {
  return typeof iat !== 'number' || iat <= cutOff.at / 1000 + issuerClockTolerance;
}

/** The cut-offs of all users, and the tokens that are valid in spite of one. They are in memory; `Revocations` announces them. */
export class CutOffs {
  /** By user, the latest one last. */
  readonly #cutOffs: ExpiringEntries<Expiring & { list: CutOff[] }>;
  /** By cut-off and token. */
  readonly #exemptions: ExpiringEntries<Expiring>;
  /** Instant of the latest cut-off of any user. */
  #latest = -Infinity;

  /** @param now - returns the current instant, in milliseconds since the epoch */
  constructor(now: () => number) {
    this.#cutOffs = new ExpiringEntries(now);
    this.#exemptions = new ExpiringEntries(now);
  }

  /** Returns the cut-offs of a user and those of everybody, the latest one last. */
  of(user: string): readonly CutOff[] {
    const own = this.#cutOffs.get(user)?.list ?? [];
    const common = this.#cutOffs.get(everybody)?.list ?? [];
    return common.length === 0 ? own : [...common, ...own].sort(byTime);
  }

  /** Returns the latest cut-off of a user; undefined if there is none. */
  latestOf(user: string): CutOff | undefined {
    return this.of(user).at(-1);
  }

  /** Returns an instant for a new cut-off: now, or later, so that it comes after those before it. */
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
   * Adds a cut-off, unless it is known.
   *
   * @param until - instant after which it is forgotten, in milliseconds since the epoch
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

  /** Adds a token that is valid in spite of a cut-off. */
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
