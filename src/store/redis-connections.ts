import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Milliseconds for one command, and for one attempt to connect. */
const commandTimeout = 1000;
/** Maximum number of milliseconds between two attempts to connect. The first attempts come sooner. */
const maxReconnectDelay = 1000;

/** The two connections of one process to Redis. Both reconnect by themselves; while they are down, commands fail at once. */
export class RedisConnections {
  /** For commands. A command fails after 1 s. */
  readonly commands: Redis;
  /** For blocking reads: any other command on this connection would wait for them. */
  readonly reader: Redis;
  #lastError: unknown;

  /**
   * Starts to connect.
   *
   * @param url - `redis://` or `rediss://`
   * @param lease - milliseconds; the connection for commands is busy at least every fifth of it
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

  /** The newest error of either connection; undefined before the first. It says more than the error of a command. */
  get lastError(): unknown {
    return this.#lastError;
  }

  /** Waits until Redis takes commands, until the first error, and for 1 s at most. */
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
