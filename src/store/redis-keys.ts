/**
 * Time to live of the keys that all replicas share, in milliseconds: 100 days. It is longer than any notice holds. Each write
 * starts it anew.
 */
export const keyLifetime = 100 * 24 * 60 * 60 * 1000;

/** Names of the keys in Redis. */
export interface RedisKeys {
  /** String that identifies the epoch, which is the life of the data: a new epoch begins when Redis restarts or loses the data. */
  epoch: string;
  /** Sorted set of the replicas' names. The scores are the instants at which their leases end. */
  replicas: string;
  /** Hash of the replicas' positions in the stream: the id of the last entry that each has read. */
  positions: string;
  /** Sorted set of the notices. The scores are the instants until which they hold. */
  notices: string;
  /** Stream of the latest notices. */
  stream: string;
  /** Returns the Redis key of a value. */
  value: (key: string) => string;
  /** Returns the key of a lock: its owner. */
  lock: (name: string) => string;
  /** Returns the Redis key of a set, which is a sorted set. The scores are the instants until which the members are saved. */
  set: (key: string) => string;
}

/**
 * Names the keys of one gateway.
 *
 * @param prefix - each key begins with it, in braces. A Redis Cluster then has all keys on one node, which the scripts require
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
    set: (key) => withPrefix(`set:${key}`),
  };
}
