import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { follow, startRedis, type RedisLink, type TestRedis } from '../../test/support/redis.ts';
import { clientOf, type Client, type Tokens } from './client.ts';
import { unlessShort } from '../short.ts';
import { startScene, type Scene } from './scene.ts';
import { troubles } from './troubles.ts';

/** One of several gateways that share a Redis. Each has a network link of its own to Redis. */
interface Replica {
  process: ChildProcess;
  client: Client;
  link: RedisLink;
}

/** A session whose state the worker knows. */
interface Known extends Tokens {
  user: number;
  /** Time at which the token was issued, on the clock of `performance.now()` (milliseconds). */
  since: number;
  /** Whether the gateway that issued the token was ready. */
  isFromReady: boolean;
  /** Time at which the logout of the token was answered, on the clock of `performance.now()`. Undefined while the token is valid. */
  endedAt?: number;
  endedEverywhere?: boolean;
}

/** Counts of one run. */
export interface ReplicasReport {
  operations: Record<string, number>;
  /** Number of times that a ready replica accepted a token after a logout had answered `everywhere: true`. */
  acceptedAfterEverywhere: number;
  /** Number of times that a valid token was refused. */
  refusedWrongly: number;
  /**
   * Number of times that a valid token was refused because it could not be distinguished from an older one. Such a token was
   * issued within six seconds of a logout of all sessions, when that logout was not `everywhere` or the issuing gateway was not
   * ready.
   */
  refusedInDoubt: number;
  /** Milliseconds between the answer of each logout that was not `everywhere` and the last time that the token was accepted. */
  windows: number[];
  /** Number of logouts by their answer. */
  everywhere: { yes: number; no: number };
  /** Number of requests without a result: `SERVICE_UNAVAILABLE`, or no answer. */
  unavailable: number;
  /** Number of sessions whose refresh was refused. */
  lost: number;
  seconds: number;
}

const replicas = 3;
const workers = 24;
const people = unlessShort(600, 60);
const inDoubt = 6000;

/** Logs users in and out at random, at three gateways, while Redis and its network fail in every way. */
export async function replicasUnderChaos(tell: (line: string) => void): Promise<ReplicasReport> {
  const [scene, redis, second, third] = await Promise.all([
    startScene(people),
    ...([startRedis(), startRedis(), startRedis()] as const),
  ]);
  for (const server of [second, third]) await follow(server, redis);
  const gateways = await Promise.all(
    Array.from({ length: replicas }, () => startReplica(scene, redis)),
  );
  for (const { client } of gateways) while (!(await client.isReady())) await wait(50);

  const begun = performance.now();
  const run = workload(scene, gateways);
  const links = gateways.map(({ link }) => link);
  for (const [what, trouble] of troubles([redis, second, third], links)) {
    const { yes, no } = { ...run.everywhere };
    const at = (performance.now() - begun) / 1000;
    await trouble();
    const claims = `everywhere: true ${run.everywhere.yes - yes}, false ${run.everywhere.no - no}`;
    tell(`${at.toFixed(0).padStart(4)} s  ${what} (${claims})`);
  }
  const report = { ...(await run.stop()), seconds: (performance.now() - begun) / 1000 };

  for (const { process, link } of gateways) {
    process.kill('SIGKILL');
    link.close();
  }
  await Promise.all([redis, second, third].map((server) => server.close()));
  await scene.close();
  return report;
}

async function startReplica({ environment }: Scene, redis: TestRedis): Promise<Replica> {
  const link = await redis.link();
  const child = fork('bench/chaos/gateway.ts', {
    env: { ...process.env, ...environment, REDIS_URL: link.url },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { process: child, client: clientOf(url), link };
}

/** Starts workers that run one operation after another. Each worker has its own users, and calls any gateway. */
function workload(scene: Scene, gateways: readonly Replica[]) {
  const operations: Record<string, number> = {};
  const report = {
    operations,
    acceptedAfterEverywhere: 0,
    refusedWrongly: 0,
    refusedInDoubt: 0,
    unavailable: 0,
    lost: 0,
    everywhere: { yes: 0, no: 0 },
  };
  /**
   * Time of the latest login or refresh of each user. Within one second, Auth0 issues the same token twice, and a logout ends
   * both.
   */
  const givenAt = new Map<number, number>();
  const isFree = (user: number) => performance.now() - (givenAt.get(user) ?? -Infinity) > 1100;
  const windows = new Map<Known, number>();
  const endedAll = new Map<number, { at: number; everywhere: boolean }>();
  let isOver = false;

  const count = (what: string) => {
    operations[what] = (operations[what] ?? 0) + 1;
  };
  const any = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(Math.random() * items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
  const gateway = () => any(gateways).client;

  async function look(known: Known): Promise<void> {
    const client = gateway();
    const [sentAt, wasEnded, wasEverywhere] = [
      performance.now(),
      known.endedAt,
      known.endedEverywhere,
    ];
    const wasReady = await client.isReady();
    const answer = await client.look(known.accessToken);
    const isReady = wasReady && (await client.isReady());
    count('look');
    if (answer === 'unavailable') report.unavailable += 1;
    if (answer === 'accepted' && wasEnded !== undefined) {
      if (wasEverywhere && isReady) report.acceptedAfterEverywhere += 1;
      if (!wasEverywhere) windows.set(known, Math.max(windows.get(known) ?? 0, sentAt - wasEnded));
    }
    if ((answer === 'revoked' || answer === 'refused') && known.endedAt === undefined) {
      const { at = -Infinity, everywhere = true } = endedAll.get(known.user) ?? {};
      const isInDoubt = known.since - at < inDoubt && !(everywhere && known.isFromReady);
      if (isInDoubt) report.refusedInDoubt += 1;
      else report.refusedWrongly += 1;
    }
  }

  /** Runs one worker until the end. No other worker uses its users, so it knows the state of each token exactly. */
  async function work(worker: number): Promise<void> {
    const mine = scene.usernames.flatMap((_, user) => (user % workers === worker ? [user] : []));
    const alive: Known[] = [];
    const dead: Known[] = [];
    // The state of a token is unknown while an operation on it is running, so a worker runs one operation at a time.
    while (!isOver) {
      const dice = Math.random();
      try {
        const free = mine.filter(isFree);
        if (alive.length === 0 || (dice < 0.1 && alive.length < 30)) await logIn(any(free), alive);
        else if (dice < 0.16) await refresh(alive);
        else if (dice < 0.24) await logOut(alive, dead, dice < 0.175);
        else await look(any(dice < 0.62 || dead.length === 0 ? alive : dead.slice(-40)));
      } catch {
        report.unavailable += 1;
        await wait(10);
      }
    }
  }

  async function logIn(user: number, alive: Known[]): Promise<void> {
    givenAt.set(user, performance.now());
    const client = gateway();
    const tokens = await client.login(scene.usernames[user] ?? '', addressOf(user));
    count('login');
    if (typeof tokens === 'object') await keep(tokens, user, client, alive);
    else report.unavailable += 1;
  }

  async function refresh(alive: Known[]): Promise<void> {
    const known = any(alive);
    if (!isFree(known.user)) return;
    givenAt.set(known.user, performance.now());
    const client = gateway();
    const tokens = await client.refresh(known.refreshToken, addressOf(known.user));
    count('refresh');
    if (tokens === 'unavailable') {
      report.unavailable += 1;
      return;
    }
    if (tokens === 'refused') {
      // If the user has logged out everywhere before, a gateway that does not know when the sign-in began ends the sign-in here.
      report.lost += 1;
      for (const one of alive.filter(({ refreshToken }) => refreshToken === known.refreshToken))
        alive.splice(alive.indexOf(one), 1);
      return;
    }
    // The older access tokens of the sign-in stay valid, and end together with the new one.
    const siblings = alive.filter(({ refreshToken }) => refreshToken === known.refreshToken);
    for (const sibling of siblings) sibling.refreshToken = tokens.refreshToken;
    await keep(tokens, known.user, client, alive);
  }

  async function keep(tokens: Tokens, user: number, client: Client, alive: Known[]): Promise<void> {
    const since = performance.now();
    alive.push({ ...tokens, user, since, isFromReady: await client.isReady() });
  }

  async function logOut(alive: Known[], dead: Known[], isAll: boolean): Promise<void> {
    const known = any(alive);
    const { __typename, everywhere = false } = await gateway().logout(
      known,
      isAll ? 'ALL' : 'THIS',
    );
    count(isAll ? 'logout ALL' : 'logout THIS');
    if (__typename !== 'LoggedOut') {
      report.unavailable += 1;
      return;
    }
    report.everywhere[everywhere ? 'yes' : 'no'] += 1;
    const endedAt = performance.now();
    const isEnded = (one: Known) =>
      one.accessToken === known.accessToken ||
      one.refreshToken === known.refreshToken ||
      (isAll && one.user === known.user);
    for (const one of alive.filter(isEnded)) {
      Object.assign(one, { endedAt, endedEverywhere: everywhere });
      alive.splice(alive.indexOf(one), 1);
      dead.push(one);
      if (!everywhere) windows.set(one, 0);
    }
    if (isAll) endedAll.set(known.user, { at: endedAt, everywhere });
  }

  const all = Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return {
    everywhere: report.everywhere,
    stop: async () => {
      isOver = true;
      await all;
      return { ...report, windows: [...windows.values()] };
    },
  };
}

/** Returns the client address of a user. Each user has a different one. */
const addressOf = (user: number) => `198.51.${Math.floor(user / 250)}.${(user % 250) + 1}`;
