import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { defaultSettingsFile } from '../../../src/tenant/settings/settings-file.ts';
import { present } from '../../support/present.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { connectionName, gatehouse, password, realmGrant } from '../support.ts';

/** How often the tenant is killed. `TENANT_KILLS=200 npm run jest -- kill` takes some minutes. */
const kills = Number(process.env['TENANT_KILLS'] ?? 3);

/** The local tenant as a process of its own. */
class TenantProcess {
  static readonly #running = new Set<TenantProcess>();
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  url = '';

  private constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, ['.compiled/tenant/main.js'], {
      env: { PATH: present(process.env['PATH']), NODE_ENV: 'development', ...env },
    });
    this.#exited = once(this.#child, 'exit');
    TenantProcess.#running.add(this);
  }

  static async start(state: string, settings: string): Promise<TenantProcess> {
    const env = { TENANT_STATE: state, TENANT_FILE: settings, TENANT_PORT: '0', HOST: '127.0.0.1' };
    const tenant = new TenantProcess(env);
    let output = '';
    for (const stream of [tenant.#child.stdout, tenant.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    while (!(tenant.url = /ready: (http\S+)\//.exec(output)?.[1] ?? '')) {
      if (tenant.#child.exitCode !== null) throw new Error(output);
      await wait(10);
    }
    return tenant;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
    TenantProcess.#running.delete(this);
  }

  static async killAll(): Promise<void> {
    await Promise.all([...TenantProcess.#running].map((tenant) => tenant.kill()));
  }

  async post(path: string, form: Record<string, string>): Promise<Record<string, string>> {
    return answerOf(
      await fetch(this.url + path, { method: 'POST', body: new URLSearchParams(form) }),
    );
  }

  async manage(method: string, path: string, body?: object): Promise<unknown> {
    const { access_token = '' } = await this.post('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: 'gatehouse-local-management',
      client_secret: 'local-management-secret-NOT-FOR-PRODUCTION',
      audience: `${this.url}/api/v2/`,
    });
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    return answerOf(await fetch(`${this.url}/api/v2${path}`, init));
  }

  async login(username: string, typed: string): Promise<Record<string, string>> {
    const form = { username, password: typed, scope: 'openid offline_access' };
    const realm = { grant_type: realmGrant, realm: connectionName };
    return this.post('/oauth/token', { ...gatehouse, ...realm, ...form });
  }
}

/** Reads the body of a successful answer. */
async function answerOf(response: Response): Promise<Record<string, string>> {
  const body = (await response.json()) as Record<string, string>;
  if (!response.ok) throw new Refused(`${response.status} ${JSON.stringify(body)}`);
  return body;
}

class Refused extends Error {}

/** A client that writes one request after another, and remembers what it was answered. */
interface Writer {
  write: (tenant: TenantProcess) => Promise<void>;
  /** Lists the answered writes that the tenant does not know. */
  lost: (tenant: TenantProcess) => Promise<string[]>;
}

/** Signs people up. Each of them must be able to sign in, and have a mail and a log record. */
function signingUp(name: string): Writer {
  const emails: string[] = [];
  return {
    write: async (tenant) => {
      const email = `${name}-${emails.length}@example.com`;
      const { client_id } = gatehouse;
      await tenant.post('/dbconnections/signup', {
        ...{ client_id, connection: connectionName, email, password },
      });
      emails.push(email);
    },
    lost: async (tenant) => {
      const headers = { accept: 'application/json' };
      const outbox = await (await fetch(`${tenant.url}/outbox`, { headers })).text();
      const logs = JSON.stringify(await tenant.manage('GET', '/logs?per_page=100&q=type:ss'));
      const lost = [];
      for (const email of emails.slice(-20)) {
        const session = await tenant.login(email, password).catch(() => undefined);
        if (!session) lost.push(`account ${email}`);
        if (!outbox.includes(`"${email}"`)) lost.push(`mail to ${email}`);
      }
      for (const email of emails.slice(-5)) {
        if (!logs.includes(`"${email}"`)) lost.push(`log record of ${email}`);
      }
      return lost;
    },
  };
}

/** Uses one refresh token after another. The latest must be usable. */
function refreshing(username: string): Writer {
  let token: string | undefined;
  return {
    write: async (tenant) => {
      const { refresh_token } =
        token === undefined
          ? await tenant.login(username, password)
          : await tenant.post('/oauth/token', {
              ...{ ...gatehouse, grant_type: 'refresh_token', refresh_token: token },
            });
      token = refresh_token;
    },
    lost: async (tenant) => {
      if (token === undefined) return [];
      const form = { ...gatehouse, grant_type: 'refresh_token', refresh_token: token };
      return tenant.post('/oauth/token', form).then(
        () => [],
        (error: unknown) => [`refresh token of ${username}: ${String(error)}`],
      );
    },
  };
}

/** Changes a user's metadata. The last answered value must be there, or the one that was on its way. */
function describing(user_id: string): Writer {
  let [sent, answered] = [0, 0];
  const path = `/users/${encodeURIComponent(user_id)}`;
  return {
    write: async (tenant) => {
      sent += 1;
      await tenant.manage('PATCH', path, { user_metadata: { count: sent } });
      answered = sent;
    },
    lost: async (tenant) => {
      if (answered === 0) return [];
      const user = (await tenant.manage('GET', path)) as { user_metadata?: { count: number } };
      const count = user.user_metadata?.count ?? 0;
      return count >= answered ? [] : [`metadata of ${user_id}: ${count}, not ${answered}`];
    },
  };
}

let settings: string;
beforeAll(() => {
  const compile = "import('./scripts/compile.js').then(({ compile }) => compile())";
  expect(spawnSync(process.execPath, ['-e', compile], { encoding: 'utf8' }).status).toBe(0);
  settings = join(temporaryFolder(), 'tenant.yaml');
  const text = readFileSync(defaultSettingsFile, 'utf8')
    .replace(
      'suspicious_ip_throttling:\n    enabled: true',
      'suspicious_ip_throttling:\n    enabled: false',
    )
    .replace('burst: 50\n  per_second: 10', 'burst: 10000\n  per_second: 1000')
    .replace(/^actions:[\s\S]*?^(?=management)/m, '');
  writeFileSync(settings, text);
});
afterAll(() => TenantProcess.killAll());

it(`keeps every answered write of ten clients, killed at a random moment: ${kills} times`, async () => {
  const random = Array.from({ length: kills }, () => Math.random());
  let state = temporaryFolder();
  let tenant = await TenantProcess.start(state, settings);
  for (const [round, moment] of random.entries()) {
    if (round % 50 === 49) {
      // The directory has room for 10,000 accounts.
      await tenant.kill();
      state = temporaryFolder();
      tenant = await TenantProcess.start(state, settings);
    }
    const killed = tenant;
    const ids = ['a1', 'e1', 'b1'].map((end) => `auth0|6500000000000000000000${end}`);
    const writers = [
      ...[0, 1, 2, 3].map((index) => signingUp(`person-${round}-${index}`)),
      ...['admin', 'editor', 'user'].map((name) => refreshing(`${name}@example.com`)),
      ...ids.map(describing),
    ];
    let isKilled = false;
    const writing = writers.map(async (writer) => {
      while (!isKilled) {
        await writer.write(killed).catch((error: unknown) => {
          if (error instanceof Refused || !isKilled) throw error;
        });
      }
    });
    await wait(100 + 500 * moment);
    isKilled = true;
    await killed.kill();
    await Promise.all(writing);

    tenant = await TenantProcess.start(state, settings);
    const lost = [];
    for (const writer of writers) lost.push(...(await writer.lost(tenant)));
    expect({ round, moment, lost }).toEqual({ round, moment, lost: [] });
  }
});
