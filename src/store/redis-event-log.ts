import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import {
  formatPosition,
  parsePosition,
  type EventLog,
  type LogEntry,
  type LogLimits,
  type Position,
} from './event-log.ts';
import { appendBatch } from './redis-scripts.ts';

/** Milliseconds between two removals of entries whose lifetime is over. */
const expiryInterval = 60 * 60 * 1000;

/** Number of entries that are read together. */
const chunk = 500;

/** Dependencies of a {@link RedisEventLog}. */
export interface RedisEventLogOptions {
  commands: Redis;
  /** Redis key of the stream. */
  key: string;
  limits: LogLimits;
  now: () => Date;
}

/**
 * A log in a Redis stream, which all replicas share. Redis drops old entries in blocks, so that the stream may have some more
 * entries than its maximum.
 */
export class RedisEventLog implements EventLog {
  readonly #options: RedisEventLogOptions;
  /** Names this process. Redis remembers its last batch, in case that batch is sent again. */
  readonly #writer = randomUUID();
  #expiredAt = -Infinity;

  constructor(options: RedisEventLogOptions) {
    this.#options = options;
  }

  async append(id: string, texts: readonly string[]): Promise<void> {
    const { commands, key, limits } = this.#options;
    const now = this.#options.now().getTime();
    const isDue = now - this.#expiredAt >= expiryInterval;
    const oldest = isDue ? now - limits.lifetime : 0;
    const keys = [key, `${key}:writer:${this.#writer}`] as const;
    const bounds = [limits.entries, oldest, limits.lifetime] as const;
    await commands.eval(appendBatch, keys.length, ...keys, id, ...bounds, ...texts);
    if (isDue) this.#expiredAt = now;
  }

  async *newestFirst(before?: Position): AsyncGenerator<LogEntry, undefined> {
    const { commands, key } = this.#options;
    let end = before ? `(${formatPosition(before)}` : '+';
    for (;;) {
      const found = await commands.xrevrange(key, end, '-', 'COUNT', chunk);
      for (const [id, [, text = '']] of found) {
        const position = parsePosition(id);
        if (position) yield { ...position, text };
      }
      const [last] = found.at(-1) ?? [];
      if (last === undefined || found.length < chunk) return undefined;
      end = `(${last}`;
    }
  }
}
