/**
 * Time to live of the keys that all replicas share, in milliseconds: 100 days. That is longer than any notice holds, and each write
 * starts it anew.
 */
export const keyLifetime = 100 * 24 * 60 * 60 * 1000;

/** Names of the keys in Redis. */
export interface RedisKeys {
  /** Redis string that identifies the epoch. It changes when the data is lost or replaced. */
  epoch: string;
  /** Sorted set: the names of the replicas, and the instants at which their leases end. */
  replicas: string;
  /** Hash: for each replica the id of the last entry of the stream that it has read. */
  positions: string;
  /** Sorted set: the notices, and the instants until which they hold. */
  notices: string;
  /** Stream: the newest notices. */
  stream: string;
  /** Returns the key of a value. */
  value: (key: string) => string;
  /** Returns the key of a lock: its owner. */
  lock: (name: string) => string;
  /** Returns the key of a set: a sorted set of members, and the instants until which they are saved. */
  set: (key: string) => string;
}

/**
 * Names the keys of one gateway.
 *
 * @param prefix - stands in braces in every key. A Redis Cluster then has all keys on one node, which the scripts require.
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
