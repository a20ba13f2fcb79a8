import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { better, choosePassword, resetLink } from '../passwords/support.ts';
import { connectionName, seededSettings, testTenant } from '../support.ts';
import type { Seed, TestTenant } from '../support.ts';

const secret = 'local-hook-secret-NOT-FOR-PRODUCTION';
const admin = 'auth0|6500000000000000000000a1';

interface Call {
  headers: IncomingMessage['headers'];
  body: string;
}

/** A gateway's hook that answers with these statuses, one after the other; 0 ends the connection without an answer. */
let statuses: number[];
let calls: Call[];
let hookUrl: string;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    calls.push({ headers: request.headers, body });
    const status = statuses.shift() ?? 204;
    if (status === 0) response.destroy();
    else response.writeHead(status).end();
  });
});
beforeEach(async () => {
  statuses = [];
  calls = [];
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  hookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/auth0`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function tenantWithHook(change?: (seed: Seed) => void): Promise<TestTenant> {
  const tenant = await testTenant((seed) => {
    seed.settings.actions = structuredClone(seededSettings.actions);
    change?.(seed);
  });
  tenant.useHook(hookUrl);
  return tenant;
}
const called = async (times: number) => {
  while (calls.length < times) await wait(20);
  return calls.map(({ body }) => JSON.parse(body) as unknown);
};
const failures = async (tenant: TestTenant) =>
  (await tenant.logs()).filter(({ type }) => type === 'actions_execution_failed');
async function patch(tenant: TestTenant, id: string, body: object): Promise<number> {
  const { status } = await fetch(`${tenant.url}/api/v2/users/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${await tenant.managementToken()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return status;
}

describe('contract 12.7: the post-change-password Action tells the gateway', () => {
  const told = {
    user_id: admin,
    email: 'admin@example.com',
    last_password_reset: '2026-03-01T12:00:00.500Z',
    connection: connectionName,
  };

  it.each<[string, (tenant: TestTenant) => Promise<unknown>]>([
    [
      'the page of a reset',
      async (tenant) => choosePassword(tenant, await resetLink(tenant), better),
    ],
    ['an administrator', (tenant) => patch(tenant, admin, { password: better })],
  ])('of a password changed by %s', async (_how, act) => {
    await act(await tenantWithHook());
    expect(await called(1)).toEqual([told]);
  });

  it('of no other change', async () => {
    const tenant = await tenantWithHook();
    expect(await patch(tenant, admin, { name: 'Another' })).toBe(200);
    expect(await patch(tenant, admin, { password: 'weak' })).toBe(400);
    await patch(tenant, admin, { password: better });
    expect(await called(1)).toEqual([told]);
  });

  it('of a username, too', async () => {
    const tenant = await tenantWithHook(({ connection, admin: user }) => {
      connection.options.requires_username = true;
      user.username = 'ada';
    });
    await patch(tenant, admin, { password: better });
    expect(await called(1)).toMatchObject([{ username: 'ada' }]);
  });

  it('with a signature over the time, by the clock of the tenant, and the body', async () => {
    await patch(await tenantWithHook(), admin, { password: better });
    await called(1);
    const [{ headers, body } = { headers: {}, body: '' }] = calls;
    const time = String(headers['gatehouse-time']);
    expect(time).toBe(String(Date.parse('2026-03-01T12:00:00Z') / 1000));
    const hmac = createHmac('sha256', secret).update(`${time}.${body}`);
    expect(headers['gatehouse-signature']).toBe(hmac.digest('hex'));
    expect(headers['content-type']).toBe('application/json');
  });

  it('again while the gateway answers 503, or nothing', async () => {
    statuses = [503, 0, 204];
    const tenant = await tenantWithHook();
    await patch(tenant, admin, { password: better });
    expect(await called(3)).toEqual([told, told, told]);
    expect(await failures(tenant)).toEqual([]);
  });

  it.each([400, 401, 404])(
    'once when the answer is %d, and the log of the tenant says so',
    async (status) => {
      statuses = [status];
      const tenant = await tenantWithHook();
      await patch(tenant, admin, { password: better });
      await called(1);
      while ((await failures(tenant)).length === 0) await wait(20);
      expect(await failures(tenant)).toMatchObject([
        {
          description: `Error: The gateway does not know of the change: status ${status}`,
          user_name: 'admin@example.com',
        },
      ]);
      expect(calls).toHaveLength(1);
    },
  );
});

describe('post-change-password Actions', () => {
  it('run one after the other, and a change does not wait for them', async () => {
    const file = (body: string) => {
      const path = join(temporaryFolder(), 'action.js');
      writeFileSync(path, `exports.onExecutePostChangePassword = async (event) => { ${body} };`);
      return path;
    };
    const tell = (name: string) =>
      `await fetch(event.secrets.GATEHOUSE_HOOK_URL, { method: 'POST', body: JSON.stringify('${name}') });`;
    const tenant = await tenantWithHook(({ settings: { actions } }) => {
      actions['post-change-password'] = [
        file(`${tell('first')} throw new Error('broken');`),
        file(tell('second')),
        file('await new Promise(() => {});'),
      ];
    });
    expect(await patch(tenant, admin, { password: better })).toBe(200);
    expect(await called(2)).toEqual(['first', 'second']);
    expect(await failures(tenant)).toMatchObject([{ description: 'Error: broken' }]);
  });
});
