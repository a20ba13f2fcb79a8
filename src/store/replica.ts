import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { ageOf, readClocks, type Instant } from './instant.ts';
import { keyLifetime, type RedisKeys } from './redis-keys.ts';
import { haveAllReplicasRead, renewLease } from './redis-scripts.ts';

/** Dependencies of a {@link Replica}. */
export interface ReplicaOptions {
  commands: Redis;
  /** A second connection to Redis. Reads of the stream block it. */
  reader: Redis;
  keys: RedisKeys;
  /** Milliseconds for which a replica stays ready without Redis. Other replicas wait for its reads for the same time. */
  lease: number;
  /** Receives each notice in the stream, some of them twice. */
  onNotice: (notice: string, until: number) => void;
  /** Reads all saved notices in Redis. Called when this replica may have missed some: see _gap_ at {@link Replica}. */
  onGap: () => Promise<void>;
  /** Writes to Redis the entries that this process could not write before. */
  flush: () => Promise<void>;
  /** Tells whether Redis lacks entries that this process has. */
  isBehind: () => boolean;
  log: { warn: (details: object, message: string) => void; info: (message: string) => void };
}

/** Milliseconds for which a read of the stream waits for new entries. */
const readTimeout = 1000;
/** Maximum number of notices in one read of the stream. */
const readSize = 1000;
/** Milliseconds between two attempts while Redis is unreachable. */
const retryInterval = 100;
/** Maximum number of milliseconds between two checks of the other replicas' positions. */
const maxLookInterval = 50;
/** Position before the first entry of a stream. */
const streamStart = '0-0';

/**
 * One of the replicas that share a Redis: this process. It reads the notices of all replicas from a stream in Redis, writes
 * its position in that stream to Redis, and renews its lease each time that a fifth of the lease has passed.
 *
 * ```text
 *              caught up           not caught up for one lease
 *   JOINING ──────────────▶ READY ────────────────────────────▶ LATE
 *                             ▲                                   │
 *                             └──────────── caught up ────────────┘
 *
 *   any state ── renewal fails ──▶ the same state WITHOUT REDIS ── renewal succeeds ──▶ the same state
 *   any state ── close() ────────▶ CLOSING
 * ```
 *
 * - _Caught up_: the replica has read the stream up to the end that it had at a renewal. It has caught up as of the time of the renewal.
 * - _Without Redis_ a replica cannot catch up, so that READY becomes LATE after one lease. The replica tries a renewal again after
 *   100 ms, or when Redis reconnects.
 * - _Epoch_: the life of the data in Redis. A new epoch begins when Redis restarts, when another server replaces it, or when its
 *   data is lost.
 * - _Gap_: the epoch is new to the replica, or Redis no longer has the entry at the replica's position. The replica then reads all
 *   saved notices, not only the stream. JOINING begins with a gap.
 * - A replica that is JOINING or LATE does not become READY before the epoch is one lease old. Until then the replicas that are
 *   READY write all their entries to the new Redis.
 * - _Behind_: Redis lacks entries of this replica. The replica then shows no position, so that no other replica believes a
 *   notice to be read by all.
 * - CLOSING gives up the lease: the other replicas do not wait for this one.
 */
export class Replica {
  readonly #name = randomUUID();
  readonly #options: ReplicaOptions;
  /** The epoch whose notices this replica has. Undefined before the first look at Redis, and while the replica fills a gap. */
  #epoch: string | undefined;
  #position = streamStart;
  #target: Target | undefined;
  #caughtUpAt: Instant | undefined;
  #isWithoutRedis = false;
  #isClosing = false;
  #endPause = (): void => undefined;

  private constructor(options: ReplicaOptions) {
    this.#options = options;
  }

  /** Starts a replica. It runs until {@link Replica.close}, with or without Redis. */
  static join(options: ReplicaOptions): Replica {
    const replica = new Replica(options);
    options.commands.on('ready', () => {
      replica.#endPause();
    });
    void replica.#keepRenewing();
    void replica.#keepReading();
    return replica;
  }

  /** Tells whether this replica has caught up within the last lease. */
  isReady(): boolean {
    return this.#caughtUpAt !== undefined && ageOf(this.#caughtUpAt) < this.#options.lease;
  }

  /**
   * Waits until all other replicas with a lease have read an entry of the stream.
   *
   * @param deadline - an instant of `performance.now()`, in milliseconds
   * @returns false at the deadline. Also false at once while the epoch is younger than one lease: replicas that are alive may not
   *   have renewed their leases yet
   * @throws the error of Redis, unchanged
   */
  async waitForOthers(entryId: string, deadline: number): Promise<boolean> {
    const { commands, keys, lease } = this.#options;
    for (let interval = 1; ; interval = Math.min(interval * 2, maxLookInterval)) {
      const answer = await commands.eval(
        haveAllReplicasRead,
        3,
        ...[keys.epoch, keys.replicas, keys.positions],
        ...[entryId, this.#name, lease, this.#epoch ?? ''],
      );
      if (answer === 1) return true;
      if (answer === -1 || performance.now() + interval >= deadline) return false;
      await setTimeout(interval);
    }
  }

  /** Stops, and gives up the lease. When Redis is unreachable, nothing is thrown and the lease ends by itself. */
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
    const { lease, log } = this.#options;
    while (this.#isOpen()) {
      try {
        await this.#renew();
        if (this.#isWithoutRedis) log.info('Redis is available again');
        this.#isWithoutRedis = false;
        await this.#pause(lease / 5);
      } catch (error) {
        if (!this.#isWithoutRedis && this.#isOpen()) {
          log.warn({ err: error }, 'Redis is unreachable');
        }
        this.#isWithoutRedis = true;
        await this.#pause(retryInterval);
      }
    }
  }

  async #renew(): Promise<void> {
    const { lease, isBehind, flush } = this.#options;
    const at = readClocks();
    const { epoch, epochAge, last, hasPosition } = await this.#renewLease();
    if (epoch !== this.#epoch || !hasPosition) await this.#fillGap(epoch, last);
    if (isBehind()) {
      await flush();
      await this.#writePosition();
    }
    if (!this.isReady() && epochAge < lease) return;
    this.#target = { last, at };
    this.#checkTarget();
  }

  async #renewLease(): Promise<Renewal> {
    const { commands, keys, lease } = this.#options;
    const answer = await commands.eval(
      renewLease,
      5,
      ...[keys.epoch, keys.replicas, keys.positions, keys.notices, keys.stream],
      ...[this.#name, lease, randomUUID(), this.#position, this.#publicPosition(), keyLifetime],
    );
    const [epoch, epochAge, last, hasPosition] = answer as [string, number, string, number];
    return { epoch, epochAge, last, hasPosition: hasPosition === 1 };
  }

  async #fillGap(epoch: string, last: string): Promise<void> {
    // While the epoch is unknown, a renewal that fails here leaves a gap for the next one.
    this.#epoch = undefined;
    // The stream is read from here afterwards: a notice that arrives meanwhile may come twice, and none is missed.
    this.#position = last;
    await this.#options.onGap();
    this.#epoch = epoch;
  }

  async #keepReading(): Promise<void> {
    while (this.#isOpen()) {
      try {
        await (this.#epoch === undefined ? waitToRetry() : this.#read());
      } catch {
        // The renewal of the lease logs that Redis is unreachable.
        await waitToRetry();
      }
    }
  }

  async #read(): Promise<void> {
    const { reader, keys, onNotice } = this.#options;
    const from = this.#position;
    const answer = await reader.xread(
      ...(['COUNT', readSize, 'BLOCK', readTimeout, 'STREAMS', keys.stream, from] as const),
    );
    for (const [, entries] of answer ?? []) {
      for (const [, [, notice = '', , until = '']] of entries) onNotice(notice, Number(until));
      const [last] = entries.at(-1) ?? [];
      const hasMoved = this.#position !== from; // a gap was filled meanwhile
      if (hasMoved || last === undefined) return;
      this.#position = last;
      this.#checkTarget();
      await this.#writePosition();
    }
  }

  #checkTarget(): void {
    if (this.#target && !isBefore(this.#position, this.#target.last)) {
      this.#caughtUpAt = this.#target.at;
    }
  }

  async #writePosition(): Promise<void> {
    const { commands, keys } = this.#options;
    await commands.hset(keys.positions, this.#name, this.#publicPosition());
  }

  /** Returns the position that other replicas see. A replica that is behind shows the start of the stream, as if it had read nothing. */
  #publicPosition(): string {
    return this.#options.isBehind() ? streamStart : this.#position;
  }

  /** Waits for a number of milliseconds. Ends earlier when Redis reconnects or the replica closes. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#endPause = resolve;
      globalThis.setTimeout(resolve, milliseconds).unref();
    });
  }
}

/** Answer of the script {@link renewLease}. */
interface Renewal {
  epoch: string;
  /** Age of the epoch, in milliseconds. */
  epochAge: number;
  /** Id of the last entry in the stream. */
  last: string;
  /** Whether Redis still has the entry at the replica's position. */
  hasPosition: boolean;
}

/**
 * End of the stream at a renewal, and the time of that renewal. A replica that has read up to this end has caught up as of that
 * time.
 */
interface Target {
  last: string;
  at: Instant;
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
