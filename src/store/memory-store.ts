import { toNoticeEntry, type Entry } from './entry.ts';
import type { Journal } from './journal.ts';
import { maxMembers, type NoticeListener, type Store } from './store.ts';

/** What a {@link memoryStore} stands on. */
export interface MemoryStoreOptions {
  now: () => Date;
  /** Where it is written to, and read from at the start. Without one a restart forgets everything. */
  journal?: Journal | undefined;
}

/** A store whose content can be walked through. */
export interface MemoryStore extends Store {
  /** Everything that still holds, notices first. */
  entries: () => Iterable<Entry>;
  /** Takes an entry in, as if it had been written here. */
  put: (entry: Entry, isNew: boolean) => void;
}

const maxValues = 500_000;
const maxMembersInAll = 500_000;
const maxNotices = 1_000_000;
/** Milliseconds between two looks for what is past. */
const sweepInterval = 60_000;

/**
 * Keeps the half million newest values and members of sets, and a million notices. One process alone can use it: it has no
 * replicas.
 */
export function memoryStore({ now, journal }: MemoryStoreOptions): MemoryStore {
  const values = new Map<string, { value: string; until: number }>();
  const sets = new Map<string, Map<string, number>>();
  const notices = new Map<string, number>();
  const listeners: NoticeListener[] = [];
  let memberCount = 0;
  let sweptAt = now().getTime();

  const holds = (until: number) => until > now().getTime();

  function sweep(): void {
    const since = now().getTime() - sweptAt;
    if (since >= 0 && since < sweepInterval) return;
    sweptAt = now().getTime();
    for (const [key, { until }] of values) if (!holds(until)) values.delete(key);
    for (const [notice, until] of notices) if (!holds(until)) notices.delete(notice);
    memberCount = 0;
    for (const [key, members] of sets) {
      for (const [member, until] of members) if (!holds(until)) members.delete(member);
      if (members.size === 0) sets.delete(key);
      memberCount += members.size;
    }
  }

  function addMember(key: string, member: string, until: number): void {
    const members = sets.get(key) ?? new Map<string, number>();
    memberCount -= members.size;
    putLast(members, member, until, maxMembers);
    memberCount += members.size;
    sets.delete(key);
    sets.set(key, members);
    for (const [oldest, { size }] of sets) {
      if (memberCount <= maxMembersInAll) return;
      sets.delete(oldest);
      memberCount -= size;
    }
  }

  function put(entry: Entry, isNew: boolean): void {
    sweep();
    switch (entry.kind) {
      case 'value': {
        const { key, value, until } = entry;
        putLast(values, key, { value, until }, maxValues);
        return;
      }
      case 'member':
        addMember(entry.key, entry.member, entry.until);
        return;
      case 'notice': {
        const { notice, until } = entry;
        if ((notices.get(notice) ?? 0) >= until) return;
        putLast(notices, notice, until, maxNotices);
        for (const listener of listeners) listener(notice, until, isNew);
      }
    }
  }

  /** @returns whether a restart would not forget it */
  async function write(...written: Entry[]): Promise<boolean> {
    for (const entry of written) put(entry, true);
    return journal ? journal.append(written, entries) : true;
  }

  function* entries(): Generator<Entry> {
    for (const [notice, until] of notices)
      if (holds(until)) yield { kind: 'notice', notice, until };
    for (const [key, { value, until }] of values) {
      if (holds(until)) yield { kind: 'value', key, value, until };
    }
    for (const [key, members] of sets) {
      for (const [member, until] of members)
        if (holds(until)) yield { kind: 'member', key, member, until };
    }
  }

  for (const entry of journal?.entries ?? []) put(entry, false);
  return {
    entries,
    put,
    set: async (key, value, until) => {
      await write({ kind: 'value', key, value, until });
    },
    get: (key) => {
      const found = values.get(key);
      const value = found && holds(found.until) ? found.value : undefined;
      return Promise.resolve({ value, isCertain: true });
    },
    add: async (key, member, until) => {
      await write({ kind: 'member', key, member, until });
    },
    members: (key) => {
      const members = [...(sets.get(key) ?? [])].filter(([, until]) => holds(until));
      return Promise.resolve({ value: members.map(([member]) => member), isCertain: true });
    },
    announce: (announcements) => write(...announcements.map(toNoticeEntry)),
    follow: (listener) => {
      for (const [notice, until] of notices) if (holds(until)) listener(notice, until, false);
      listeners.push(listener);
    },
    isReady: () => true,
    close: async () => journal?.close(),
  };
}

/** Puts an entry at the end of a map, and drops the oldest of what is too much. */
function putLast<Value>(map: Map<string, Value>, key: string, value: Value, max: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= max) return;
    map.delete(oldest);
  }
}
