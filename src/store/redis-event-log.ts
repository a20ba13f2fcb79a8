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

/** Milliseconds for which Redis remembers the id of a batch, in case the batch is sent again. */
const batchLifetime = 24 * 60 * 60 * 1000;
/** Milliseconds between two removals of entries whose lifetime is over. */
const expiryInterval = 60 * 60 * 1000;

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
  #expiredAt = -Infinity;

  constructor(options: RedisEventLogOptions) {
    this.#options = options;
  }

  async append(id: string, texts: readonly string[]): Promise<void> {
    const { commands, key, limits } = this.#options;
    const now = this.#options.now().getTime();
    const isDue = now - this.#expiredAt >= expiryInterval;
    const oldest = isDue ? now - limits.lifetime : 0;
    const keys = [key, `${key}:batch:${id}`] as const;
    const bounds = [limits.entries, oldest, limits.lifetime, batchLifetime] as const;
    await commands.eval(appendBatch, keys.length, ...keys, ...bounds, ...texts);
    if (isDue) this.#expiredAt = now;
  }

  async read(before: Position | undefined, count: number): Promise<LogEntry[]> {
    const { commands, key } = this.#options;
    const end = before ? `(${formatPosition(before)}` : '+';
    const found = await commands.xrevrange(key, end, '-', 'COUNT', count);
    return found.map(([id, [, text = '']]) => {
      const { ms, seq } = parsePosition(id) ?? { ms: 0, seq: 0 };
      return { ms, seq, text };
    });
  }
}
