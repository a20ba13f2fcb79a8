import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import type { CertificateFiles } from './certificates.ts';
import { follow, listening, portOptions, startRedis, type TestRedis } from './redis.ts';

/** Real Sentinels with a master and a replica. */
export interface TestSentinels {
  /** The variables of a gateway. */
  env: Record<string, string> & { REDIS_URL: string; REDIS_SENTINELS: string };
  /** The two servers. The first one is the master at the start. */
  servers: readonly [TestRedis, TestRedis];
  /** Returns the server that the Sentinels call the master. */
  master: () => Promise<TestRedis>;
  /** Makes the replica the master, and the master a replica. Resolves when both are. */
  failOver: () => Promise<void>;
  /** Waits until the servers are a master and its replica, so that another failover is possible. */
  settle: () => Promise<void>;
  /** Ends the Sentinels with `SIGKILL`. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
}

/** Settings of {@link startSentinels}. */
export interface TestSentinelsOptions {
  /** Password of the servers. Default: none. */
  password?: string;
  /** Password of the Sentinels. Default: none. */
  sentinelPassword?: string;
  /** Servers and Sentinels speak TLS alone. */
  tls?: CertificateFiles;
}

/** Name of the master at the Sentinels. */
export const masterName = 'mymaster';
/** Milliseconds without an answer after which a Sentinel calls a server down. */
const downAfter = 1000;
const sentinelCount = 3;

/** Starts a master, its replica and three Sentinels that watch them, at free ports. */
export async function startSentinels({
  password,
  sentinelPassword,
  tls,
}: TestSentinelsOptions = {}): Promise<TestSentinels> {
  const own = { ...(password && { password }), ...(tls && { tls }) };
  const servers = [await startRedis(own), await startRedis(own)] as const;
  const [first, second] = servers;
  const portOf = ({ url }: TestRedis) => Number(new URL(url).port);
  await follow(second, first);

  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-sentinels-'));
  const ports: number[] = [];
  for (let count = 0; count < sentinelCount; count += 1) ports.push(await freePort());
  let processes: ChildProcess[] = [];
  for (const port of ports) {
    await writeFile(
      join(folder, `${port}.conf`),
      [
        'bind 127.0.0.1',
        `dir ${folder}`,
        `sentinel monitor ${masterName} 127.0.0.1 ${portOf(first)} 2`,
        `sentinel down-after-milliseconds ${masterName} ${downAfter}`,
        `sentinel failover-timeout ${masterName} 3000`,
        ...(password ? [`sentinel auth-pass ${masterName} ${password}`] : []),
        ...(sentinelPassword ? [`requirepass ${sentinelPassword}`] : []),
        ...(tls ? ['tls-replication yes'] : []),
        '',
      ].join('\n'),
    );
  }
  const clients = ports.map((port) => {
    const client = new Redis({
      port,
      host: '127.0.0.1',
      ...(sentinelPassword && { password: sentinelPassword }),
      ...(tls && { tls: { ca: readFileSync(tls.caFile) } }),
    });
    client.on('error', () => undefined);
    return client;
  });
  const ask = (client: Redis, ...args: string[]) => client.call('SENTINEL', ...args);

  async function start(): Promise<void> {
    processes = ports.map((port) =>
      spawn(
        'redis-server',
        [join(folder, `${port}.conf`), '--sentinel', ...portOptions(port, tls)],
        { stdio: 'ignore' },
      ),
    );
    await Promise.all(ports.map(listening));
    await settle();
  }

  async function kill(): Promise<void> {
    for (const process of processes.splice(0)) {
      const exited = once(process, 'exit');
      process.kill('SIGKILL');
      await exited;
    }
  }

  async function master(): Promise<TestRedis> {
    const [client] = clients;
    if (!client) throw new Error('no Sentinel');
    const [, port] = (await ask(client, 'GET-MASTER-ADDR-BY-NAME', masterName)) as string[];
    return portOf(second) === Number(port) ? second : first;
  }

  /** A Sentinel that has just begun knows neither the replica nor the other Sentinels. */
  async function settle(): Promise<void> {
    for (const client of clients) {
      const isSettled = async () => {
        const fields = await ask(client, 'MASTER', masterName).catch(() => []);
        const known = toObject(fields as string[]);
        const replicas = await ask(client, 'REPLICAS', masterName).catch(() => []);
        const [replica] = (replicas as string[][]).map(toObject);
        return (
          known['flags'] === 'master' &&
          known['num-other-sentinels'] === String(sentinelCount - 1) &&
          replica?.['flags'] === 'slave' &&
          replica['master-link-status'] === 'ok'
        );
      };
      while (!(await isSettled())) await wait(50);
    }
  }

  await start();
  return {
    env: {
      REDIS_URL: `${tls ? 'rediss' : 'redis'}://${password ? `:${password}@` : ''}${masterName}`,
      REDIS_SENTINELS: ports.map((port) => `127.0.0.1:${port}`).join(','),
      ...(sentinelPassword && { REDIS_SENTINEL_PASSWORD: sentinelPassword }),
      ...(tls && { REDIS_CA_FILE: tls.caFile }),
    },
    servers,
    master,
    failOver: async () => {
      const [client] = clients;
      const before = await master();
      if (client) await ask(client, 'FAILOVER', masterName);
      while ((await master()) === before) await wait(20);
      await settle();
    },
    settle,
    kill,
    start,
    close: async () => {
      for (const client of clients) client.disconnect();
      await kill();
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Turns a list of names and values into an object. */
function toObject(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : [])),
  );
}
