import type { Redis } from 'ioredis';
import type { Entry, MemberEntry, NoticeEntry, ValueEntry } from './entry.ts';
import { keyLifetime, type RedisKeys } from './redis-keys.ts';
import { addMember, announceNotices, endLock, saveNewest, takeLock } from './redis-scripts.ts';
import { maxMembers, maxNotices } from './store.ts';
import { versionOf } from './versions.ts';

/**
 * Tolerated difference between the clocks of two replicas (milliseconds). Redis keeps an expired notice or member for so long.
 */
const clockTolerance = 60_000;
/**
 * Approximate maximum number of notices in the stream of news. A replica that has missed more of them reads all notices from where
 * they are saved.
 */
const maxStreamLength = 100_000;

/** Dependencies of {@link RedisEntries}. */
export interface RedisEntriesOptions {
  commands: Redis;
  keys: RedisKeys;
  now: () => Date;
}

/** The entries in Redis, which all replicas share. Each method throws the error of Redis, unchanged. */
export class RedisEntries {
  readonly #commands: Redis;
  readonly #keys: RedisKeys;
  readonly #now: () => Date;

  constructor({ commands, keys, now }: RedisEntriesOptions) {
    this.#commands = commands;
    this.#keys = keys;
    this.#now = now;
  }

  /** Reads the value of a key. Returns undefined if it has none. */
  async readValue(key: string): Promise<string | undefined> {
    return (await this.#commands.get(this.#keys.value(key))) ?? undefined;
  }

  /** Reads the members of a set that have not expired. */
  readMembers(key: string): Promise<string[]> {
    return this.#commands.zrange(this.#keys.set(key), this.#time(), '+inf', 'BYSCORE');
  }

  /** Reads all notices that have not expired. May yield a notice twice. */
  async *readNotices(): AsyncGenerator<NoticeEntry> {
    let cursor = '0';
    do {
      const [next, list] = await this.#commands.zscan(this.#keys.notices, cursor, 'COUNT', 1000);
      for (const [notice, until] of pairUp(list)) {
        if (until > this.#time()) yield { kind: 'notice', notice, until };
      }
      cursor = next;
    } while (cursor !== '0');
  }

  /**
   * Writes an entry, unless it has expired. A time of 0 removes the value or the member. A value with a version never replaces
   * one with a higher version.
   *
   * @param mode - `NX`: keeps a value that the key already has in Redis. Default: replaces the value
   */
  async write(entry: Entry, mode?: 'NX'): Promise<void> {
    if (entry.until <= this.#time() && entry.until > 0) return;
    switch (entry.kind) {
      case 'value':
        return this.#writeValue(entry, mode);
      case 'member':
        if (entry.until > 0) await this.writeMember(entry);
        else await this.#commands.zrem(this.#keys.set(entry.key), entry.member);
        return;
      case 'notice':
        await this.writeNotices([entry]);
    }
  }

  /**
   * Saves notices, and adds them to the stream that all replicas read.
   *
   * @param entries - at least one
   * @returns id of the last added entry of the stream
   */
  async writeNotices(entries: readonly NoticeEntry[]): Promise<string> {
    const id = await this.#commands.eval(
      announceNotices,
      2,
      ...[this.#keys.notices, this.#keys.stream],
      ...[this.#time() - clockTolerance, maxNotices, maxStreamLength, keyLifetime],
      ...entries.flatMap(({ notice, until }) => [notice, until]),
    );
    return id as string;
  }

  /** Takes or renews a lock. Returns false if another owner holds the lock. */
  async lock(name: string, owner: string, lease: number): Promise<boolean> {
    const key = this.#keys.lock(name);
    return (await this.#commands.eval(takeLock, 1, key, owner, lease)) === 1;
  }

  /** Releases a lock that the owner holds. */
  async unlock(name: string, owner: string): Promise<void> {
    await this.#commands.eval(endLock, 1, this.#keys.lock(name), owner);
  }

  /**
   * Adds a member to a set, unless the member has expired already.
   *
   * @returns the members that the full set has dropped
   */
  async writeMember({ key, member, until, max = maxMembers }: MemberEntry): Promise<string[]> {
    const ttl = this.#ttlOf(until);
    if (ttl <= 0) return [];
    const dropped = await this.#commands.eval(
      addMember,
      1,
      this.#keys.set(key),
      ...[member, until, this.#time() - clockTolerance, max, ttl],
    );
    return dropped as string[];
  }

  async #writeValue({ key, value, until }: ValueEntry, mode?: 'NX'): Promise<void> {
    const name = this.#keys.value(key);
    if (until === 0) {
      await this.#commands.del(name);
      return;
    }
    const ttl = this.#ttlOf(until);
    const version = versionOf(value);
    if (version >= 0) {
      await this.#commands.eval(saveNewest, 1, name, value, version, ttl);
      return;
    }
    await (mode
      ? this.#commands.set(name, value, 'PX', ttl, mode)
      : this.#commands.set(name, value, 'PX', ttl));
  }

  /** Returns the time to live of an entry (milliseconds). */
  #ttlOf(until: number): number {
    return Math.ceil(until - this.#time());
  }

  /** Returns the current time, in milliseconds since the epoch. */
  #time(): number {
    return this.#now().getTime();
  }
}

/** Converts Redis's list of members and scores to pairs. */
function pairUp(list: readonly string[]): [string, number][] {
  return list.flatMap((member, index) =>
    index % 2 === 0 ? [[member, Number(list[index + 1])] as [string, number]] : [],
  );
}
