import { ageOf, readClocks, type Instant } from './instant.ts';
import type { RedisFault } from './redis-fault.ts';

/** Milliseconds for which a replica whose writes Redis refuses stays ready, and counts: a day. */
export const refusalTime = 24 * 60 * 60 * 1000;

/** Settings of {@link Readiness}, which are those of the replica. */
export interface ReadinessOptions {
  /** Milliseconds after which a replica that Redis answers is late. */
  lease: number;
  /** Milliseconds for which a replica is not late without Redis. */
  grace: number;
}

/**
 * How long a replica is ready, and how long the others count it.
 *
 * ```text
 *              caught up           late
 *   JOINING ──────────────▶ READY ──────▶ LATE
 *                             ▲             │
 *                             └─ caught up ─┘
 * ```
 *
 * - _Caught up_: the replica has read the stream up to the end that it had at a renewal. It has caught up as of the time of the renewal.
 * - _Late_ depends on what Redis does, which the latest renewal tells:
 *   - Redis takes writes: one lease without having caught up. After an outage the lease counts anew.
 *   - Redis refuses writes (`OOM`, `NOREPLICAS`, `MISCONF`): the same, but the replica catches up by reads alone. Late in any case
 *     a day after its latest renewal.
 *   - Redis cannot be reached, or answers with another error: the grace without having caught up.
 *
 * **Each READY replica must be in Redis's list of those that count**, or others would claim that every ready replica knows a notice
 * while this one does not:
 *
 * - A replica counts for the grace and two leases after its renewal, by Redis's clock. It is LATE earlier by its own clocks.
 * - While Redis refuses writes, it refuses announcements, too, and no replica claims anything. Once it takes writes again, all who
 *   count by then count anew (script `renewLease`: _silence_). A contact during a refusal prolongs the grace only within two leases of
 *   the renewal, or when the refusal has lasted for two: others may not notice a shorter one.
 * - A new server may lack a part of the list. Each replica adds those that it knows, and nothing is claimed in the first lease of an
 *   epoch. So that others know it, a replica becomes READY a quarter of a lease after it is in the list, unless it is alone there.
 *   What it does not catch: a replica that is cut off, while Redis loses its list, and every process that knew the replica ends
 *   within the grace.
 * - A master that is cut off together with a replica refuses writes, if `min-replicas-to-write` is set, and looks like one whose
 *   follower is down. The replica connects anew now and then, which may lead to the new master. If not, it is LATE after a day, and
 *   the new master counts it for as long.
 */
export class Readiness {
  readonly #lease: number;
  readonly #grace: number;
  /** When the replica had read all that Redis had. */
  #caughtUpAt: Instant | undefined;
  /** The latest time of a contact from which the grace runs. */
  #graceFrom: Instant | undefined;
  #renewedAt: Instant | undefined;
  /** Since when the replica is in Redis's list without a break. */
  #listedSince: Instant | undefined;
  /** Since when Redis answers reads. Undefined while it does not. */
  #reachableSince: Instant | undefined;
  #refusal: { since: Instant; wasReady: boolean } | undefined;

  constructor({ lease, grace }: ReadinessOptions) {
    this.#lease = lease;
    this.#grace = grace;
  }

  /** Milliseconds for which the others count the replica after a renewal. */
  get countedFor(): number {
    return this.#grace + 2 * this.#lease;
  }

  /** Whether the replica has ever renewed its lease. */
  get hasRenewed(): boolean {
    return this.#renewedAt !== undefined;
  }

  /** Tells whether the replica knows what the others have announced, as far as it can see: see the states above. */
  isReady(): boolean {
    if (!this.#caughtUpAt || !this.#graceFrom || !this.#renewedAt) return false;
    const isReachable = this.#reachableSince !== undefined;
    const isLongReachable = this.#reachableSince && ageOf(this.#reachableSince) >= this.#lease;
    if (isLongReachable && ageOf(this.#caughtUpAt) >= this.#lease) return false;
    if (this.#refusal) {
      return this.#refusal.wasReady && ageOf(this.#renewedAt) < Math.max(refusalTime, this.#grace);
    }
    return (
      ageOf(this.#graceFrom) < (isReachable ? Math.max(this.#grace, this.#lease) : this.#grace)
    );
  }

  /** Notes that the replica is in Redis's list as of an instant. */
  renew(at: Instant): void {
    if (!this.#renewedAt || ageOf(this.#renewedAt) >= this.#grace) this.#listedSince = at;
    this.#renewedAt = at;
  }

  /** Notes what a renewal met; undefined when it succeeded. */
  meet(fault: RedisFault | undefined): void {
    const wasReady = this.isReady();
    if (!fault || fault.kind === 'refusesWrites') this.#reachableSince ??= readClocks();
    else this.#reachableSince = undefined;
    if (fault?.kind !== 'refusesWrites') this.#refusal = undefined;
    else this.#refusal ??= { since: readClocks(), wasReady };
  }

  /**
   * Notes that the replica has read all that Redis had at an instant.
   *
   * @param prolongsGrace - whether the grace runs from then
   */
  catchUp(at: Instant, prolongsGrace: boolean): void {
    this.#caughtUpAt = at;
    if (prolongsGrace) this.#graceFrom = at;
  }

  /** Tells whether a contact by reads alone, while Redis refuses writes, prolongs the grace. */
  doReadsProlong(): boolean {
    if (!this.#refusal || !this.#renewedAt) return false;
    const { since } = this.#refusal;
    return ageOf(this.#renewedAt) < 2 * this.#lease || ageOf(since) > 2 * this.#lease;
  }

  /** Tells whether the other replicas have renewed since this one is in the list. They know it then, should Redis lose the list. */
  isKnownToOthers(at: Instant): boolean {
    const { monotonic: since } = this.#listedSince ?? { monotonic: Infinity };
    return at.monotonic - since >= this.#lease / 4;
  }
}
