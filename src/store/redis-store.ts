import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { toNoticeEntry, type Entry, type NoticeEntry } from './entry.ts';
import { MemoryStore } from './memory-store.ts';
import { redisKeys } from './redis-keys.ts';
import { addMember, announceNotices } from './redis-scripts.ts';
import { Replica } from './replica.ts';
import { UnwrittenEntries } from './unwritten-entries.ts';
import { maxMembers, maxNotices, type Store } from './store.ts';

/** What a {@link redisStore} stands on. */
export interface RedisStoreOptions {
  /** `redis://` or `rediss://`, with the password in it. */
  url: string;
  /** Tells the keys of one gateway from those of others. */
  prefix: string;
  now: () => Date;
  log: { warn: (details: object, message: string) => void; info: (message: string) => void };
  /** Milliseconds after which a replica without Redis is not ready any more. */
  lease?: number;
}

/** Milliseconds for one command. */
const commandTimeout = 1000;
/** Milliseconds that an announcement waits for the other replicas. */
const patience = 500;
/** Milliseconds for which everything that all replicas read is kept: longer than any notice holds. */
const keep = 100 * 24 * 60 * 60 * 1000;
/** Milliseconds by which a gateway's clock may be ahead of others'. */
const clockTolerance = 60_000;
const streamLength = 100_000;

/**
 * Keeps everything in Redis (7 or later, or what speaks as it does), and what this process knows in memory as well. Waits a second
 * for Redis at most, and goes on without.
 */
export async function redisStore({
  url,
  prefix,
  now,
  log,
  lease = 10_000,
}: RedisStoreOptions): Promise<Store> {
  const own = new MemoryStore({ now });
  const keys = redisKeys(prefix);
  const connection = {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: commandTimeout,
    // Something is heard every second, and every fifth of a lease: a connection that is silent is dead.
    socketTimeout: Math.max(3 * commandTimeout, lease),
    retryStrategy: (times: number) => Math.min(times * 50, 1000),
  };
  const commands = new Redis(url, { ...connection, commandTimeout });
  const reader = new Redis(url, { ...connection, socketTimeout: 3 * commandTimeout });
  let trouble: unknown;
  for (const client of [commands, reader]) client.on('error', (error) => (trouble = error));
  await Promise.race([
    once(commands, 'ready').catch(() => undefined),
    setTimeout(commandTimeout, undefined, { ref: false }),
  ]);

  const unwritten = new UnwrittenEntries(() => own.entries());

  /** @returns the id of the last notice in the stream */
  async function sendNotices(entries: readonly NoticeEntry[]): Promise<string> {
    const past = now().getTime() - clockTolerance;
    const args = [
      past,
      maxNotices,
      streamLength,
      keep,
      ...entries.flatMap((entry) => [entry.notice, entry.until]),
    ];
    const id = await commands.eval(announceNotices, 2, keys.notices, keys.stream, ...args);
    return id as string;
  }

  /** @param mode - `NX`: what is there already is newer */
  async function send(entry: Entry, mode?: 'NX'): Promise<void> {
    const time = now().getTime();
    const ttl = Math.ceil(entry.until - time);
    if (ttl <= 0) return;
    switch (entry.kind) {
      case 'value': {
        const { key, value } = entry;
        const name = keys.value(key);
        await (mode
          ? commands.set(name, value, 'PX', ttl, mode)
          : commands.set(name, value, 'PX', ttl));
        return;
      }
      case 'member': {
        const { key, member, until } = entry;
        const args = [member, until, time - clockTolerance, maxMembers, ttl];
        await commands.eval(addMember, 1, keys.set(key), ...args);
        return;
      }
      case 'notice':
        await sendNotices([entry]);
    }
  }

  async function write(entry: Entry): Promise<void> {
    own.put(entry, true);
    await unwritten.track(send(entry), [entry]).catch(() => undefined);
  }

  async function readAll(isNew: boolean): Promise<void> {
    let cursor = '0';
    do {
      const [next, scores] = await commands.zscan(keys.notices, cursor, 'COUNT', 1000);
      for (const [notice, until] of pairs(scores)) {
        if (until > now().getTime()) own.put({ kind: 'notice', notice, until }, isNew);
      }
      cursor = next;
    } while (cursor !== '0');
  }

  const flush = () => unwritten.flush((entry) => send(entry, 'NX'));

  let hasRead = false;
  const replica = Replica.join({
    ...{ commands, reader, keys, keyLifetime: keep, lease },
    log: {
      info: (message) => {
        log.info(message);
      },
      warn: (details, message) => {
        log.warn(trouble ? { err: trouble } : details, message);
      },
    },
    onNotice: (notice, until) => {
      own.put({ kind: 'notice', notice, until }, true);
    },
    onGap: async () => {
      await readAll(hasRead);
      if (hasRead) {
        log.warn(
          {},
          'Redis has lost data, or this process was away for long; what it knows is written again',
        );
        unwritten.addAll();
      }
      hasRead = true;
    },
    flush,
    isBehind: () => !unwritten.isEmpty(),
  });

  return {
    set: (key, value, until) => write({ kind: 'value', key, value, until }),
    get: async (key) => {
      const mine = await own.get(key);
      try {
        const found = await commands.get(keys.value(key));
        return { value: found ?? mine.value, isCertain: true };
      } catch {
        return { ...mine, isCertain: false };
      }
    },
    add: (key, member, until) => write({ kind: 'member', key, member, until }),
    members: async (key) => {
      const mine = await own.members(key);
      try {
        const found = await commands.zrange(keys.set(key), now().getTime(), '+inf', 'BYSCORE');
        return { value: [...new Set([...mine.value, ...found])], isCertain: true };
      } catch {
        return { ...mine, isCertain: false };
      }
    },
    announce: async (announcements) => {
      const deadline = performance.now() + patience;
      const entries = announcements.map(toNoticeEntry);
      if (entries.length === 0) return unwritten.isEmpty();
      for (const entry of entries) own.put(entry, true);
      try {
        const id = await unwritten.track(sendNotices(entries), entries);
        return unwritten.isEmpty() && (await replica.waitForOthers(id, deadline));
      } catch {
        return false;
      }
    },
    follow: (listener) => {
      own.follow(listener);
    },
    isReady: () => replica.isReady(),
    close: async () => {
      await flush().catch(() => undefined);
      await replica.close();
      commands.disconnect();
      reader.disconnect();
    },
  };
}

/** Members and their scores, as Redis lists them in turns. */
function pairs(list: readonly string[]): [string, number][] {
  return list.flatMap((member, index) =>
    index % 2 === 0 ? [[member, Number(list[index + 1])] as [string, number]] : [],
  );
}
