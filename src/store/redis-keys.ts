/**
 * Time to live of the keys that all replicas share (milliseconds): 100 days, which is longer than any notice is valid. Each write
 * starts the time anew.
 */
export const keyLifetime = 100 * 24 * 60 * 60 * 1000;

/** Names of the keys in Redis. */
export interface RedisKeys {
  /**
   * Text that identifies the epoch, which is the lifetime of the data in Redis. A new epoch starts when Redis restarts or loses
   * its data.
   */
  epoch: string;
  /** Sorted set of the replicas' names. The score is the time until which a replica is counted. */
  replicas: string;
  /** Hash of the replicas' positions in the stream: the id of the last entry that a replica has read. */
  positions: string;
  /** Sorted set of the notices. The score is the time until which a notice is valid. */
  notices: string;
  /** Stream of the latest notices. */
  stream: string;
  /** Returns the Redis key of a value. */
  value: (key: string) => string;
  /** Returns the Redis key of a lock. Its value is the owner. */
  lock: (name: string) => string;
  /** Returns the Redis key of a log, which is a stream. */
  log: (name: string) => string;
  /** Returns the Redis key of a set, which is a sorted set. The score is the time until which a member is saved. */
  set: (key: string) => string;
}

/**
 * Returns the Redis keys of one gateway.
 *
 * @param prefix - first part of each key, in braces. In a Redis Cluster all keys are then on one node, as the scripts require
 */
export function redisKeys(prefix: string): RedisKeys {
  const withPrefix = (name: string) => `{${prefix}}:${name}`;
  return {
    epoch: withPrefix('epoch'),
    replicas: withPrefix('replicas'),
    positions: withPrefix('positions'),
    notices: withPrefix('notices'),
    stream: withPrefix('stream'),
    value: (key) => withPrefix(`value:${key}`),
    lock: (name) => withPrefix(`lock:${name}`),
    log: withPrefix,
    set: (key) => withPrefix(`set:${key}`),
  };
}
