import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.ts';
import { startNginx, type Nginx } from '../../test/support/nginx.ts';
import { startRedis, type RedisLink, type TestRedis } from '../../test/support/redis.ts';
import { unlessShort } from '../short.ts';
import { startScene, type Scene } from './scene.ts';
import { Visitor, type VisitorReport } from './visitor.ts';

/** Counts of one run. */
export interface TabsReport extends VisitorReport {
  /** Number of sign-ins that ended because Auth0's answer was lost: the tenant closed the connection after doing the work. */
  lostAnswers: number;
  /** Reasons for which visitors were signed out before the tenant closed connections. There should be none. */
  signedOutBeforeCut: string[];
  seconds: number;
}

/** A gateway process that can be restarted at the same port. */
interface Gateway {
  url: string;
  link: RedisLink;
  process: ChildProcess;
  metricsUrl: string;
  /** Number of lost answers that earlier processes of this gateway counted. */
  lostBefore: number;
}

const lastTrouble = 'Auth0 cuts the connection once the work is done';
const replicas = 3;
const visitors = unlessShort(200, 20);
/** Milliseconds of load after each fault. */
const phase = unlessShort(10_000, 1000);
/** Lifetime of access tokens (seconds). */
const tokenLifetime = unlessShort(30, 4);

/**
 * Simulates visitors with three tabs each. Half of them have a session in a cookie. They query, refresh, lose answers and log out
 * at random, through nginx, at three gateways. Meanwhile Redis fails over, Auth0 fails, and a gateway restarts.
 *
 * @param overlap - seconds for which Auth0 accepts an exchanged refresh token again
 */
export async function tabsUnderChaos(
  overlap: number,
  tell: (line: string) => void,
): Promise<TabsReport> {
  const scene = await startScene(visitors, { tokenLifetime, overlap });
  const [master, other] = await Promise.all([startRedis(), startRedis()]);
  await other.client.replicaof('127.0.0.1', new URL(master.url).port);
  const gateways = await Promise.all(
    Array.from({ length: replicas }, async () => startGateway(scene, await master.link())),
  );
  for (const gateway of gateways) await untilReady(gateway);
  const nginx = await startNginx(gateways.map(({ url }) => url) as [string, ...string[]]);

  const begun = performance.now();
  const report = newReport();
  const everybody = scene.usernames.map(
    (username, index) =>
      new Visitor({ username, index, url: nginx.url, report, usesCookie: index % 2 === 0 }),
  );
  const done = Promise.all(everybody.map((visitor) => visitor.run()));
  let beforeCut = 0;
  for (const [what, trouble] of troubles({ scene, master, other, gateways })) {
    tell(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${what}`);
    if (what === lastTrouble) beforeCut = report.signedOut.length;
    await trouble();
  }
  for (const visitor of everybody) visitor.stop();
  await done;
  const seconds = (performance.now() - begun) / 1000;
  const lost = await Promise.all(gateways.map(countLost));
  await close({ scene, master, other, gateways, nginx });
  const lostAnswers = lost.reduce((sum, count) => sum + count, 0);
  return {
    ...report,
    signedOutBeforeCut: report.signedOut.slice(0, beforeCut),
    lostAnswers,
    seconds,
  };
}

interface Stage {
  scene: Scene;
  master: TestRedis;
  other: TestRedis;
  gateways: Gateway[];
}

function troubles({ scene, master, other, gateways }: Stage): [string, () => Promise<void>][] {
  const calm = () => wait(phase);
  const failing = async (fault: object) => {
    await scene.control('PUT', 'faults/token', fault);
    await wait(phase / 3);
    await scene.control('DELETE', 'faults/token');
    await calm();
  };
  return [
    ['all is well', calm],
    ['Auth0 answers 500', () => failing({ fault: 'server_error' })],
    ['Auth0 answers after 2 s', () => failing({ fault: 'slow', delay_ms: 2000 })],
    [
      'Redis hangs for 2 s',
      async () => {
        master.freeze();
        await wait(2000);
        master.thaw();
        await calm();
      },
    ],
    [
      'Redis fails over to its replica',
      async () => {
        await failOver(master, other, gateways);
        await calm();
      },
    ],
    [
      'a gateway stops, and is started anew',
      async () => {
        const [first] = gateways;
        if (first) gateways[0] = await restart(scene, first);
        await calm();
      },
    ],
    [lastTrouble, () => failing({ fault: 'cut' })],
  ];
}

/** Makes the replica the master, like Sentinel, and connects all gateways to it. */
async function failOver(master: TestRedis, other: TestRedis, gateways: Gateway[]): Promise<void> {
  await master.client.call('client', 'pause', '1000', 'write');
  await wait(200); // The replica reads what the master has acknowledged.
  await other.client.replicaof('NO', 'ONE');
  for (const { link } of gateways) {
    link.lead(other);
    link.mend();
  }
  await master.kill();
}

async function startGateway(
  { environment }: Scene,
  link: RedisLink,
  port?: string,
): Promise<Gateway> {
  const own = { PORT: port ?? String(await freePort()), METRICS_PORT: '0', REDIS_URL: link.url };
  const child = fork('bench/chaos/gateway.ts', {
    env: { ...process.env, ...environment, ...own },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [urls] = (await once(child, 'message')) as [{ url: string; metricsUrl: string }];
  return { ...urls, link, process: child, lostBefore: 0 };
}

async function restart(scene: Scene, gateway: Gateway): Promise<Gateway> {
  const lostBefore = await countLost(gateway);
  const exited = once(gateway.process, 'exit');
  gateway.process.kill('SIGTERM');
  await exited;
  const next = await startGateway(scene, gateway.link, new URL(gateway.url).port);
  await untilReady(next);
  return { ...next, lostBefore };
}

async function untilReady({ url }: Gateway): Promise<void> {
  while ((await fetch(new URL('/health/ready', url))).status !== 200) await wait(50);
}

async function countLost({ metricsUrl, lostBefore }: Gateway): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const [, count = '0'] = /^gatehouse_refresh_answers_lost_total (\d+)$/m.exec(text) ?? [];
  return lostBefore + Number(count);
}

async function close({
  scene,
  master,
  other,
  gateways,
  nginx,
}: Stage & { nginx: Nginx }): Promise<void> {
  await nginx.close();
  for (const { process, link } of gateways) {
    process.kill('SIGKILL');
    link.close();
  }
  await master.close();
  await other.close();
  await scene.close();
}

function newReport(): VisitorReport {
  return {
    looks: 0,
    refreshes: 0,
    logins: 0,
    logouts: { everywhere: 0, notEverywhere: 0 },
    answersLost: 0,
    unavailable: 0,
    signedOut: [],
    acceptedAfterEverywhere: 0,
    secondSuccessors: 0,
  };
}
