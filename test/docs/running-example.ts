import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { seededPassword } from '../support/local.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A GraphQL answer. */
export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { path?: string[]; message: string; extensions: Record<string, unknown> }[];
}

/** Output and exit code of a program that has ended. */
export interface Ended {
  code: number | null;
  output: string;
}

/** A running `npm run example` in a copy of the project, on free ports. */
export interface RunningExample {
  /** Folder of the project that the page's steps have made. */
  folder: string;
  /** TCP port of the orders service. */
  ordersPort: string;
  gatewayUrl: string;
  /** Returns everything that the program has written to its terminal. */
  output: () => string;
  ask: (query: string, token?: string) => Promise<Answer>;
  /**
   * Returns the access token of a seeded account, such as `editor`. Logs in at the first call, and returns the same token
   * afterwards.
   */
  tokenOf: (name: string) => Promise<string>;
  /** Returns the lines of the orders service's log. */
  serviceLog: () => { pid: number; route?: string }[];
  /** Stops the orders service. The gateway and the tenant go on. */
  stopService: () => Promise<void>;
  /** Runs `npm run example` a second time in the same folder, and waits for its end. */
  runAgain: (env: Record<string, string>) => Promise<Ended>;
  stop: () => Promise<number | null>;
}

const notCopied = [
  '.git',
  '.example',
  '.state',
  '.env',
  '.compiled',
  'node_modules',
  'dist',
  'coverage',
];
/** Environment of the programs. It has only `PATH` from this machine's environment. Go programs end before they collect garbage. */
export const plainEnv = { PATH: present(process.env['PATH']), GOGC: 'off' };

export async function startExample(): Promise<RunningExample> {
  const project = copiedProject();
  const folder = join(project, '.example');
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const [PORT = '', TENANT_PORT = '', ORDERS_PORT = ''] = ports.map(String);
  const gatewayUrl = `http://localhost:${PORT}/`;
  const example = run(['scripts/example.js'], project, { PORT, TENANT_PORT, ORDERS_PORT });
  while (!example.output().includes('orders.log')) {
    if (example.child.exitCode !== null) throw new Error(`exited first: ${example.output()}`);
    await wait(50);
  }
  const ask: RunningExample['ask'] = (query, token) => post(`${gatewayUrl}graphql`, query, token);
  const tokens: Record<string, string> = {};
  const serviceLog: RunningExample['serviceLog'] = () =>
    readFileSync(join(folder, 'orders.log'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { pid: number; route?: string });
  return {
    folder,
    ordersPort: ORDERS_PORT,
    gatewayUrl,
    output: example.output,
    ask,
    tokenOf: async (name) => (tokens[name] ??= await login(ask, `${name}@example.com`)),
    serviceLog,
    stopService: async () => {
      process.kill(present(serviceLog()[0]).pid, 'SIGTERM');
      while (await isOpen(ORDERS_PORT)) await wait(20);
    },
    runAgain: async (env) => {
      const again = run(['scripts/example.js'], project, env);
      return { code: await again.exited, output: again.output() };
    },
    stop: () => {
      example.child.kill('SIGTERM');
      return example.exited;
    },
  };
}

/** Runs a Node.js program, and waits for its end. */
export async function runToEnd(args: string[], folder: string): Promise<Ended> {
  // The developer may already have a tenant running at the default port.
  const { exited, output } = run(args, folder, {
    ...{ PORT: '0', TENANT_PORT: '0', TENANT_STATE: 'memory' },
  });
  return { code: await exited, output: output() };
}

async function login(ask: RunningExample['ask'], username: string): Promise<string> {
  const input = `username: "${username}", password: "${seededPassword}"`;
  const { data } = await ask(
    `mutation { login(input: { ${input} }) { ... on Session { accessToken } } }`,
  );
  return (data as { login: { accessToken: string } }).login.accessToken;
}

function copiedProject(): string {
  const project = temporaryFolder();
  for (const name of readdirSync('.').filter((name) => !notCopied.includes(name))) {
    cpSync(name, join(project, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
  return project;
}

function run(args: string[], cwd: string, env: Record<string, string>) {
  const child = spawn(process.execPath, args, { cwd, env: { ...plainEnv, ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, exited };
}

async function post(url: string, query: string, token: string | undefined): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
}

function isOpen(port: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}
