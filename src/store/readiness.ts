import { ageOf, readClocks, type Instant } from './instant.ts';
import type { RedisFault } from './redis-fault.ts';

/** Milliseconds for which a replica stays ready, and is counted, while Redis refuses its writes: one day. */
export const refusalTime = 24 * 60 * 60 * 1000;

/** Options of {@link Readiness}. */
export interface ReadinessOptions {
  /** Milliseconds after which a replica is late if it has not caught up while Redis answers. */
  lease: number;
  /** Milliseconds for which a replica is not late while Redis does not answer. */
  grace: number;
}

/**
 * Decides how long a replica is ready, and how long the other replicas count it. The others wait for each counted replica before they
 * claim that every ready replica knows a notice.
 *
 * Each replica has a _lease_ in Redis, and renews it again and again (a _renewal_). The replicas with a lease are the _counted_ ones. A
 * _notice_ is a message to all replicas, for example that a token is revoked; the _stream_ holds the notices. The _grace_ is the time
 * for which a replica stays ready while Redis does not answer. An _epoch_ begins when Redis starts with an empty list of replicas.
 *
 * ```text
 *              caught up           late
 *   JOINING ──────────────▶ READY ──────▶ LATE
 *                             ▲             │
 *                             └─ caught up ─┘
 * ```
 *
 * - _Caught up_: the replica has read the stream up to the end that the stream had at a renewal. It counts as caught up since the time
 *   of that renewal.
 * - _Late_ depends on the result of the latest renewal:
 *   - Redis accepts writes: the replica is late one lease after it has caught up. After an outage the lease starts anew.
 *   - Redis refuses writes (`OOM`, `NOREPLICAS`, `MISCONF`): as if Redis accepted writes, but the replica catches up by reads only. It is
 *     late in any case one day after its latest renewal.
 *   - Redis does not answer, or answers with another error: the replica is late when the grace has passed since it has caught up.
 *
 * **Redis's list of counted replicas must contain each READY replica.** Otherwise other replicas would claim that every ready replica
 * knows a notice although this one does not:
 *
 * - A replica is counted for the grace and two leases after its renewal, on Redis's clock. It becomes LATE earlier, on its own clock.
 * - While Redis refuses writes, it refuses announcements too, and no replica claims anything. When Redis accepts writes again, the
 *   script `renewLease` extends the count of all counted replicas (_silence_). A read during a refusal prolongs the grace only within
 *   two leases after the renewal, or after two leases of refusal, because other replicas may not notice a shorter refusal.
 * - A new server may lack a part of the list. Each replica adds the replicas that it knows, and no replica claims anything in the first
 *   lease of an epoch. A replica becomes READY only a quarter of a lease after it is listed, so that others know it, unless it is the
 *   only one. One case remains: Redis loses its list while a replica is cut off, and every process that knew this replica ends within
 *   the grace.
 * - If `min-replicas-to-write` is set, a master that is cut off together with a replica refuses writes. This looks the same as a master
 *   whose own replica is down. The gateway reconnects from time to time, which may lead to the new master. Otherwise the replica is LATE
 *   after one day, and the new master counts the replica for that day, too.
 */
export class Readiness {
  readonly #lease: number;
  readonly #grace: number;
  /** Time at which the replica had last read everything in Redis. */
  #caughtUpAt: Instant | undefined;
  /** Time of the latest contact that prolonged the grace. */
  #graceFrom: Instant | undefined;
  #renewedAt: Instant | undefined;
  /** Time since which Redis's list has contained the replica without interruption. */
  #listedSince: Instant | undefined;
  /** Time since which Redis answers reads. Undefined while it does not. */
  #reachableSince: Instant | undefined;
  #refusal: { since: Instant; wasReady: boolean } | undefined;

  constructor({ lease, grace }: ReadinessOptions) {
    this.#lease = lease;
    this.#grace = grace;
  }

  /** Milliseconds for which the other replicas count this one after a renewal. */
  get countedFor(): number {
    return this.#grace + 2 * this.#lease;
  }

  /** Whether the replica has ever renewed its lease. */
  get hasRenewed(): boolean {
    return this.#renewedAt !== undefined;
  }

  /** Whether the replica is READY: it knows the announcements of the others, as far as it can tell. */
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

  /** Takes note that Redis's list contains the replica since an instant. */
  renew(at: Instant): void {
    if (!this.#renewedAt || ageOf(this.#renewedAt) >= this.#grace) this.#listedSince = at;
    this.#renewedAt = at;
  }

  /** Takes note of the result of a renewal. `fault` is undefined if the renewal succeeded. */
  meet(fault: RedisFault | undefined): void {
    const wasReady = this.isReady();
    if (!fault || fault.kind === 'refusesWrites') this.#reachableSince ??= readClocks();
    else this.#reachableSince = undefined;
    if (fault?.kind !== 'refusesWrites') this.#refusal = undefined;
    else this.#refusal ??= { since: readClocks(), wasReady };
  }

  /**
   * Takes note that the replica has read everything that Redis had at an instant.
   *
   * @param prolongsGrace - whether the grace starts anew at that instant
   */
  catchUp(at: Instant, prolongsGrace: boolean): void {
    this.#caughtUpAt = at;
    if (prolongsGrace) this.#graceFrom = at;
  }

  /** Whether a read prolongs the grace while Redis refuses writes. */
  doReadsProlong(): boolean {
    if (!this.#refusal || !this.#renewedAt) return false;
    const { since } = this.#refusal;
    return ageOf(this.#renewedAt) < 2 * this.#lease || ageOf(since) > 2 * this.#lease;
  }

  /** Whether the other replicas have renewed since Redis listed this one, and so know this one even if Redis loses the list. */
  isKnownToOthers(at: Instant): boolean {
    const { monotonic: since } = this.#listedSince ?? { monotonic: Infinity };
    return at.monotonic - since >= this.#lease / 4;
  }
}
