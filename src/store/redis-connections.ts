import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import {
  faultOf,
  insteadOfCluster,
  NoMasterError,
  UnusableRedisError,
  type RedisFault,
} from './redis-fault.ts';
import { connectionOptions, type RedisServer } from './redis-server.ts';

/** Milliseconds after which a command, or an attempt to connect, fails. */
const commandTimeout = 1000;
/** Maximum number of milliseconds between two attempts to connect. The first attempts follow each other sooner. */
const maxReconnectDelay = 1000;
/** Minimum number of milliseconds between two times that the connections are made anew. */
const reconnectInterval = 1000;

/** The two connections of one process to Redis. A lost connection reconnects by itself. Until it has, its commands fail at once. */
export class RedisConnections {
  /** Connection for commands. A command fails after 1 s without an answer. */
  readonly commands: Redis;
  /** Connection for blocking reads, which would hold up other commands. */
  readonly reader: Redis;
  /** Why the latest attempt to connect has failed. Undefined once one has succeeded. */
  #connectionError: unknown;
  #reconnectedAt = -Infinity;
  #isClosed = false;

  /**
   * Begins to connect.
   *
   * @param lease - milliseconds. A command is sent at least every fifth of it, so a connection that is silent for a whole lease is
   *   dead
   * @param onErrorReply - called with each error that Redis answers a command with
   */
  constructor(server: RedisServer, lease: number, onErrorReply: (error: Error) => void) {
    const { url } = server;
    const retryStrategy = (attempts: number) => Math.min(attempts * 50, maxReconnectDelay);
    const options = {
      ...connectionOptions(server),
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: commandTimeout,
      retryStrategy,
      sentinelRetryStrategy: retryStrategy,
      sentinelCommandTimeout: commandTimeout,
      reconnectOnError: (error: Error) => {
        onErrorReply(error);
        // A failover has made the server a replica, or has left this connection behind. The command is not sent again from here: the
        // store writes later what it could not write now.
        if (faultOf(error).kind === 'isReadOnly') void this.reconnect();
        return false;
      },
    };
    // A connection that is silent for longer is dead: Redis answers every fifth of a lease here, and every second below.
    const socketTimeout = Math.max(3 * commandTimeout, lease);
    this.commands = new Redis(url, { ...options, commandTimeout, socketTimeout });
    this.reader = new Redis(url, { ...options, socketTimeout: 3 * commandTimeout });
    for (const client of [this.commands, this.reader])
      this.#watch(client, url.startsWith('rediss:'));
  }

  #watch(client: Redis, isOverTls: boolean): void {
    let answersOfSentinels: string[] = [];
    client.on('sentinelError', ({ message }: Error) => answersOfSentinels.push(message));
    client.on('error', (error) => {
      const isOfSentinels = error.message.startsWith('All sentinels are unreachable');
      // At the end of its list ioredis says so even where it has not asked any since it connected.
      if (isOfSentinels && answersOfSentinels.length === 0) return;
      this.#connectionError = isOfSentinels
        ? new NoMasterError(answersOfSentinels, isOverTls)
        : error;
      answersOfSentinels = [];
    });
    client.on('ready', () => {
      this.#connectionError = undefined;
      answersOfSentinels = [];
    });
    // ioredis gives a client up that loses its connection while it asks the Sentinels.
    client.on('end', () => {
      if (this.#isClosed) return;
      globalThis
        .setTimeout(() => void client.connect().catch(() => undefined), commandTimeout)
        .unref();
    });
  }

  /**
   * Tells why a command has failed. Without a connection its error says nothing: the latest error of connecting does.
   *
   * @returns the fault, and the error that tells it
   */
  explain(error: unknown): { fault: RedisFault; error: unknown } {
    const fault = faultOf(error);
    if (fault.kind !== 'unreachable' || !this.#connectionError) return { fault, error };
    const { line } = faultOf(this.#connectionError);
    return { fault: { ...fault, line }, error: this.#connectionError };
  }

  /** Whether the connections were given up within the last second. */
  get isReconnecting(): boolean {
    return performance.now() - this.#reconnectedAt < reconnectInterval;
  }

  /** Waits until Redis takes commands, until the first error, or for 1 s. */
  async waitUntilReady(): Promise<void> {
    await Promise.race([
      once(this.commands, 'ready').catch(() => undefined),
      setTimeout(commandTimeout, undefined, { ref: false }),
    ]);
  }

  /**
   * Checks that Redis, as far as it can be reached, is one that the gateway may use. A Cluster is none: its nodes have parts of the
   * keys, and redirect commands for others.
   *
   * @throws {@link UnusableRedisError} for a Cluster, and for a master that no Sentinel knows
   */
  async rejectUnusable(): Promise<void> {
    if (this.#connectionError instanceof NoMasterError && this.#connectionError.isUnknown) {
      throw new UnusableRedisError(
        'REDIS_URL names no master that the Sentinels know: with REDIS_SENTINELS its host is the name of the master, such as redis://mymaster',
      );
    }
    const info = await this.commands.info('cluster').catch(() => '');
    if (!info.includes('cluster_enabled:1')) return;
    throw new UnusableRedisError(
      `REDIS_URL is a Redis Cluster, which the gateway does not use: ${insteadOfCluster}`,
    );
  }

  /**
   * Gives both connections up and makes them anew, at most once a second. The name in the URL is looked up again. A blocking read gets
   * no error from a server that becomes a replica, so its connection is made anew, too.
   *
   * @returns once Redis takes commands, at the first error, or after 1 s
   */
  async reconnect(): Promise<void> {
    const now = performance.now();
    if (now - this.#reconnectedAt < reconnectInterval) return;
    this.#reconnectedAt = now;
    this.commands.disconnect(true);
    this.reader.disconnect(true);
    await this.waitUntilReady();
  }

  disconnect(): void {
    this.#isClosed = true;
    this.commands.disconnect();
    this.reader.disconnect();
  }
}
