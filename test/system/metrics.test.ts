// needs: redis-server promtool
import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { scrape } from '../support/metrics.ts';
import { mutate } from '../support/mutate.ts';
import { patience } from '../support/patience.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let local: Local;
beforeAll(async () => {
  redis = await startRedis();
  local = await startLocal({ env: { METRICS_PORT: '0', REDIS_URL: redis.url } });
});
afterAll(async () => {
  await local.close();
  await redis.close();
});

const login = () =>
  mutate(local.gateway, 'login', { username: 'user@example.com', password: seededPassword });

/** Reads the metrics until they tell a state of the store, and whether it lacks entries. */
async function storeIs(state: string, isBehind: 0 | 1): Promise<void> {
  const read = async () => {
    const { samples, sum } = await scrape(local.gateway);
    const current = samples.find(
      ({ name, value }) => name === 'gatehouse_store_state' && value === 1,
    );
    return { state: current?.labels['state'], isBehind: sum('gatehouse_store_behind') };
  };
  const wanted = { state, isBehind };
  const end = performance.now() + patience;
  while (JSON.stringify(await read()) !== JSON.stringify(wanted) && performance.now() < end) {
    await wait(50);
  }
  expect(await read()).toEqual(wanted);
}

it(
  'tell what Redis does: works, refuses writes, is gone, is back',
  async () => {
    await storeIs('available', 0);
    await redis.client.config('SET', 'maxmemory', '1');
    await storeIs('refuses_writes', 0);
    await login();
    await storeIs('refuses_writes', 1);
    await redis.client.config('SET', 'maxmemory', '0');
    await storeIs('available', 0);
    await redis.kill();
    await storeIs('unreachable', 0);
    await login();
    await storeIs('unreachable', 1);
    await redis.start();
    await storeIs('available', 0);
  },
  4 * patience,
);

it('have the form and the names that Prometheus asks for', async () => {
  await login();
  const { text } = await scrape(local.gateway);
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toBe('');
  expect(status).toBe(0);
});
