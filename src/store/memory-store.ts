import {
  toDeletion,
  toNoticeEntry,
  toRemoval,
  toValueEntry,
  type Entry,
  type MemberEntry,
  type ValueEntry,
} from './entry.ts';
import { BoundedValues } from './bounded-values.ts';
import type { Journal } from './journal.ts';
import {
  maxMembers,
  maxNotices,
  type Announcement,
  type Found,
  type NoticeListener,
  type Store,
  type StoreState,
} from './store.ts';
import { removeVersion, versionOf } from './versions.ts';

/** Dependencies of a {@link MemoryStore}. */
export interface MemoryStoreOptions {
  now: () => Date;
  /** File with the entries from before a restart. Default: none, so that a restart loses all entries. */
  journal?: Journal | undefined;
  /** Maximum size of all values of more than 1 KiB together (bytes). Default: 64 MiB. */
  maxLargeBytes?: number | undefined;
}

/** Maximum size of all values of up to 1 KiB with their keys, and of all larger values with their keys (bytes). */
const maxSmallBytes = 128 * 1024 * 1024;
const defaultMaxLargeBytes = 64 * 1024 * 1024;
const smallestLarge = 1024;
/** Maximum number of members of all sets together. */
const maxAllMembers = 500_000;
/** Milliseconds between two sweeps of expired entries. */
const sweepInterval = 60_000;

/**
 * Saves entries in the memory of this process. Other processes do not see them. Replicas that share entries use a `RedisStore`,
 * which has a MemoryStore for its own copy of the entries.
 *
 * The store holds 128 MiB of values of up to 1 KiB, 64 MiB of larger values, 1,000,000 notices, 1000 members of a set, and
 * 500,000 members of all sets together. A full store drops the oldest entries, or the oldest set.
 */
export class MemoryStore implements Store {
  readonly #now: () => Date;
  readonly #journal: Journal | undefined;
  readonly #small = new BoundedValues(maxSmallBytes);
  readonly #large: BoundedValues;
  readonly #sets = new Map<string, Map<string, number>>();
  readonly #notices = new Map<string, number>();
  /** Locks by name, each with its end on the clock of `performance.now()` (milliseconds). */
  readonly #locks = new Map<string, { owner: string; until: number }>();
  readonly #listeners: NoticeListener[] = [];
  /** Number of members of all sets together. */
  #memberCount = 0;
  /** Time of the latest sweep of expired entries (milliseconds since the epoch). */
  #sweptAt: number;

  constructor({ now, journal, maxLargeBytes = defaultMaxLargeBytes }: MemoryStoreOptions) {
    this.#large = new BoundedValues(maxLargeBytes);
    this.#now = now;
    this.#journal = journal;
    this.#sweptAt = now().getTime();
    for (const entry of journal?.entries ?? []) this.put(entry, false);
  }

  async set(key: string, value: string, until: number, version?: number): Promise<void> {
    await this.#write(toValueEntry(key, value, until, version));
  }

  get(key: string): Promise<Found<string | undefined>> {
    const found = this.find(key);
    return Promise.resolve({ value: found && removeVersion(found.value), isCertain: true });
  }

  /** Finds the entry of a key. Undefined if there is none, or if it has expired. */
  find(key: string): ValueEntry | undefined {
    const found = this.#small.get(key) ?? this.#large.get(key);
    return found && this.#holds(found.until) ? { kind: 'value', key, ...found } : undefined;
  }

  async delete(key: string): Promise<void> {
    await this.#write(toDeletion(key));
  }

  async add(key: string, member: string, until: number, max?: number): Promise<readonly string[]> {
    const entry = { kind: 'member', key, member, until, max } as const;
    const dropped = this.#putMember(entry);
    await this.#append([entry]);
    return dropped;
  }

  async remove(key: string, member: string): Promise<void> {
    await this.#write(toRemoval(key, member));
  }

  members(key: string): Promise<Found<readonly string[]>> {
    const members = [...(this.#sets.get(key) ?? [])].filter(([, until]) => this.#holds(until));
    return Promise.resolve({ value: members.map(([member]) => member), isCertain: true });
  }

  /** A lock lives in the memory of this process only. Its lease is on the monotonic clock, because the wall clock can jump. */
  lock(name: string, owner: string, lease: number): Promise<'held' | 'busy'> {
    const lock = this.#locks.get(name);
    const now = performance.now();
    if (lock && lock.owner !== owner && lock.until > now) return Promise.resolve('busy');
    this.#locks.set(name, { owner, until: now + lease });
    return Promise.resolve('held');
  }

  unlock(name: string, owner: string): Promise<void> {
    if (this.#locks.get(name)?.owner === owner) this.#locks.delete(name);
    return Promise.resolve();
  }

  /**
   * Saves notices and passes them to the listeners.
   *
   * @returns whether the journal contains the notices. True without a journal
   */
  announce(announcements: readonly Announcement[]): Promise<boolean> {
    return this.#write(...announcements.map(toNoticeEntry));
  }

  follow(listener: NoticeListener): void {
    for (const [notice, until] of this.#notices) {
      if (this.#holds(until)) listener(notice, until, false);
    }
    this.#listeners.push(listener);
  }

  /** Always true, because no other process shares these entries. */
  isReady(): boolean {
    return true;
  }

  /** The storage is the journal's file. Without a journal, the storage is always available. */
  state(): StoreState {
    const isFailing = this.#journal?.isFailing ?? false;
    return { storage: isFailing ? 'refuses_writes' : 'available', isBehind: isFailing };
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  /** Lists all entries that have not expired: notices, then values, then members. */
  *entries(): Generator<Entry> {
    for (const [notice, until] of this.#notices) {
      if (this.#holds(until)) yield { kind: 'notice', notice, until };
    }
    for (const [key, { value, until }] of [...this.#small.entries(), ...this.#large.entries()]) {
      if (this.#holds(until)) yield { kind: 'value', key, value, until };
    }
    for (const [key, members] of this.#sets) {
      for (const [member, until] of members) {
        if (this.#holds(until)) yield { kind: 'member', key, member, until };
      }
    }
  }

  /**
   * Saves an entry in memory, but not in the journal.
   *
   * @param isNew - passed to the listeners if the entry is a notice
   */
  put(entry: Entry, isNew: boolean): void {
    this.#sweep();
    switch (entry.kind) {
      case 'value':
        this.#putValue(entry);
        return;
      case 'member':
        this.#putMember(entry);
        return;
      case 'notice':
        this.#putNotice(entry.notice, entry.until, isNew);
    }
  }

  /** Saves a value. If the new value has expired, only removes the old value. */
  #putValue({ key, value, until }: ValueEntry): void {
    if (until > 0 && versionOf(this.find(key)?.value) > versionOf(value)) return;
    this.#small.delete(key);
    this.#large.delete(key);
    if (!this.#holds(until)) return;
    (value.length < smallestLarge ? this.#small : this.#large).set(key, { value, until });
  }

  /**
   * Saves a member of a set.
   *
   * @returns the members that the full set has dropped
   */
  #putMember({ key, member, until, max = maxMembers }: MemberEntry): string[] {
    this.#sweep();
    const members = this.#sets.get(key) ?? new Map<string, number>();
    this.#memberCount -= members.size;
    members.delete(member);
    if (until > 0) members.set(member, until);
    const dropped = dropEarliest(members, max);
    this.#memberCount += members.size;
    this.#sets.delete(key);
    this.#sets.set(key, members);
    for (const [oldest, { size }] of this.#sets) {
      if (this.#memberCount <= maxAllMembers) break;
      this.#sets.delete(oldest);
      this.#memberCount -= size;
    }
    return dropped;
  }

  /** Saves a notice, unless it is already saved with the same or a later `until`. */
  #putNotice(notice: string, until: number, isNew: boolean): void {
    if ((this.#notices.get(notice) ?? 0) >= until) return;
    putLast(this.#notices, notice, until, maxNotices);
    for (const listener of this.#listeners) listener(notice, until, isNew);
  }

  /**
   * Saves entries in memory and in the journal.
   *
   * @returns whether the entries survive a restart. True without a journal
   */
  async #write(...entries: Entry[]): Promise<boolean> {
    for (const entry of entries) this.put(entry, true);
    return this.#append(entries);
  }

  async #append(entries: readonly Entry[]): Promise<boolean> {
    return this.#journal?.append(entries, () => this.entries()) ?? true;
  }

  #holds(until: number): boolean {
    return until > this.#now().getTime();
  }

  #isSwept(): boolean {
    const age = this.#now().getTime() - this.#sweptAt;
    // A negative age means that the clock was set back. Waiting would then delay the next sweep.
    return age >= 0 && age < sweepInterval;
  }

  #sweep(): void {
    if (this.#isSwept()) return;
    this.#sweptAt = this.#now().getTime();
    for (const values of [this.#small, this.#large]) {
      for (const [key, { until }] of values.entries()) {
        if (!this.#holds(until)) values.delete(key);
      }
    }
    for (const [notice, until] of this.#notices) {
      if (!this.#holds(until)) this.#notices.delete(notice);
    }
    for (const [name, { until }] of this.#locks) {
      if (until <= performance.now()) this.#locks.delete(name);
    }
    this.#memberCount = 0;
    for (const [key, members] of this.#sets) {
      for (const [member, until] of members) if (!this.#holds(until)) members.delete(member);
      if (members.size === 0) this.#sets.delete(key);
      this.#memberCount += members.size;
    }
  }
}

/** Drops the members that expire first, while there are more than `max`. Returns the dropped members. */
function dropEarliest(members: Map<string, number>, max: number): string[] {
  if (members.size <= max) return [];
  const byInstant = [...members].sort(([, one], [, other]) => one - other);
  const dropped = byInstant.slice(0, members.size - max).map(([member]) => member);
  for (const member of dropped) members.delete(member);
  return dropped;
}

/** Adds an entry at the end of a map. Drops the oldest entries while the map has more than `max`. */
function putLast<Value>(map: Map<string, Value>, key: string, value: Value, max: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= max) return;
    map.delete(oldest);
  }
}
