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
/** Maximum milliseconds between two attempts to connect. The first attempts follow each other faster. */
const maxReconnectDelay = 1000;
/** Minimum milliseconds between two calls of `reconnect` that have an effect. */
const reconnectInterval = 1000;

/**
 * The two connections of one process to Redis. A lost connection reconnects automatically. Until it has reconnected, its commands
 * fail at once.
 */
export class RedisConnections {
  /** Connection for commands. A command fails after 1 s without an answer. */
  readonly commands: Redis;
  /** Connection for blocking reads, which would delay other commands. */
  readonly reader: Redis;
  /** Error of the latest attempt to connect. Undefined after a successful attempt. */
  #connectionError: unknown;
  #reconnectedAt = -Infinity;
  #isClosed = false;

  /**
   * Starts to connect.
   *
   * @param lease - milliseconds. Because a command is sent at least every fifth of a lease, a connection that is silent for a
   *   whole lease counts as dead
   * @param onErrorReply - called with each error that Redis returns for a command
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
        // The server has become a replica, or this connection stayed with the old master after a failover. The command is not
        // repeated here, because the store writes its failed entries again later.
        if (faultOf(error).kind === 'isReadOnly') void this.reconnect();
        return false;
      },
    };
    // A connection counts as dead if it is silent for longer. The command connection hears from Redis every fifth of a lease, and
    // the reader every second.
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
      ignoreFurtherErrors(client);
      const isOfSentinels = error.message.startsWith('All sentinels are unreachable');
      // At the end of its list, ioredis emits this error even if it has not asked any Sentinel since it connected.
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
    // If a client loses its connection while it asks the Sentinels, ioredis does not reconnect it.
    client.on('end', () => {
      if (this.#isClosed) return;
      globalThis
        .setTimeout(() => void client.connect().catch(() => undefined), commandTimeout)
        .unref();
    });
  }

  /**
   * Explains why a command has failed. Without a connection, the explanation is the error of the latest attempt to connect,
   * because the command's own error does not name the reason.
   *
   * @returns the fault, and the error that explains it
   */
  explain(error: unknown): { fault: RedisFault; error: unknown } {
    const fault = faultOf(error);
    if (fault.kind !== 'unreachable' || !this.#connectionError) return { fault, error };
    const { line } = faultOf(this.#connectionError);
    return { fault: { ...fault, line }, error: this.#connectionError };
  }

  /** Whether both connections were replaced within the last second. */
  get isReconnecting(): boolean {
    return performance.now() - this.#reconnectedAt < reconnectInterval;
  }

  /** Waits until Redis accepts commands, the first error occurs, or 1 s has passed. */
  async waitUntilReady(): Promise<void> {
    await Promise.race([
      once(this.commands, 'ready').catch(() => undefined),
      setTimeout(commandTimeout, undefined, { ref: false }),
    ]);
  }

  /**
   * Checks that the gateway can use this Redis, if Redis can be reached. The gateway does not use a Redis Cluster, because each
   * of its nodes holds only a part of the keys.
   *
   * @throws {@link UnusableRedisError} for a Redis Cluster, and for a master that no Sentinel knows
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
   * Replaces both connections, at most once a second, and resolves the host name in the URL again. The reader is replaced too,
   * because a blocking read receives no error when its server becomes a replica.
   *
   * @returns once Redis accepts commands, the first error occurs, or 1 s has passed
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
    for (const client of [this.commands, this.reader]) {
      ignoreFurtherErrors(client);
      client.disconnect();
    }
  }
}

/**
 * Ignores all further errors of the socket that a client uses now. ioredis listens to the first error of a socket only. If a
 * certificate is refused, a second error can follow (the server's TLS alert), and without a listener it would end the process.
 */
function ignoreFurtherErrors({ stream }: Redis): void {
  // The client has no socket before its first attempt to connect.
  const socket = stream as typeof stream | undefined;
  socket?.off('error', ignore).on('error', ignore);
}

function ignore(): void {
  // The first error of the socket has told what is wrong.
}
