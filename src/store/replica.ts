import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { RedisKeys } from './redis-keys.ts';
import { renewLease } from './redis-scripts.ts';

/** This process among those that share a Redis: it reads what all of them announce, and says how far it has read. */
export interface Replica {
  name: string;
  /** What Redis's present data goes by; undefined before the first look. */
  epoch: () => string | undefined;
  /** Whether it has read everything that was announced a lease ago at the latest, and is waited for by those who announce. */
  isReady: () => boolean;
  close: () => Promise<void>;
}

/** What a replica stands on. */
export interface ReplicaOptions {
  commands: Redis;
  /** A connection of its own: its reads wait. */
  reader: Redis;
  keys: RedisKeys;
  /** Milliseconds for which everything is kept at least. */
  keep: number;
  /** Milliseconds. */
  lease: number;
  onNotice: (notice: string, until: number) => void;
  /** Called when nobody knows what was missed: at the start, after a long absence, when Redis has lost data. Reads all notices. */
  onGap: () => Promise<void>;
  /** Writes what is not written yet. */
  flush: () => Promise<void>;
  /** Whether there is something that it has not written yet. */
  isBehind: () => boolean;
  log: { warn: (details: object, message: string) => void; info: (message: string) => void };
}

/** Milliseconds that a read waits for news. */
const block = 1000;
const batch = 1000;
/** Milliseconds between two tries while Redis cannot be reached. */
const pause = 100;
const nowhere = '0-0';

/** Joins. Goes on by itself until it is closed, whatever becomes of Redis. */
export function replica(options: ReplicaOptions): Replica {
  const { commands, reader, keys, keep, lease, onNotice, onGap, flush, isBehind, log } = options;
  const name = randomUUID();
  let epoch: string | undefined;
  let position = nowhere;
  /** What there was to read when the lease was last renewed, and when that was. */
  let target: { last: string; at: Instant } | undefined;
  let freshAsOf: Instant | undefined;
  let isClosing = false;
  let isTroubled = false;
  let wake = (): void => undefined;

  const goesOn = () => !isClosing;
  const isReady = () => freshAsOf !== undefined && ageOf(freshAsOf) < lease;

  /** Waits, until Redis is there again at the longest. */
  function rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
      globalThis.setTimeout(resolve, milliseconds).unref();
    });
  }

  function settle(): void {
    if (target && !isBefore(position, target.last)) freshAsOf = target.at;
  }

  /** Nobody is told of it as read before what was handed out without Redis can be found there. */
  const told = () => (isBehind() ? nowhere : position);

  async function renew(): Promise<void> {
    const at = instant();
    const answer = await commands.eval(
      renewLease,
      5,
      ...[keys.epoch, keys.replicas, keys.positions, keys.notices, keys.stream],
      ...[name, lease, randomUUID(), position, told(), keep],
    );
    const [current, age, last, isThere] = answer as [string, number, string, number];
    const isNewEpoch = current !== epoch;
    if (isNewEpoch || isThere !== 1) {
      // Should it fail, the next one sees a gap again.
      epoch = undefined;
      // What comes meanwhile is read afterwards: notices may be heard of twice, and none is missed.
      position = last;
      await onGap();
      epoch = current;
    }
    if (isBehind()) {
      await flush();
      await tell();
    }
    // Who knows nothing waits until those who do have written it to a Redis that is new.
    if (!isReady() && age < lease) return;
    target = { last, at };
    settle();
  }

  async function tell(): Promise<void> {
    await commands.hset(keys.positions, name, told());
  }

  async function keepRenewing(): Promise<void> {
    while (goesOn()) {
      try {
        await renew();
        if (isTroubled) log.info('Redis is back');
        isTroubled = false;
        await rest(lease / 5);
      } catch (error) {
        if (!isTroubled && goesOn()) log.warn({ err: error }, 'Redis cannot be reached');
        isTroubled = true;
        await rest(pause);
      }
    }
  }

  async function read(): Promise<void> {
    const from = position;
    const answer = await reader.xread(
      ...(['COUNT', batch, 'BLOCK', block, 'STREAMS', keys.stream, from] as const),
    );
    for (const [, entries] of answer ?? []) {
      for (const [, [, notice = '', , until = '']] of entries) onNotice(notice, Number(until));
      const [last] = entries.at(-1) ?? [];
      if (position !== from || last === undefined) return;
      position = last;
      settle();
      await tell();
    }
  }

  async function keepReading(): Promise<void> {
    while (goesOn()) {
      try {
        await (epoch === undefined ? setTimeout(pause, undefined, { ref: false }) : read());
      } catch {
        // Whoever renews the lease tells of it.
        await setTimeout(pause, undefined, { ref: false });
      }
    }
  }

  commands.on('ready', () => {
    wake();
  });
  void keepRenewing();
  void keepReading();
  return {
    name,
    epoch: () => epoch,
    isReady,
    close: async () => {
      isClosing = true;
      wake();
      // Nobody has to wait for it any more.
      const leaving = [commands.zrem(keys.replicas, name), commands.hdel(keys.positions, name)];
      await Promise.allSettled(leaving);
    },
  };
}

/** By two clocks: one does not go back, the other goes on while the machine sleeps. */
interface Instant {
  monotonic: number;
  wall: number;
}

function instant(): Instant {
  return { monotonic: performance.now(), wall: Date.now() };
}

function ageOf({ monotonic, wall }: Instant): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}

/** Ids of stream entries: milliseconds and a number. */
function isBefore(one: string, other: string): boolean {
  const [left = 0, right = 0] = one.split('-').map(Number);
  const [otherLeft = 0, otherRight = 0] = other.split('-').map(Number);
  return left < otherLeft || (left === otherLeft && right < otherRight);
}
