import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';
import { complaints } from './changed-tenant.ts';
import { codeBlocks, readPage, tableRows } from './page.ts';
import { silentSettings } from './silent-settings.ts';
import { wrongAtLocalTenant, wrongAtScriptedAuth0, type WrongSetting } from './wrong-settings.ts';

const page = readPage('connect-auth0.md');
const rows = tableRows(page, 'Switch').map(([name = '', , , line = '']) => ({ name, line }));

/** The log line that the page has for a switch. */
function lineOf(name: string): string {
  return rows.find((row) => row.name === name)?.line.replaceAll('`', '') ?? '';
}

async function complaintsOf({ start, document }: WrongSetting): Promise<unknown[]> {
  const { gateway, close } = await start();
  try {
    await gateway.request(document);
    return complaints(gateway);
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

describe('contract 14: a switch whose row says none writes nothing, and is noticed as the row says', () => {
  it.each(Object.entries(silentSettings))('%s', async (_name, { start, notice }) => {
    const running = await start();
    try {
      await notice(running);
      expect(complaints(running.gateway)).toEqual([]);
    } finally {
      await running.close();
    }
  });
});

describe('the page', () => {
  it('has a line or none in each row, and each row is tried', () => {
    const loud = rows.filter(({ line }) => /^`[^`]+`$/.test(line)).map(({ name }) => name);
    const silent = rows.filter(({ line }) => line.startsWith('none: ')).map(({ name }) => name);
    expect(loud.length + silent.length).toBe(rows.length);
    expect(loud.sort()).toEqual(
      [...Object.keys(wrongAtLocalTenant), ...Object.keys(wrongAtScriptedAuth0)].sort(),
    );
    expect(silent.sort()).toEqual(Object.keys(silentSettings).sort());
  });

  it.each(Object.entries(tenantSettings))('has the line of %s in its table', (_name, line) => {
    expect(rows.map((row) => row.line)).toContain(`\`${line}\``);
  });

  it('has the Action that the local tenant runs, word for word', () => {
    const action = new URL('../../docs/post-login-action.js', import.meta.url);
    expect(codeBlocks(page, 'js')).toEqual([readFileSync(action, 'utf8')]);
  });
});
