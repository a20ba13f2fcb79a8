import { toDeletion, toNoticeEntry, toRemoval, toValueEntry, type Entry } from './entry.ts';
import type { EventLog, LogLimits } from './event-log.ts';
import { MemoryStore } from './memory-store.ts';
import { RedisConnections } from './redis-connections.ts';
import { RedisEntries } from './redis-entries.ts';
import { faultOf } from './redis-fault.ts';
import { keyLifetime, redisKeys, type RedisKeys } from './redis-keys.ts';
import { RedisEventLog } from './redis-event-log.ts';
import type { RedisServer } from './redis-server.ts';
import { Replica } from './replica.ts';
import type { Announcement, Deadline, Found, NoticeListener, Store, StoreState } from './store.ts';
import { UnwrittenEntries } from './unwritten-entries.ts';
import { removeVersion, versionOf } from './versions.ts';

/** Dependencies of a {@link RedisStore}. */
export interface RedisStoreOptions {
  server: RedisServer;
  /**
   * Prefix of the gateway's keys in Redis. All replicas of one gateway use the same prefix. Different gateways use different
   * prefixes.
   */
  prefix: string;
  now: () => Date;
  log: { warn: (details: object, message: string) => void; info: (message: string) => void };
  /**
   * Milliseconds within which a replica must read the announcements of the others to stay ready, while Redis answers. Default:
   * 10,000.
   */
  lease?: number | undefined;
  /** Milliseconds for which a replica stays ready while Redis does not answer, up to 100 days. Default: 900,000. */
  grace?: number | undefined;
}

/** Default of `grace` (milliseconds). */
const defaultGrace = 900_000;
/** Maximum number of log lines about commands that the ACL forbids. */
const maxTold = 20;
/** Milliseconds that an announcement waits until the other replicas have read it. */
const replicaTimeout = 500;

/**
 * Saves entries in Redis 7 or later, or in a server with the same commands. Each replica also has in memory the entries that it
 * has written and the notices that it has read. During an outage of Redis, the replica works with its memory, and writes the
 * entries to Redis afterwards.
 *
 * A set holds 1000 members. Beyond that, Redis drops the members that expire first.
 */
export class RedisStore implements Store {
  readonly #connections: RedisConnections;
  readonly #shared: RedisEntries;
  readonly #own: MemoryStore;
  readonly #unwritten: UnwrittenEntries;
  readonly #replica: Replica;
  readonly #log: RedisStoreOptions['log'];
  readonly #keys: RedisKeys;
  readonly #now: () => Date;
  #hasReadNotices = false;

  private constructor(
    connections: RedisConnections,
    { prefix, now, log, lease, grace = defaultGrace }: RedisStoreOptions & { lease: number },
  ) {
    const { commands, reader } = connections;
    const keys = redisKeys(prefix);
    this.#connections = connections;
    this.#keys = keys;
    this.#now = now;
    this.#log = log;
    this.#shared = new RedisEntries({ commands, keys, now });
    this.#own = new MemoryStore({ now });
    this.#unwritten = new UnwrittenEntries(() => this.#own.entries());
    this.#replica = Replica.join({
      ...{ commands, reader, keys, lease, grace: Math.min(grace, keyLifetime) },
      reconnect: () => connections.reconnect(),
      isReconnecting: () => connections.isReconnecting,
      onNotice: (notice, until) => {
        this.#own.put({ kind: 'notice', notice, until }, true);
      },
      onGap: () => this.#readAllNotices(),
      flush: () => this.#flush(),
      isBehind: () => !this.#unwritten.isEmpty(),
      explain: (error) => connections.explain(error),
      log,
    });
  }

  /**
   * Connects to Redis, and waits at most 1 s. If Redis does not answer by then, the returned store is not ready and keeps trying
   * to connect.
   *
   * @throws `UnusableRedisError` for a Redis Cluster, and for a master that no Sentinel knows
   */
  static async connect(options: RedisStoreOptions): Promise<RedisStore> {
    const { server, lease = 10_000 } = options;
    const connections = new RedisConnections(server, lease, tellForbidden(options.log));
    await connections.waitUntilReady();
    try {
      await connections.rejectUnusable();
    } catch (error) {
      connections.disconnect();
      throw error;
    }
    return new RedisStore(connections, { ...options, lease });
  }

  set(key: string, value: string, until: number, version?: number): Promise<void> {
    return this.#write(toValueEntry(key, value, until, version));
  }

  /** Returns the value in Redis. Returns the value in memory if Redis has none, has a lower version, or does not answer. */
  async get(key: string, deadline?: Deadline): Promise<Found<string | undefined>> {
    const own = this.#own.find(key);
    try {
      const shared = await until(deadline, this.#shared.readValue(key));
      if (own && shared !== undefined && versionOf(own.value) > versionOf(shared)) {
        // A Redis replica that became the master may have missed this write.
        await this.#write(own);
        return { value: removeVersion(own.value), isCertain: true };
      }
      const value = shared ?? own?.value;
      return { value: value === undefined ? undefined : removeVersion(value), isCertain: true };
    } catch {
      return { value: own && removeVersion(own.value), isCertain: false };
    }
  }

  delete(key: string): Promise<void> {
    return this.#write(toDeletion(key));
  }

  async add(key: string, member: string, until: number, max?: number): Promise<readonly string[]> {
    const entry = { kind: 'member', key, member, until, max } as const;
    this.#own.put(entry, true);
    return this.#unwritten.track(this.#shared.writeMember(entry), [entry]).catch(() => []);
  }

  remove(key: string, member: string): Promise<void> {
    return this.#write(toRemoval(key, member));
  }

  /** Returns the members in Redis and those in memory. */
  async members(key: string, deadline?: Deadline): Promise<Found<readonly string[]>> {
    const own = await this.#own.members(key);
    try {
      const shared = await until(deadline, this.#shared.readMembers(key));
      return { value: [...new Set([...own.value, ...shared])], isCertain: true };
    } catch {
      return { ...own, isCertain: false };
    }
  }

  async lock(name: string, owner: string, lease: number): Promise<'held' | 'busy' | 'unknown'> {
    try {
      return (await this.#shared.lock(name, owner, lease)) ? 'held' : 'busy';
    } catch {
      return 'unknown';
    }
  }

  /** If the lock cannot be released now, it ends with its lease. */
  async unlock(name: string, owner: string): Promise<void> {
    await this.#shared.unlock(name, owner).catch(() => undefined);
  }

  async announce(announcements: readonly Announcement[], deadline?: Deadline): Promise<boolean> {
    const patience = Math.min(performance.now() + replicaTimeout, deadline ?? Infinity);
    const entries = announcements.map(toNoticeEntry);
    if (entries.length === 0) return this.#unwritten.isEmpty();
    for (const entry of entries) this.#own.put(entry, true);
    try {
      const write = this.#unwritten.track(this.#shared.writeNotices(entries), entries);
      const id = await until(deadline, write);
      if (!this.#unwritten.isEmpty()) return false;
      return await until(deadline, this.#replica.waitForOthers(id, patience));
    } catch {
      return false;
    }
  }

  follow(listener: NoticeListener): void {
    this.#own.follow(listener);
  }

  isReady(): boolean {
    return this.#replica.isReady();
  }

  state(): StoreState {
    return { storage: this.#replica.storage, isBehind: !this.#unwritten.isEmpty() };
  }

  sharedLog(name: string, limits: LogLimits): EventLog {
    const { commands } = this.#connections;
    return new RedisEventLog({ commands, key: this.#keys.log(name), limits, now: this.#now });
  }

  async close(): Promise<void> {
    await this.#flush().catch(() => undefined);
    await this.#replica.close();
    this.#connections.disconnect();
  }

  async #write(entry: Entry): Promise<void> {
    this.#own.put(entry, true);
    await this.#unwritten.track(this.#shared.write(entry), [entry]).catch(() => undefined);
  }

  /**
   * Writes to Redis the entries that it lacks. An entry whose write has failed replaces the value in Redis. Any other entry does
   * not, because another replica may have written a newer value.
   */
  #flush(): Promise<void> {
    return this.#unwritten.flush((entry, kind) =>
      this.#shared.write(entry, kind === 'known' ? 'NX' : undefined),
    );
  }

  async #readAllNotices(): Promise<void> {
    const isFirstRead = !this.#hasReadNotices;
    for await (const entry of this.#shared.readNotices()) this.#own.put(entry, !isFirstRead);
    this.#hasReadNotices = true;
    if (isFirstRead) return;
    this.#log.warn(
      {},
      'Redis lost data or is another server now, or this process was without it for too long; writing all known entries again',
    );
    this.#unwritten.addAll();
  }
}

/**
 * Waits for work until a deadline.
 *
 * @throws `Error` at the deadline; the error of the work, unchanged
 */
async function until<Result>(
  deadline: Deadline | undefined,
  work: Promise<Result>,
): Promise<Result> {
  if (deadline === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    const left = Math.max(0, deadline - performance.now());
    timer = setTimeout(() => {
      reject(new Error('Redis has not answered in time'));
    }, left);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Creates a function that logs which commands and keys the ACL forbids. Logs each message of Redis once. Some commands can fail
 * without any other trace in the log.
 */
function tellForbidden(log: RedisStoreOptions['log']): (error: Error) => void {
  const told = new Set<string>();
  return (err) => {
    const { kind, line } = faultOf(err);
    if (kind !== 'forbids' || told.has(err.message) || told.size >= maxTold) return;
    told.add(err.message);
    log.warn({ err }, line);
  };
}
