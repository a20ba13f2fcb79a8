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
  /** A second connection to Redis. Reads of the stream block it. */
  reader: Redis;
  keys: RedisKeys;
  /** Milliseconds after which a replica that Redis answers is not ready unless it has read what the others have announced. */
  lease: number;
  /** Milliseconds for which a replica stays ready without Redis. Other replicas wait for its reads for longer. */
  grace: number;
  /** Gives both connections up, and makes them anew. Resolves once they can be used, or after 1 s. */
  reconnect: () => Promise<void>;
  /** Tells whether the connections were given up within the last second. What fails then says nothing of Redis. */
  isReconnecting: () => boolean;
  /** Tells why a command has failed, and the error that says it. */
  explain: (error: unknown) => { fault: RedisFault; error: unknown };
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
/** Maximum number of replicas that one replica adds to a new Redis. */
const maxRestored = 1000;
/** Position before the first entry of a stream. */
const streamStart = '0-0';

/**
 * One of the replicas that share a Redis: this process. It reads the notices of all replicas from a stream in Redis, writes
 * its position in that stream to Redis, and renews its lease each time that a fifth of the lease has passed.
 *
 * ```text
 *              caught up           late
 *   JOINING ──────────────▶ READY ──────▶ LATE
 *                             ▲             │
 *                             └─ caught up ─┘
 *
 *   any state ── close() ──▶ CLOSING
 * ```
 *
 * {@link Readiness} has what _caught up_ and _late_ mean, and for how long a replica counts.
 *
 * - _Epoch_: the life of the data in Redis. A new epoch begins when Redis restarts, when another server replaces it, or when its
 *   data is lost.
 * - _Gap_: the epoch is new to the replica, or Redis no longer has the entry at the replica's position. The replica then reads all
 *   saved notices, not only the stream. JOINING begins with a gap.
 * - A replica that is JOINING or LATE does not become READY before the epoch is one lease old. Until then the replicas that are
 *   READY write all their entries to the new Redis. It becomes READY by a renewal alone, never by reads.
 * - _Behind_: Redis lacks entries of this replica. The replica then shows no position, so that no other replica believes a
 *   notice to be read by all.
 * - CLOSING gives up the lease at once: the other replicas do not wait for this one.
 *
 * **The invariant**: no replica claims that every ready replica knows a notice while a READY one does not.
 */
export class Replica {
  readonly #name = randomUUID();
  readonly #options: ReplicaOptions;
  /** The epoch whose notices this replica has. Undefined before the first look at Redis, and while the replica fills a gap. */
  #epoch: string | undefined;
  /** The epoch at the server to which the reading connection leads. Undefined until it is known. */
  #readerEpoch: string | undefined;
  #position = streamStart;
  #target: Target | undefined;
  readonly #readiness: Readiness;
  /** What the latest renewal met. Undefined when it succeeded. */
  #fault: RedisFault | undefined;
  #reconnectedAt: Instant | undefined;
  /** Names of the replicas that count, this one among them, as of the latest renewal. */
  #members: string[] = [];
  #wasReady = false;
  #isClosing = false;
  #endPause = (): void => undefined;

  private constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#readiness = new Readiness(options);
  }

  /** Starts a replica. It runs until {@link Replica.close}, with or without Redis. */
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

  /** Tells whether this replica knows what the others have announced, as far as it can see. */
  isReady(): boolean {
    return this.#readiness.isReady();
  }

  /** What the latest renewal met. `unreachable` before the first one. */
  get storage(): StoreState['storage'] {
    if (this.#fault) return storageOf[this.#fault.kind];
    return this.#readiness.hasRenewed ? 'available' : 'unreachable';
  }

  /**
   * Waits until all other replicas that count have read an entry of the stream.
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
        ...[entryId, this.#name, lease, this.#epoch ?? '', keyLifetime],
      );
      if (answer === 1) return true;
      if (answer === -1 || performance.now() + interval >= deadline) return false;
      await setTimeout(interval);
    }
  }

  /** Stops, and gives up the lease. When Redis is unreachable, nothing is thrown, and the replica counts on for a while. */
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

  /** Notes what a renewal met, and tells each change in one line. */
  #meet(fault: RedisFault | undefined, error?: unknown): void {
    const { log } = this.#options;
    const before = this.#fault;
    this.#fault = fault;
    this.#readiness.meet(fault);
    if (before?.line === fault?.line || this.#isClosing) return;
    // The connection tells of each command that the ACL forbids.
    if (fault?.kind === 'forbids') return;
    if (fault) log.warn({ err: error }, fault.line);
    else log.info('Redis is available again');
  }

  #tellReadiness(): void {
    const { log } = this.#options;
    const isReady = this.isReady();
    if (this.#wasReady && !isReady && this.#isOpen()) {
      log.warn({}, 'no longer ready: this process may lack what others have ended');
    }
    this.#wasReady = isReady;
  }

  /** Does what may help after a renewal that failed. */
  async #lookAround(): Promise<void> {
    const { lease, reconnect } = this.#options;
    if (this.#isClosing) return;
    const { kind, code } = this.#fault ?? {};
    if (kind === 'refusesWrites') await this.#look().catch(() => undefined);
    // The server may have been replaced: a name, or a proxy, may lead elsewhere by now.
    const period = kind === 'isReadOnly' ? 1000 : code === 'NOREPLICAS' ? lease : undefined;
    if (period === undefined) this.#reconnectedAt = undefined;
    else if (!this.#reconnectedAt || ageOf(this.#reconnectedAt) >= period) {
      this.#reconnectedAt = readClocks();
      await reconnect();
    }
  }

  /** Catches up while Redis refuses writes. A replica that is not ready does not become ready so: it may count no longer. */
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
    const epoch = this.#epoch;
    if (this.#readerEpoch !== epoch) return this.#checkReader();
    const from = this.#position;
    const answer = await reader.xread(
      ...(['COUNT', readSize, 'BLOCK', readTimeout, 'STREAMS', keys.stream, from] as const),
    );
    for (const [, entries] of answer ?? []) {
      for (const [, [, notice = '', , until = '']] of entries) onNotice(notice, Number(until));
      const [last] = entries.at(-1) ?? [];
      const hasMoved = this.#epoch !== epoch || this.#position !== from; // a gap was filled meanwhile
      if (hasMoved || last === undefined) return;
      this.#position = last;
      this.#checkTarget();
      await this.#writePosition();
    }
  }

  /**
   * Checks that the reading connection leads to the server of the epoch. After a failover it may have stayed at the old master, whose
   * stream has other entries.
   */
  async #checkReader(): Promise<void> {
    const { reader, keys } = this.#options;
    const answer = await reader.eval(lookAtEnd, 2, keys.epoch, keys.stream, streamStart);
    const [epoch] = answer as [string, string, number];
    this.#readerEpoch = epoch;
    if (epoch === this.#epoch) return;
    // It leads to another server, or a new epoch has begun and this replica does not know it yet.
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

const storageOf = {
  unreachable: 'unreachable',
  refusesWrites: 'refuses_writes',
  isReadOnly: 'read_only',
  forbids: 'forbids',
  refuses: 'refuses',
} as const satisfies Record<RedisFault['kind'], StoreState['storage']>;

/** Answer of the script {@link renewLease}. */
interface Renewal {
  epoch: string;
  /** Age of the epoch, in milliseconds. */
  epochAge: number;
  /** Id of the last entry in the stream. */
  last: string;
  /** Whether Redis still has the entry at the replica's position. */
  hasPosition: boolean;
  /** Names of the replicas that count. */
  members: string[];
}

/**
 * End of the stream at a renewal, and the time of that renewal. A replica that has read up to this end has caught up as of that
 * time.
 */
interface Target {
  last: string;
  at: Instant;
  /** Whether the grace runs from this time. */
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
