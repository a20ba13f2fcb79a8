// needs: redis-server
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigurationError } from '../../src/config/config.ts';
import type { TestGateway } from '../support/gateway.ts';
import { startLocal, type Local } from '../support/local.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const options = ['--cluster-enabled', 'yes'];
const allSlots = [0, 16_383] as const;
let local: Local;
let node: TestRedis;

beforeAll(async () => {
  local = await startLocal();
  node = await startRedis({ options });
});
afterAll(async () => {
  await local.close();
  await node.close();
});

const warnings = (gateway: TestGateway) =>
  gateway.log().flatMap(({ level, msg }) => (level === 40 ? [msg] : []));

it('L05: a gateway does not start with a Redis Cluster, and says what to use, even if this node has every key', async () => {
  await node.client.call('CLUSTER', 'ADDSLOTSRANGE', ...allSlots);
  const starting = local.anotherGateway({ REDIS_URL: node.url });
  await expect(starting).rejects.toThrow(ConfigurationError);
  await expect(starting).rejects.toThrow(
    'REDIS_URL is a Redis Cluster, which the gateway does not use: set REDIS_URL to one Redis server, and REDIS_SENTINELS where a replica takes over its place',
  );
});

it.each([['CLUSTERDOWN'], ['MOVED']])(
  'one that starts while Redis is away, and meets a Cluster later, is not ready, and a line says why: %s',
  async (code) => {
    const later = await startRedis({ options });
    if (code === 'MOVED') {
      await later.client.call('CLUSTER', 'MEET', '127.0.0.1', new URL(node.url).port);
      const knowsOther = async () =>
        String(await later.client.call('CLUSTER', 'INFO')).includes('cluster_state:ok');
      while (!(await knowsOther())) await wait(20);
    }
    // The node's own file tells it of the others when it starts again.
    await later.kill();
    const gateway = await local.anotherGateway({ REDIS_URL: later.url });
    await later.start();
    const line = `Redis is a Cluster (${code}), which the gateway does not use; set REDIS_URL to one Redis server, and REDIS_SENTINELS where a replica takes over its place`;
    while (!warnings(gateway).includes(line)) await wait(20);
    const { status } = await fetch(new URL('/health/ready', gateway.url));
    expect(status).toBe(503);
    await gateway.close();
    await later.close();
  },
);
