/** Where things are in Redis. */
export interface RedisKeys {
  epoch: string;
  replicas: string;
  positions: string;
  notices: string;
  stream: string;
  value: (key: string) => string;
  set: (key: string) => string;
}

/**
 * Names keys.
 *
 * @param prefix - in braces in every key, so that a Redis Cluster keeps them together: scripts need them in one place
 */
export function redisKeys(prefix: string): RedisKeys {
  const named = (name: string) => `{${prefix}}:${name}`;
  return {
    epoch: named('epoch'),
    replicas: named('replicas'),
    positions: named('positions'),
    notices: named('notices'),
    stream: named('stream'),
    value: (key) => named(`value:${key}`),
    set: (key) => named(`set:${key}`),
  };
}
