import { setTimeout as wait } from 'node:timers/promises';
import { follow, type RedisLink, type TestRedis } from '../../test/support/redis.ts';
import { unlessShort } from '../short.ts';

/** Milliseconds of load after each fault. */
const phase = unlessShort(12_000, 1000);
/** Milliseconds of load after a failover, until logouts are `everywhere` again. In the first 10 seconds none is. */
const afterFailover = unlessShort(25_000, 12_000);
/** Milliseconds for which one gateway alone is connected to the old master: longer than that master takes to refuse writes. */
const split = unlessShort(30_000, 5000);

/**
 * Lists the faults of Redis and its network in their order: a name, and a function that causes the fault.
 *
 * @param servers - a master, and two replicas of it
 * @param links - the network link of each gateway to the master
 */
export function troubles(
  servers: readonly [TestRedis, TestRedis, TestRedis],
  links: readonly RedisLink[],
): [string, () => Promise<void>][] {
  const [redis, second, third] = servers;
  const [first] = links;
  const calm = () => wait(phase);
  return [
    ['all is well', () => wait(2 * phase)],
    [
      'Redis is killed, and started again 3 s later with nothing in it',
      async () => {
        await redis.kill();
        await wait(3000);
        await redis.start();
        await calm();
      },
    ],
    ['all is well', calm],
    [
      'Redis hangs for 4 s',
      async () => {
        redis.freeze();
        await wait(4000);
        redis.thaw();
        await calm();
      },
    ],
    [
      'one gateway is cut off from Redis for 30 s, longer than it counts',
      async () => {
        first?.cut();
        await wait(30_000);
        first?.mend();
        await calm();
      },
    ],
    ['all is well', calm],
    [
      'Redis is killed, and 2 s later its replica has its place',
      async () => {
        await redis.kill();
        await wait(2000);
        await promote(second, third, links);
        await wait(afterFailover);
        await redis.start();
        await follow(redis, second);
      },
    ],
    [
      'a replica has the place of the master, which becomes a replica; connections stay there',
      async () => {
        for (const link of links) link.lead(redis);
        await redis.client.replicaof('NO', 'ONE');
        await Promise.all([follow(second, redis), follow(third, redis)]);
        await wait(afterFailover);
      },
    ],
    [
      'the same, but the master is cut off together with one gateway, until it refuses writes (min-replicas-to-write)',
      async () => {
        for (const { client } of servers) {
          await client.config('SET', 'min-replicas-to-write', '1');
          await client.config('SET', 'min-replicas-max-lag', '2');
        }
        await promote(second, third, links.slice(1));
        await wait(split);
        first?.lead(second);
        first?.mend();
        await follow(redis, second);
        await wait(afterFailover);
      },
    ],
    ['all is well', calm],
  ];
}

/** Makes a replica the master of another one, and connects the gateways to it. */
async function promote(
  master: TestRedis,
  replica: TestRedis,
  links: readonly RedisLink[],
): Promise<void> {
  await master.client.replicaof('NO', 'ONE');
  await follow(replica, master);
  for (const link of links) {
    link.lead(master);
    link.mend();
  }
}
