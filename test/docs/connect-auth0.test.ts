import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';
import { present } from '../support/present.ts';
import { complaints, withApi, withEnv, withKeys, withSettings } from './changed-tenant.ts';
import { login } from './documents.ts';
import { codeBlocks, readPage, tableRows } from './page.ts';
import { silentSettings } from './silent-settings.ts';
import {
  noticedAtLocalTenant,
  otherTrouble,
  wrongAtLocalTenant,
  wrongAtScriptedAuth0,
  type WrongSetting,
} from './wrong-settings.ts';

// Most tests start a tenant and a gateway of their own.
const page = readPage('connect-auth0.md');
const rows = tableRows(page, 'Switch').map(([name = '', , , line = '']) => ({ name, line }));

/** Returns the log line that the page quotes for a switch. */
function lineOf(name: string): string {
  return rows.find((row) => row.name === name)?.line.replaceAll('`', '') ?? '';
}

async function complaintsOf({ start, document }: WrongSetting): Promise<unknown[]> {
  const { gateway, close } = await start();
  try {
    await gateway.request(document);
    // A fault that occurs twice is logged twice.
    return [...new Set(complaints(gateway))];
  } finally {
    await close();
  }
}

describe('contract 14: a switch set wrong writes the line of its row, and no other', () => {
  it.each(Object.entries(wrongAtLocalTenant))('%s, at the local tenant', async (name, wrong) => {
    expect(await complaintsOf(wrong)).toEqual([lineOf(name)]);
  });

  it.each(Object.entries(wrongAtScriptedAuth0))(
    '%s, at a scripted Auth0: the local tenant has no such switch',
    async (name, wrong) => {
      expect(await complaintsOf(wrong)).toEqual([lineOf(name)]);
    },
  );
});

describe('contract 14: a switch that is wrong although requests succeed writes the line of its row, once', () => {
  it.each(Object.entries(noticedAtLocalTenant))(
    '%s',
    async (name, { start, headers, use, before = [] }) => {
      const running = await withKeys(start, headers)();
      try {
        await use(running);
        expect(complaints(running.gateway)).toEqual([...before, lineOf(name)]);
      } finally {
        await running.close();
      }
    },
  );
});

describe('contract 14: a switch whose row has no line writes nothing, and is noticed as the row says', () => {
  it.each(Object.entries(silentSettings))('%s', async (_name, { start, notice }) => {
    const running = await withKeys(start)();
    try {
      await notice(running);
      expect(complaints(running.gateway)).toEqual([]);
    } finally {
      await running.close();
    }
  });
});

describe('what else the page says', () => {
  it('a log line looks as it is shown', async () => {
    const { gateway, close } = await withEnv({ AUTH0_CLIENT_SECRET: 'another' })();
    await gateway.request(login());
    const [shown] = codeBlocks(page, 'json').map((block) => JSON.parse(block) as object);
    expect(gateway.log()).toContainEqual(expect.objectContaining(present(shown)));
    await close();
  });

  it.each(Object.entries(otherTrouble))(
    '"%s" is written when there is reason to',
    async (line, trouble) => {
      expect(await complaintsOf(trouble)).toContain(line);
    },
  );

  it('contract 2.2: with RBAC off everybody is granted every scope', async () => {
    const { gateway, close } = await withApi({ enforce_policies: false })();
    const { data } = await gateway.request<{ login: { scopes: string[] } }>(
      login('user@example.com'),
    );
    expect(data?.login.scopes).toContain('write:orders');
    await close();
  });

  it('contract 14.10: a switched-off connection that looks like a wrong password is not told apart', async () => {
    const { gateway, close } = await withSettings(({ connections, unconfirmed }) => {
      present(connections[0]).enabled_clients = [];
      unconfirmed.connection_disabled_status = 403;
    })();
    const { data } = await gateway.request(login());
    expect(data).toEqual({ login: { __typename: 'InvalidCredentials' } });
    expect(complaints(gateway)).toEqual([]);
    await close();
  });
});

describe('the page', () => {
  it('has a row for each line that is about no switch', () => {
    const lines = tableRows(page, 'Line').map(([line = '']) => line.replaceAll('`', ''));
    expect(lines.sort()).toEqual(Object.keys(otherTrouble).sort());
  });

  it('has a line, or the reason why there is none, in each row, and each row is tried', () => {
    const loud = rows.filter(({ line }) => /^`[^`]+`$/.test(line)).map(({ name }) => name);
    const silent = rows
      .filter(({ line }) => /^(none: the choice is yours; |cannot be known: )/.test(line))
      .map(({ name }) => name);
    expect(loud.length + silent.length).toBe(rows.length);
    expect(loud.sort()).toEqual(
      [wrongAtLocalTenant, wrongAtScriptedAuth0, noticedAtLocalTenant].flatMap(Object.keys).sort(),
    );
    expect(silent.sort()).toEqual(Object.keys(silentSettings).sort());
  });

  it.each(Object.entries(tenantSettings))('has the line of %s in its table', (_name, line) => {
    expect(rows.map((row) => row.line)).toContain(`\`${line}\``);
  });

  it('has the Actions that the local tenant runs, word for word', () => {
    const actions = ['post-login-action.js', 'post-change-password-action.js'].map((name) =>
      readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8'),
    );
    expect(codeBlocks(page, 'js')).toEqual(actions);
  });
});
