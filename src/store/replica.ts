import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { RedisKeys } from './redis-keys.ts';
import { renewLease } from './redis-scripts.ts';

/** This process among those that share a Redis: it reads what all of them announce, and says how far it has read. */
export interface Replica {
  name: string;
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
  /** Called whenever Redis has answered. */
  onRenewed: () => void;
  log: { warn: (details: object, message: string) => void; info: (message: string) => void };
}

/** Milliseconds that a read waits for news. */
const block = 1000;
const batch = 1000;
/** Milliseconds between two tries while Redis cannot be reached. */
const pause = 100;

/** Joins. Goes on by itself until it is closed, whatever becomes of Redis. */
export function replica(options: ReplicaOptions): Replica {
  const { commands, reader, keys, keep, lease, onNotice, onGap, onRenewed, log } = options;
  const name = randomUUID();
  let epoch: string | undefined;
  let position = '0-0';
  /** What there was to read when the lease was last renewed, and when that was. */
  let target: { last: string; at: Instant } | undefined;
  let freshAsOf: Instant | undefined;
  let isClosing = false;
  let wake = (): void => undefined;
  let isTroubled = false;

  function settle(): void {
    if (target && !isBefore(position, target.last)) freshAsOf = target.at;
  }

  const goesOn = () => !isClosing;

  /** Waits, until Redis is there again at the longest. */
  function rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
      globalThis.setTimeout(resolve, milliseconds).unref();
    });
  }

  async function renew(): Promise<void> {
    const at = instant();
    const answer = await commands.eval(
      renewLease,
      5,
      ...[keys.epoch, keys.replicas, keys.positions, keys.notices, keys.stream],
      ...[name, lease, randomUUID(), position, keep],
    );
    const [current, last, isThere] = answer as [string, string, number];
    if (current !== epoch || isThere !== 1) {
      // What comes meanwhile is read afterwards: notices may be heard of twice, and none is missed.
      position = last;
      await onGap();
      epoch = current;
    }
    target = { last, at };
    settle();
    onRenewed();
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
      await commands.hset(keys.positions, name, position);
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
    isReady: () => freshAsOf !== undefined && ageOf(freshAsOf) < lease,
    close: async () => {
      isClosing = true;
      wake();
      // Nobody has to wait for it any more.
      await commands.zrem(keys.replicas, name).catch(() => undefined);
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
