import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import process from 'node:process';
import type { Local } from './local.ts';

/** Runs the command `end-sessions` as another process, with the configuration of a local gateway and more variables. */
export async function endSessions(
  { tenant }: Local,
  args: readonly string[],
  env: Record<string, string>,
) {
  const child = spawn(process.execPath, ['scripts/end-sessions.js', ...args], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      AUTH0_DOMAIN: tenant.url,
      AUTH0_CLIENT_ID: 'gatehouse-local',
      AUTH0_CLIENT_SECRET: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      AUTH0_AUDIENCE: 'https://api.gatehouse.example',
      ...env,
    },
  });
  const [[status], stdout, stderr] = await Promise.all([
    once(child, 'exit') as Promise<[number]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status, stdout, stderr };
}
