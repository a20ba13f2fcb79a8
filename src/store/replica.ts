import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { StoreState } from './store.ts';
import { ageOf, readClocks, type Instant } from './instant.ts';
import { keyLifetime, type RedisKeys } from './redis-keys.ts';
import { Readiness, refusalTime } from './readiness.ts';
import type { RedisFault } from './redis-fault.ts';
import { haveAllReplicasRead, lookAtEnd, renewLease, showPosition } from './redis-scripts.ts';

/** Dependencies of a {@link Replica}. */
export interface ReplicaOptions {
  commands: Redis;
  /** A second connection to Redis, for reads of the stream, which block the connection. */
  reader: Redis;
  keys: RedisKeys;
  /** Milliseconds within which a replica must read the announcements of the others to stay ready, while Redis answers. */
  lease: number;
  /** Milliseconds for which a replica stays ready while Redis does not answer. Other replicas count it for longer. */
  grace: number;
  /** Replaces both connections. Resolves when they are usable, or after 1 s. */
  reconnect: () => Promise<void>;
  /** Whether the connections were replaced within the last second. A failure then says nothing about Redis. */
  isReconnecting: () => boolean;
  /** Explains why a command has failed. `error` is the error that names the reason. */
  explain: (error: unknown) => { fault: RedisFault; error: unknown };
  /** Called with each notice of the stream. May be called twice with the same notice. */
  onNotice: (notice: string, until: number) => void;
  /** Reads all saved notices from Redis. Called if this replica may have missed some (_gap_, see {@link Replica}). */
  onGap: () => Promise<void>;
  /** Writes to Redis the entries that this process could not write before. */
  flush: () => Promise<void>;
  /** Whether Redis lacks entries of this process. */
  isBehind: () => boolean;
  log: { warn: (details: object, message: string) => void; info: (message: string) => void };
}

/** Milliseconds that a read of the stream waits for new entries. */
const readTimeout = 1000;
/** Maximum number of notices in one read of the stream. */
const readSize = 1000;
/** Milliseconds between two attempts while Redis does not answer. */
const retryInterval = 100;
/** Maximum milliseconds between two checks of the other replicas' positions. */
const maxLookInterval = 50;
/** Maximum number of replicas that one replica adds to the list of a new Redis. */
const maxRestored = 1000;
/** Position before the first entry of a stream. */
const streamStart = '0-0';

/**
 * This process as one of the replicas that share a Redis. It reads the notices of all replicas from a stream in Redis, writes its
 * position in that stream to Redis, and renews its lease after each fifth of the lease.
 *
 * ```text
 *              caught up           late
 *   JOINING ──────────────▶ READY ──────▶ LATE
 *                             ▲             │
 *                             └─ caught up ─┘
 *   any state ── close() ──▶ CLOSING
 * ```
 *
 * {@link Readiness} defines _caught up_, _late_ and _counted_.
 *
 * - _Epoch_: the lifetime of the data in Redis. A new epoch starts when Redis restarts, when another server replaces it, or when its
 *   data is lost.
 * - _Gap_: the epoch is new to the replica, or Redis no longer has the entry at the replica's position. The replica then reads all
 *   saved notices in addition to the stream. JOINING starts with a gap.
 * - A JOINING or LATE replica does not become READY before the epoch is one lease old. Until then the READY replicas write all their
 *   entries to the new Redis. Only a renewal can make a replica READY, never a read.
 * - _Behind_: Redis lacks entries of this replica. The replica then shows no position, so that no other replica assumes that this one
 *   has read a notice.
 * - CLOSING gives up the lease at once, so that the other replicas do not wait for this one.
 *
 * **The invariant**: no replica claims that every ready replica knows a notice while a READY replica does not know it.
 */
export class Replica {
  readonly #name = randomUUID();
  readonly #options: ReplicaOptions;
  /**
   * The epoch whose notices this replica has read. Undefined before the first contact with Redis, and while the replica fills a
   * gap.
   */
  #epoch: string | undefined;
  /** The epoch of the server that the reader is connected to. Undefined until it is known. */
  #readerEpoch: string | undefined;
  #position = streamStart;
  #target: Target | undefined;
  readonly #readiness: Readiness;
  /** Fault of the latest renewal. Undefined if it succeeded. */
  #fault: RedisFault | undefined;
  #reconnectedAt: Instant | undefined;
  /** Names of the replicas that others wait for, as Redis listed them when this replica last renewed its lease. Includes this one. */
  #members: string[] = [];
  #wasReady = false;
  #isClosing = false;
  #endPause = (): void => undefined;

  private constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#readiness = new Readiness(options);
  }

  /** Starts a replica. It runs until {@link Replica.close}, even during an outage of Redis. */
  static join(options: ReplicaOptions): Replica {
    const replica = new Replica(options);
    options.commands.on('ready', () => {
      replica.#endPause();
    });
    options.reader.on('close', () => {
      replica.#readerEpoch = undefined;
    });
    void replica.#keepRenewing();
    void replica.#keepReading();
    return replica;
  }

  /** Whether this replica has read the announcements of the others, as far as it can know. */
  isReady(): boolean {
    return this.#readiness.isReady();
  }

  /** State of the storage at the latest renewal. `unreachable` before the first one. */
  get storage(): StoreState['storage'] {
    if (this.#fault) return storageOf[this.#fault.kind];
    return this.#readiness.hasRenewed ? 'available' : 'unreachable';
  }

  /**
   * Waits until all other counted replicas have read an entry of the stream.
   *
   * @param deadline - time on the clock of `performance.now()` (milliseconds)
   * @returns false at the deadline. Also false, at once, while the epoch is younger than one lease, because running replicas
   *   may not have renewed yet
   * @throws the error of Redis, unchanged
   */
  async waitForOthers(entryId: string, deadline: number): Promise<boolean> {
    const { commands, keys, lease } = this.#options;
    for (let interval = 1; ; interval = Math.min(interval * 2, maxLookInterval)) {
      const answer = await commands.eval(
        haveAllReplicasRead,
        3,
        ...[keys.epoch, keys.replicas, keys.positions],
        ...[entryId, this.#name, lease, this.#epoch ?? '', keyLifetime],
      );
      if (answer === 1) return true;
      if (answer === -1 || performance.now() + interval >= deadline) return false;
      await setTimeout(interval);
    }
  }

  /**
   * Stops, and gives up the lease. If Redis does not answer, throws nothing, and the other replicas count this one for a while
   * longer.
   */
  async close(): Promise<void> {
    const { commands, keys } = this.#options;
    this.#isClosing = true;
    this.#endPause();
    await Promise.allSettled([
      commands.zrem(keys.replicas, this.#name),
      commands.hdel(keys.positions, this.#name),
    ]);
  }

  #isOpen(): boolean {
    return !this.#isClosing;
  }

  async #keepRenewing(): Promise<void> {
    const { lease } = this.#options;
    while (this.#isOpen()) {
      try {
        await this.#renew();
        this.#meet(undefined);
        this.#tellReadiness();
        await this.#pause(this.isReady() ? lease / 5 : lease / 10);
      } catch (failure) {
        const { fault, error } = this.#options.explain(failure);
        const isBetween = fault.kind === 'unreachable' && this.#options.isReconnecting();
        if (!isBetween) this.#meet(fault, error);
        this.#tellReadiness();
        await this.#lookAround();
        await this.#pause(retryInterval);
      }
    }
  }

  async #renew(): Promise<void> {
    const { lease, isBehind, flush } = this.#options;
    const at = readClocks();
    const { epoch, epochAge, last, hasPosition, members } = await this.#renewLease();
    this.#readiness.renew(at);
    this.#members = members;
    if (epoch !== this.#epoch || !hasPosition) await this.#fillGap(epoch, last);
    if (isBehind()) {
      await flush();
      await this.#writePosition();
    }
    const isKnown = members.length <= 1 || this.#readiness.isKnownToOthers(at);
    if (!this.isReady() && (epochAge < lease || !isKnown)) return;
    this.#target = { last, at, prolongsGrace: true };
    this.#checkTarget();
  }

  async #renewLease(): Promise<Renewal> {
    const { commands, keys, lease } = this.#options;
    const others = this.#members.filter((name) => name !== this.#name);
    const answer = await commands.eval(
      renewLease,
      5,
      ...[keys.epoch, keys.replicas, keys.positions, keys.notices, keys.stream],
      ...[this.#name, lease, randomUUID(), this.#position, this.#publicPosition(), keyLifetime],
      ...[
        this.#readiness.countedFor,
        refusalTime,
        this.#epoch ?? '',
        ...others.slice(0, maxRestored),
      ],
    );
    const [epoch, epochAge, last, hasPosition, members] = answer as [
      ...[string, number, string, number, string[]],
    ];
    return { epoch, epochAge, last, hasPosition: hasPosition === 1, members };
  }

  /** Takes note of the result of a renewal, and logs each change in one line. */
  #meet(fault: RedisFault | undefined, error?: unknown): void {
    const { log } = this.#options;
    const before = this.#fault;
    this.#fault = fault;
    this.#readiness.meet(fault);
    if (before?.line === fault?.line || this.#isClosing) return;
    // The connection itself logs each command that the ACL forbids.
    if (fault?.kind === 'forbids') return;
    if (fault) log.warn({ err: error }, fault.line);
    else log.info('Redis is available again');
  }

  #tellReadiness(): void {
    const { log } = this.#options;
    const isReady = this.isReady();
    if (this.#wasReady && !isReady && this.#isOpen()) {
      log.warn({}, 'no longer ready: this process may not know what other replicas have revoked');
    }
    this.#wasReady = isReady;
  }

  /**
   * After a failed renewal: catches up by reads while Redis refuses writes, and reconnects if the server may be the wrong one.
   */
  async #lookAround(): Promise<void> {
    const { lease, reconnect } = this.#options;
    if (this.#isClosing) return;
    const { kind, code } = this.#fault ?? {};
    if (kind === 'refusesWrites') await this.#look().catch(() => undefined);
    // The host name or proxy may lead to another server by now.
    const period = kind === 'isReadOnly' ? 1000 : code === 'NOREPLICAS' ? lease : undefined;
    if (period === undefined) this.#reconnectedAt = undefined;
    else if (!this.#reconnectedAt || ageOf(this.#reconnectedAt) >= period) {
      this.#reconnectedAt = readClocks();
      await reconnect();
    }
  }

  /**
   * Catches up by reads while Redis refuses writes. A replica that is not ready does not become ready in this way, because it may
   * no longer be counted.
   */
  async #look(): Promise<void> {
    const { commands, keys } = this.#options;
    if (!this.#readiness.hasRenewed) return;
    const at = readClocks();
    const answer = await commands.eval(
      ...([lookAtEnd, 2, keys.epoch, keys.stream, this.#position] as const),
    );
    const [epoch, last, hasPosition] = answer as [string, string, number];
    if (epoch !== this.#epoch || hasPosition !== 1) await this.#fillGap(epoch, last);
    this.#target = { last, at, prolongsGrace: this.#readiness.doReadsProlong() };
    this.#checkTarget();
  }

  async #fillGap(epoch: string, last: string): Promise<void> {
    // While the epoch is undefined, a failure here leaves the gap for the next renewal.
    this.#epoch = undefined;
    // The stream is read from this position on. A notice that arrives meanwhile may be read twice, but none is missed.
    this.#position = last;
    await this.#options.onGap();
    this.#epoch = epoch;
  }

  async #keepReading(): Promise<void> {
    while (this.#isOpen()) {
      try {
        await (this.#epoch === undefined ? waitToRetry() : this.#read());
      } catch {
        // The renewal of the lease logs that Redis does not answer.
        await waitToRetry();
      }
    }
  }

  async #read(): Promise<void> {
    const { reader, keys, onNotice } = this.#options;
    const epoch = this.#epoch;
    if (this.#readerEpoch !== epoch) return this.#checkReader();
    const from = this.#position;
    const answer = await reader.xread(
      ...(['COUNT', readSize, 'BLOCK', readTimeout, 'STREAMS', keys.stream, from] as const),
    );
    for (const [, entries] of answer ?? []) {
      for (const [, [, notice = '', , until = '']] of entries) onNotice(notice, Number(until));
      const [last] = entries.at(-1) ?? [];
      const hasMoved = this.#epoch !== epoch || this.#position !== from; // A gap was filled meanwhile.
      if (hasMoved || last === undefined) return;
      this.#position = last;
      this.#checkTarget();
      await this.#writePosition();
    }
  }

  /**
   * Checks that the reader is connected to the server of the epoch. After a failover it may still be connected to the old master,
   * whose stream has other entries.
   */
  async #checkReader(): Promise<void> {
    const { reader, keys } = this.#options;
    const answer = await reader.eval(lookAtEnd, 2, keys.epoch, keys.stream, streamStart);
    const [epoch] = answer as [string, string, number];
    this.#readerEpoch = epoch;
    if (epoch === this.#epoch) return;
    // The reader is connected to another server, or a new epoch has started that this replica does not know yet.
    reader.disconnect(true);
    await waitToRetry();
  }

  #checkTarget(): void {
    if (this.#target && !isBefore(this.#position, this.#target.last)) {
      this.#readiness.catchUp(this.#target.at, this.#target.prolongsGrace);
    }
  }

  async #writePosition(): Promise<void> {
    const { commands, keys } = this.#options;
    await commands.eval(
      showPosition,
      2,
      ...[keys.epoch, keys.positions, this.#name, this.#publicPosition(), this.#epoch ?? ''],
    );
  }

  /**
   * Returns the position that the other replicas see. A replica with unwritten entries shows the start of the stream, as if it
   * had read nothing.
   */
  #publicPosition(): string {
    return this.#options.isBehind() ? streamStart : this.#position;
  }

  /** Waits for a number of milliseconds. Ends earlier if Redis reconnects or the replica closes. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#endPause = resolve;
      globalThis.setTimeout(resolve, milliseconds).unref();
    });
  }
}

const storageOf = {
  unreachable: 'unreachable',
  refusesWrites: 'refuses_writes',
  isReadOnly: 'read_only',
  forbids: 'forbids',
  refuses: 'refuses',
} as const satisfies Record<RedisFault['kind'], StoreState['storage']>;

/** Result of the script {@link renewLease}. */
interface Renewal {
  epoch: string;
  /** Age of the epoch (milliseconds). */
  epochAge: number;
  /** Id of the last entry of the stream. */
  last: string;
  /** Whether Redis still has the entry at the replica's position. */
  hasPosition: boolean;
  /** Names of the counted replicas. */
  members: string[];
}

/**
 * End of the stream at a renewal, and the time of that renewal. When the replica has read up to this end, it has caught up as of
 * that time.
 */
interface Target {
  last: string;
  at: Instant;
  /** Whether this contact prolongs the grace. */
  prolongsGrace: boolean;
}

/** Compares two ids of stream entries. An id is a time in milliseconds and a number, such as `1526919030474-55`. */
function isBefore(one: string, other: string): boolean {
  const [left = 0, right = 0] = one.split('-').map(Number);
  const [otherLeft = 0, otherRight = 0] = other.split('-').map(Number);
  return left < otherLeft || (left === otherLeft && right < otherRight);
}

function waitToRetry(): Promise<void> {
  return setTimeout(retryInterval, undefined, { ref: false });
}
