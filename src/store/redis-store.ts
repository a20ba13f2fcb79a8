import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { memoryStore, type Entry } from './memory-store.ts';
import { redisKeys } from './redis-keys.ts';
import { addMember, announceNotice, hasEverybodyRead } from './redis-scripts.ts';
import { replica } from './replica.ts';
import { maxMembers, type Store } from './store.ts';

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
const patience = 1000;
/** Milliseconds for which everything that all replicas read is kept: longer than any notice holds. */
const keep = 32 * 24 * 60 * 60 * 1000;
const maxNotices = 1_000_000;
const streamLength = 100_000;
/** Entries that wait to be written, one by one; if there are more, everything that is known is written. */
const maxUnwritten = 100_000;

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
  const own = memoryStore({ now });
  const keys = redisKeys(prefix);
  const connection = {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: commandTimeout,
    retryStrategy: (times: number) => Math.min(times * 50, 1000),
  };
  const commands = new Redis(url, { ...connection, commandTimeout });
  const reader = new Redis(url, { ...connection, socketTimeout: 3 * commandTimeout });
  // Told by whoever needs the connection.
  for (const client of [commands, reader]) client.on('error', () => undefined);

  await Promise.race([once(commands, 'ready').catch(() => undefined), setTimeout(commandTimeout, undefined, { ref: false })]);

  const unwritten = new Map<string, Entry>();
  let isBehind = false;
  let isFlushing = false;

  async function send(entry: Entry): Promise<string | undefined> {
    const time = now().getTime();
    switch (entry[0]) {
      case 'value': {
        const [, key, value, until] = entry;
        if (until > time) await commands.set(keys.value(key), value, 'PX', Math.ceil(until - time));
        return undefined;
      }
      case 'member': {
        const [, key, member, until] = entry;
        const ttl = Math.ceil(Math.max(until - time, 1));
        const args = [member, until, time, maxMembers, ttl];
        await commands.eval(addMember, 1, keys.set(key), ...args);
        return undefined;
      }
      case 'notice': {
        const [, notice, until] = entry;
        const args = [notice, until, time, maxNotices, streamLength, keep];
        const id = await commands.eval(announceNotice, 2, keys.notices, keys.stream, ...args);
        return id as string;
      }
    }
  }

  /** @returns the id of a notice in the stream; undefined also when it could not be written */
  async function trySend(entry: Entry): Promise<string | undefined> {
    const name = JSON.stringify(entry.slice(0, -1));
    unwritten.set(name, entry);
    if (unwritten.size > maxUnwritten) {
      isBehind = true;
      unwritten.clear();
    }
    try {
      const id = await send(entry);
      if (unwritten.get(name) === entry) unwritten.delete(name);
      return id;
    } catch {
      return undefined;
    }
  }

  function write(entry: Entry): Promise<string | undefined> {
    own.put(entry, true);
    return trySend(entry);
  }

  /** Writes what could not be written before. */
  async function flush(): Promise<void> {
    if (isFlushing || (!isBehind && unwritten.size === 0)) return;
    isFlushing = true;
    try {
      const entries = isBehind ? [...own.entries()] : [...unwritten.values()];
      while (entries.length > 0) {
        const some = entries.splice(0, 100);
        await Promise.all(some.map(send));
        for (const entry of some) {
          const name = JSON.stringify(entry.slice(0, -1));
          if (unwritten.get(name) === entry) unwritten.delete(name);
        }
      }
      isBehind = false;
    } catch {
      // With the next renewal.
    } finally {
      isFlushing = false;
    }
  }

  async function readAll(isNew: boolean): Promise<void> {
    const size = 1000;
    let cursor = '0';
    do {
      const [next, scores] = await commands.zscan(keys.notices, cursor, 'COUNT', size);
      for (let index = 0; index < scores.length; index += 2) {
        const [notice = '', until = ''] = scores.slice(index, index + 2);
        if (Number(until) > now().getTime()) own.put(['notice', notice, Number(until)], isNew);
      }
      cursor = next;
    } while (cursor !== '0');
  }

  let hasRead = false;
  const self = replica({
    ...{ commands, reader, keys, keep, lease, log },
    onNotice: (notice, until) => {
      own.put(['notice', notice, until], true);
    },
    onGap: async () => {
      await readAll(hasRead);
      if (hasRead) {
        log.warn(
          {},
          'Redis has lost data, or this process was away for long; what it knows is written again',
        );
        isBehind = true;
      }
      hasRead = true;
    },
    onRenewed: () => void flush(),
  });

  /** Waits until every replica that is ready has read a notice. */
  async function hasReachedAll(id: string, deadline: number): Promise<boolean> {
    for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
      const args = [id, self.name, lease];
      const { epoch, replicas, positions } = keys;
      const all = await commands.eval(hasEverybodyRead, 3, epoch, replicas, positions, ...args);
      if (all === 1) return true;
      if (all === -1 || performance.now() + pause >= deadline) return false;
      await setTimeout(pause);
    }
  }

  return {
    set: async (key, value, until) => {
      await write(['value', key, value, until]);
    },
    get: async (key) => {
      const found = await commands.get(keys.value(key)).catch(() => undefined);
      return found ?? own.get(key);
    },
    add: async (key, member, until) => {
      await write(['member', key, member, until]);
    },
    members: async (key) => {
      const known = await own.members(key);
      const args = [keys.set(key), now().getTime(), '+inf', 'WITHSCORES'] as const;
      const found = await commands.zrangebyscore(...args).catch(() => []);
      const all = new Map(known.map(({ member, until }) => [member, until]));
      for (let index = 0; index < found.length; index += 2) {
        const [member = '', until = ''] = found.slice(index, index + 2);
        all.set(member, Number(until));
      }
      return [...all].map(([member, until]) => ({ member, until }));
    },
    announce: async (notice, until) => {
      const deadline = performance.now() + patience;
      const id = await write(['notice', notice, until]);
      if (id === undefined) return false;
      return hasReachedAll(id, deadline).catch(() => false);
    },
    follow: own.follow,
    isReady: self.isReady,
    close: async () => {
      await self.close();
      commands.disconnect();
      reader.disconnect();
    },
  };
}
