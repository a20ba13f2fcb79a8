import { spawn } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startTenant } from '../../src/tenant/tenant.ts';
import { seededSettings, testTenant } from './support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('startTenant', () => {
  it('takes a free port, and its issuer has it', async () => {
    const { url, issuer } = await testTenant();
    expect(url).toMatch(/^http:\/\/localhost:[1-9]\d*$/);
    expect(issuer).toBe(`${url}/`);
  });

  it('listens on every address of localhost', async () => {
    const port = Number(new URL((await testTenant()).url).port);
    const addresses = await lookup('localhost', { all: true });
    for (const { address } of addresses) {
      const socket = connect(port, address);
      await once(socket, 'connect');
      socket.destroy();
    }
    expect(addresses).not.toHaveLength(0);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', 'localhost'],
  ])('listening on %s, it is at %s', async (host, name) => {
    const tenant = await startTenant({ settings: seededSettings, port: 0, host });
    const response = await fetch(`${tenant.url}/.well-known/openid-configuration`);
    await tenant.close();
    expect(new URL(tenant.url).hostname).toBe(name);
    expect(await response.json()).toHaveProperty('issuer', tenant.issuer);
  });

  it('rejects with EADDRINUSE for a port in use', async () => {
    const { url, settings } = await testTenant();
    const port = Number(new URL(url).port);
    await expect(startTenant({ settings, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('does not run in production', async () => {
    const { NODE_ENV } = process.env;
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(startTenant({ settings: seededSettings, port: 0 })).rejects.toThrow(
        'NODE_ENV is production: the local tenant is for development only',
      );
    } finally {
      process.env['NODE_ENV'] = NODE_ENV;
    }
  });

  it('stops listening when closed', async () => {
    const tenant = await startTenant({ settings: seededSettings, port: 0 });
    await tenant.close();
    await expect(fetch(tenant.url)).rejects.toThrow('fetch failed');
  });
});

describe('a tenant that listens at every address', () => {
  it.each(['0.0.0.0', '0', '::', '::ffff:0.0.0.0'])('is the issuer localhost: %s', async (host) => {
    const tenant = await startTenant({ settings: seededSettings, port: 0, host });
    expect(tenant.issuer).toMatch(/^http:\/\/localhost:\d+\/$/);
    await tenant.close();
  });
});

describe('npm run tenant', () => {
  const run = async (env: Record<string, string>, until: RegExp, more: string[] = []) => {
    const child = spawn(process.execPath, ['scripts/start.js', '--tenant', ...more], {
      env: { PATH: process.env['PATH'], TENANT_STATE: 'memory', ...env },
    });
    let output = '';
    const exited = once(child, 'exit') as Promise<[number | null]>;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (until.test(output)) child.kill('SIGTERM');
      });
    }
    const [code] = await exited;
    return { code, output };
  };

  it('prints its address, the accounts and what to set on a gateway; L04: SIGTERM ends it', async () => {
    const { code, output } = await run({ TENANT_PORT: '0' }, /AUTH0_AUDIENCE=.*\n/);
    expect(code).toBe(0);
    expect(output).toMatch(/The local tenant is ready: http:\/\/localhost:\d+\/ /);
    expect(output).toContain('    editor@example.com  editor   Correct-Horse-7-Battery\n');
    expect(output).toMatch(/ {2}AUTH0_DOMAIN=http:\/\/localhost:\d+\n/);
    expect(output).toContain('  AUTH0_CLIENT_ID=gatehouse-local\n');
    expect(output).toContain('  Accounts live until the tenant ends (TENANT_STATE=memory).\n');
  });

  it('L05: says in one line that the port is in use', async () => {
    const { url } = await testTenant();
    const { port } = new URL(url);
    const { code, output } = await run({ TENANT_PORT: port }, /never/);
    expect([code, output]).toEqual([
      1,
      `Port ${port} is in use: stop the other program, or set TENANT_PORT to another port.\n`,
    ]);
  });

  it('L05: says in one line that HOST cannot be resolved', async () => {
    const { code, output } = await run({ HOST: 'nosuch.invalid', TENANT_PORT: '0' }, /never/);
    expect([code, output]).toEqual([1, 'HOST cannot be resolved: nosuch.invalid.\n']);
  });

  it('L05: leaves a damaged state as it is and says so; --reset empties it', async () => {
    const state = temporaryFolder();
    const file = join(state, 'state.db');
    writeFileSync(file, 'not a state');
    const env = { TENANT_STATE: state, TENANT_PORT: '0' };
    const damaged = await run(env, /never/);
    expect([damaged.code, damaged.output]).toEqual([
      1,
      `The configuration has 1 mistake:\n  TENANT_STATE ${state} is damaged, and is left as it is: put a copy in its place, or empty it, to begin anew: npm run tenant -- --reset\n`,
    ]);
    expect(readFileSync(file, 'utf8')).toBe('not a state');

    const { code, output } = await run(env, /never/, ['--reset']);
    expect([code, output]).toEqual([
      0,
      `The state of the local tenant in ${state} is empty. The next start adds the users of the settings file.\n`,
    ]);
    expect(readdirSync(state)).toEqual([]);
  });

  it('L05: says what is wrong in the settings file', async () => {
    const file = join(temporaryFolder(), 'team.yaml');
    writeFileSync(file, 'typo: 1\n');
    const { code, output } = await run({ TENANT_FILE: file, TENANT_PORT: '0' }, /never/);
    expect([code, output]).toEqual([
      1,
      'The configuration has 1 mistake:\n  TENANT_FILE typo: unknown key\n',
    ]);
  });
});
