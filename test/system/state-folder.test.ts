// needs: unshare mkfifo
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { bundledGateway } from '../support/bundled-gateway.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { unusedServices } from '../support/unused-services.ts';

interface Program {
  process: ChildProcess;
  output: () => string;
  /** The code, or the signal. */
  exited: Promise<number | string>;
}

const programs: Program[] = [];
let main: string;
beforeAll(async () => {
  main = await bundledGateway();
});
afterAll(async () => {
  for (const { process, exited } of programs) {
    process.kill('SIGKILL');
    await exited;
  }
});

/** Starts the program with the local tenant. */
function start(folder: string, [command = process.execPath, ...args]: string[] = []): Program {
  const child = spawn(command, [...args, main], {
    env: {
      ...{ PATH: present(process.env['PATH']), HOST: '127.0.0.1', ...unusedServices() },
      ...{ NODE_ENV: 'development', PORT: '0', TENANT_PORT: '0' },
      ...{ STATE_DIR: folder, TENANT_STATE: 'memory' },
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const program = { process: child, output: () => output, exited };
  programs.push(program);
  return program;
}

async function ready({ process, output }: Program): Promise<void> {
  while (!output().includes('is ready')) {
    if (process.exitCode !== null) throw new Error(output());
    await wait(10);
  }
}

describe('one STATE_DIR without Redis', () => {
  it('serves one process: a second one waits, and gives up in words', async () => {
    const folder = temporaryFolder();
    const first = start(folder);
    await ready(first);
    const second = start(folder);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('STATE_DIR is used by another gateway process: stop');
    expect(second.output()).not.toContain('is ready');
    expect(first.process.exitCode).toBeNull();
  });

  it('passes to the next process when the first one stops, and leaves no lock behind', async () => {
    const folder = temporaryFolder();
    const first = start(folder);
    await ready(first);
    const second = start(folder);
    await wait(1000);
    first.process.kill('SIGTERM');
    await ready(second);
    expect(await first.exited).toBe(0);
    second.process.kill('SIGTERM');
    expect(await second.exited).toBe(0);
    expect(readdirSync(folder).filter((name) => name.includes('lock'))).toEqual([]);
  });

  it('is free after a kill: at once on this machine, and after a while from another container', async () => {
    const folder = temporaryFolder();
    const first = start(folder);
    await ready(first);
    first.process.kill('SIGKILL');
    await first.exited;
    const second = start(folder);
    await ready(second);
    // The pid means nothing there: another process may have it, and the holder's is unknown.
    const elsewhere = [
      'unshare',
      '-r',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      process.execPath,
    ];
    const refused = start(folder, elsewhere);
    expect(await refused.exited).toBe(1);
    expect(refused.output()).toContain('STATE_DIR is used by another gateway process');
    second.process.kill('SIGKILL');
    await second.exited;
    await ready(start(folder, elsewhere));
  });
});

describe('the audit trail', () => {
  it('has what was saved before a kill, and goes on behind a line that the kill has cut off', async () => {
    const folder = temporaryFolder();
    const first = start(folder);
    await ready(first);
    for (let count = 0; count < 5; count += 1) await login(first, 'wrong');
    const { accessToken } = await login(first);
    expect(await outcomes(first, accessToken)).toEqual(['Session', ...wrong(5)]);
    const late = login(first, 'wrong').catch(() => undefined);
    first.process.kill('SIGKILL');
    await Promise.all([first.exited, late]);
    appendFileSync(join(folder, 'audit/attempts.000001.jsonl'), '{"id":"9');

    const second = start(folder);
    await ready(second);
    const again = await login(second);
    const found = await outcomes(second, again.accessToken);
    // The kill may have come before or after the last login was saved.
    expect([5, 6]).toContain(found.filter((outcome) => outcome === 'InvalidCredentials').length);
    expect([found[0], found.at(-6), ...found.slice(-5)]).toEqual([
      'Session',
      'Session',
      ...wrong(5),
    ]);
    expect(second.output()).toContain('unreadable lines ignored');
  });

  const wrong = (count: number) => Array.from({ length: count }, () => 'InvalidCredentials');

  async function login(program: Program, password = 'Correct-Horse-7-Battery') {
    const { login: session } = await ask<{ login: { accessToken: string } }>(
      program,
      `mutation { login(input: { username: "admin@example.com", password: "${password}" }) { ... on Session { accessToken } } }`,
    );
    return session;
  }

  async function outcomes(program: Program, token: string): Promise<string[]> {
    const query = '{ auditEvents(first: 100) { edges { node { outcome } } } }';
    interface Answer {
      auditEvents: { edges: { node: { outcome: string } }[] };
    }
    const { auditEvents } = await ask<Answer>(program, query, token);
    return auditEvents.edges.map(({ node }) => node.outcome);
  }

  async function ask<Data>({ output }: Program, query: string, token = ''): Promise<Data> {
    const [url = ''] = /http:\S+\/graphql/.exec(output()) ?? [];
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as { data: Data }).data;
  }
});

describe('a STATE_DIR that cannot be used', () => {
  it('on a read-only file system the gateway starts, and says once that it saves nothing', async () => {
    const script = 'mount -t tmpfs -o ro none "$STATE_DIR" && exec "$0" "$@"';
    const program = start(temporaryFolder(), [
      'unshare',
      '-rm',
      'sh',
      '-c',
      script,
      process.execPath,
    ]);
    await ready(program);
    expect(program.output().split('cannot write sessions to STATE_DIR')).toHaveLength(2);
  });

  it('a folder that hangs ends the start in words', async () => {
    const folder = join(temporaryFolder(), 'state');
    mkdirSync(folder);
    // Nobody reads: to open it for writing waits for ever.
    expect(spawnSync('mkfifo', [join(folder, 'sessions.jsonl')]).status).toBe(0);
    const program = start(folder);
    expect(await program.exited).not.toBe(0);
    expect(program.output()).toContain('STATE_DIR cannot be used: the file system does not answer');
  });
});
