import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { startScriptedAuth0 } from '../test/support/scripted-auth0.ts';
import { inTurns, report } from './in-turns.ts';
import { unlessShort } from './short.ts';

// Measures the CPU time until a program is ready, or until it has printed the mistakes in its configuration.
const rounds = unlessShort(7, 1);

spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
const auth0 = await startScriptedAuth0();
const stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
const common = {
  PATH: process.env['PATH'],
  HOST: '127.0.0.1',
  PORT: '0',
  TENANT_PORT: '0',
  STATE_DIR: stateDir,
};
const connected = {
  ...common,
  AUTH0_DOMAIN: auth0.issuer,
  AUTH0_CLIENT_ID: auth0.clientId,
  AUTH0_CLIENT_SECRET: 'bench-secret',
  AUTH0_AUDIENCE: auth0.audience,
};
const development = { ...common, NODE_ENV: 'development' };

report(
  'CPU time until a program is ready, and its ratio to bare Apollo Server on Fastify',
  await inTurns(rounds, {
    'bare Apollo Server on Fastify': () => untilReady('bench/bare-server.js', common),
    'gateway, built': () => untilReady('dist/main.js', connected),
    'gateway and tenant, built': () => untilReady('dist/main.js', development),
    'npm start': () => untilReady('scripts/start.js', common),
    'mistakes, built': () => untilEnd('dist/main.js', { ...development, LOG_LEVEL: 'loud' }),
    'mistakes, npm start': () => untilEnd('scripts/start.js', { ...common, LOG_LEVEL: 'loud' }),
  }),
);
await auth0.close();
rmSync(stateDir, { recursive: true });

async function untilReady(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  const child = start(file, env);
  await once(child, 'message');
  child.send('cpu');
  const [message] = (await once(child, 'message')) as [{ cpuMicroseconds: number }];
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  return message.cpuMicroseconds;
}

async function untilEnd(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  return Number(await text(start(file, env).stdio[4] as Readable));
}

function start(file: string, env: NodeJS.ProcessEnv): ChildProcess {
  return fork(file, [], {
    env,
    execArgv: ['--import', './bench/tell-cpu-time.js'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
  });
}
