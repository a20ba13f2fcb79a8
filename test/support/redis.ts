import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { CertificateFiles } from './certificates.ts';
import { freePort } from './free-port.ts';

/** A Redis server for one test, empty at the start. */
export interface TestRedis {
  url: string;
  /** A client that reads the server's data directly. */
  client: Redis;
  /** Freezes the server: connections stay open, and no command gets an answer. */
  freeze: () => void;
  thaw: () => void;
  /** Kills the server, which loses its data. */
  kill: () => Promise<void>;
  /** Starts the server again after {@link TestRedis.kill}. */
  start: () => Promise<void>;
  /** Opens another route to the server, which the test can cut. */
  link: () => Promise<RedisLink>;
  /** The folder in which the server saves its data. */
  folder: string;
  close: () => Promise<void>;
}

/** A network link between a client and Redis. */
export interface RedisLink {
  url: string;
  /** Drops all data from now on, without closing connections. */
  cut: () => void;
  /** Closes the connections that were open, and lets new ones through. */
  mend: () => void;
  /** Leads new connections to another server. Those that are open stay. */
  lead: (to: TestRedis) => void;
  close: () => void;
}

/** Differences from a plain Redis server. */
export interface TestRedisOptions {
  /** More options of redis-server, such as `--cluster-enabled yes`. */
  options?: readonly string[];
  /** Password of the server, and of a master that it follows. */
  password?: string;
  /** Speaks TLS alone, also with a master that it follows. */
  tls?: CertificateFiles;
}

/** Starts a real Redis server at a free port. */
export async function startRedis({
  options: more = [],
  password,
  tls,
}: TestRedisOptions = {}): Promise<TestRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-redis-'));
  let server: ChildProcess;

  async function start(): Promise<void> {
    const options = ['--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
    if (password) options.push('--requirepass', password, '--masterauth', password);
    // A replica does not wait for others to copy the data together.
    options.push('--repl-diskless-sync-delay', '0');
    if (tls) options.push('--tls-replication', 'yes');
    server = spawn('redis-server', [...portOptions(port, tls), ...options, ...more], {
      stdio: 'ignore',
    });
    await listening(port);
  }

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  }

  await start();
  const url = `${tls ? 'rediss' : 'redis'}://${password ? `:${password}@` : ''}127.0.0.1:${port}`;
  const client = new Redis(url, tls ? { tls: { ca: readFileSync(tls.caFile) } } : {});
  client.on('error', () => undefined);
  return {
    url,
    client,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    kill,
    start,
    link: () => startLink(port),
    folder,
    close: async () => {
      client.disconnect();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a server a read-only replica of another one. Resolves when it has that server's data. */
export async function follow(
  { client }: TestRedis,
  { url }: Pick<TestRedis, 'url'>,
): Promise<void> {
  const { hostname, port } = new URL(url);
  await client.replicaof(hostname, Number(port));
  while (!(await client.info('replication')).includes('master_link_status:up')) await wait(20);
}

/** Options of redis-server and redis-sentinel for a port, with TLS or without. */
export function portOptions(port: number, tls?: CertificateFiles): string[] {
  if (!tls) return ['--port', String(port)];
  const { certFile, keyFile, caFile } = tls;
  const files = [
    '--tls-cert-file',
    certFile,
    '--tls-key-file',
    keyFile,
    '--tls-ca-cert-file',
    caFile,
  ];
  return ['--port', '0', '--tls-port', String(port), ...files, '--tls-auth-clients', 'no'];
}

async function startLink(port: number): Promise<RedisLink> {
  let isCut = false;
  let target = port;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => !isCut && to.write(data));
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const closeAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => (isCut = true),
    mend: () => {
      isCut = false;
      closeAll();
    },
    lead: ({ url }) => {
      target = Number(new URL(url).port);
    },
    close: () => {
      closeAll();
      server.close();
    },
  };
}

/** Waits until a program listens at a port of this machine. */
export async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (outcome) return;
    await wait(20);
  }
}
