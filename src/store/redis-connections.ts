import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Milliseconds after which a command, or an attempt to connect, fails. */
const commandTimeout = 1000;
/** Maximum number of milliseconds between two attempts to connect. The first attempts follow each other sooner. */
const maxReconnectDelay = 1000;

/** The two connections of one process to Redis. A lost connection reconnects by itself. Until it has, its commands fail at once. */
export class RedisConnections {
  /** Connection for commands. A command fails after 1 s without an answer. */
  readonly commands: Redis;
  /** Connection for blocking reads, which would hold up other commands. */
  readonly reader: Redis;
  #lastError: unknown;

  /**
   * Begins to connect.
   *
   * @param url - `redis://` or `rediss://`
   * @param lease - milliseconds. A command is sent at least every fifth of it, so a connection that is silent for a whole lease is
   *   dead
   */
  constructor(url: string, lease: number) {
    const options = {
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: commandTimeout,
      retryStrategy: (attempts: number) => Math.min(attempts * 50, maxReconnectDelay),
    };
    // A connection that is silent for longer is dead: Redis answers every fifth of a lease here, and every second below.
    const socketTimeout = Math.max(3 * commandTimeout, lease);
    this.commands = new Redis(url, { ...options, commandTimeout, socketTimeout });
    this.reader = new Redis(url, { ...options, socketTimeout: 3 * commandTimeout });
    for (const client of [this.commands, this.reader]) {
      client.on('error', (error) => (this.#lastError = error));
    }
  }

  /** The latest error of either connection, which says more than the error of a command. Undefined if there was none. */
  get lastError(): unknown {
    return this.#lastError;
  }

  /** Waits until Redis takes commands, until the first error, or for 1 s. */
  async waitUntilReady(): Promise<void> {
    await Promise.race([
      once(this.commands, 'ready').catch(() => undefined),
      setTimeout(commandTimeout, undefined, { ref: false }),
    ]);
  }

  disconnect(): void {
    this.commands.disconnect();
    this.reader.disconnect();
  }
}
