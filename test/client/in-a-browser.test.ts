// needs: chromium
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createGatehouse } from '../../client/src/index.ts';
import { seededPassword } from '../support/local.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  ask,
  comeBack,
  day,
  editor,
  inCookie,
  inLocalStorage,
  inMemory,
  Scene,
  showsAccount,
  showsForm,
  showsStatus,
  signIn,
  signOut,
} from './scene.ts';
import { bundlePage } from './site.ts';

const user = 'user@example.com';
const scene = new Scene();

describe.each([0, 10] as const)('an overlap of %i seconds at Auth0', (overlap) => {
  it.each([inCookie, inMemory, inLocalStorage])(
    'three tabs expire together, and renew once: $name',
    async (mode) => {
      await scene.use(overlap);
      const pages = [await scene.open(mode), await scene.open(mode), await scene.open(mode)];
      await signIn(present(pages[0]));
      await Promise.all(pages.map((page) => showsAccount(page)));
      for (let round = 1; round <= 2; round += 1) {
        await scene.expire();
        await Promise.all(pages.map((page) => Promise.all([ask(page), ask(page)])));
        await Promise.all(pages.map((page) => showsAccount(page)));
        expect(scene.count('Refresh')).toBe(round * mode.renewals);
      }
    },
  );
});

describe.each([inCookie, inMemory, inLocalStorage])('with $name', (mode) => {
  it('one tab signs in and out, and the others with it', async () => {
    const [one, other] = [await scene.open(mode), await scene.open(mode)];
    await Promise.all([showsForm(one), showsForm(other)]);
    await signIn(one);
    await showsAccount(other);
    const later = await scene.open(mode);
    await showsAccount(later);
    await signOut(other);
    await Promise.all([one, other, later].map(showsForm));
    expect(scene.count('Logout')).toBe(1);
  });

  it('the back button shows no account that was signed out meanwhile', async () => {
    const [one, other] = [await scene.open(mode), await scene.open(mode)];
    await signIn(one);
    await showsAccount(other);
    await comeBack(one, async () => {
      await signOut(other);
      await showsForm(other);
    });
    await showsForm(one);
    expect(await one.getByRole('heading').count()).toBe(0);
  });

  it('the back button shows the account of a session that goes on', async () => {
    const page = await scene.open(mode);
    await signIn(page);
    await comeBack(page, () => Promise.resolve());
    await showsAccount(page);
    await ask(page);
    await showsAccount(page);
    expect(scene.count('Refresh')).toBe(0);
  });

  it('a reload in StrictMode asks once, and each mutation goes out once', async () => {
    const page = await scene.open(mode);
    await showsForm(page);
    await signIn(page);
    scene.sent.length = 0;
    await page.reload();
    if (mode.survivesReload) {
      await showsAccount(page);
      await signOut(page);
    }
    await showsForm(page);
    const lookUp = mode.transport === 'cookie' ? 'Me' : 'Refresh';
    expect(scene.sent).toEqual(mode.survivesReload ? [lookUp, 'Myself', 'Logout'] : []);
  });

  it('a laptop sleeps until the token has expired: one renewal, before the first operation', async () => {
    const pages = [await scene.open(mode), await scene.open(mode)];
    await signIn(present(pages[0]));
    for (const page of pages) {
      await showsAccount(page);
      await page.clock.install();
      await page.clock.fastForward(2 * day * 1000);
    }
    await scene.control('POST', 'clock/advance', { seconds: 2 * day });
    scene.sent.length = 0;
    await Promise.all(pages.map(ask));
    await Promise.all(pages.map((page) => showsAccount(page)));
    expect(scene.sent.toSorted()).toEqual([
      ...['Myself', 'Myself'],
      ...Array<string>(mode.renewals).fill('Refresh'),
    ]);
  });

  it('a session revoked while a form is open ends in all tabs, with one question to the gateway', async () => {
    const [page, other] = [await scene.open(mode), await scene.open(mode)];
    await signIn(page);
    await showsAccount(other);
    const { url } = scene.local.gateway;
    const elsewhere = createGatehouse({ url, transport: 'tokens' });
    await elsewhere.signIn({ username: editor, password: seededPassword });
    await elsewhere.signOut('ALL');
    await page.getByRole('button', { name: 'Change password' }).click();
    await Promise.all([showsForm(page), showsForm(other)]);
    expect(scene.count('Refresh')).toBe(1);
  });

  it('another user in the same tab sees nothing of the last one', async () => {
    const page = await scene.open(mode);
    await signIn(page);
    await page.getByPlaceholder('Notes').fill('secret notes');
    await watchAccounts(page);
    const input = JSON.stringify({ username: user, password: seededPassword });
    await page.evaluate(`window.gatehouse.signIn(${input}).then(() => undefined)`);
    await showsAccount(page, user);
    expect(await page.getByPlaceholder('Notes').inputValue()).toBe('');
    expect(await page.evaluate('[...window.seen]')).toEqual([user]);
    const cached = await page.evaluate('JSON.stringify(window.client.cache.extract())');
    expect(cached).toContain(user);
    expect(cached).not.toContain(editor);
    expect(cached).not.toContain('oken');
  });

  it('an orphaned lock stops no tab for longer than 5 seconds', async () => {
    const [page, hanging] = [await scene.open(mode), await scene.open(mode)];
    await signIn(page);
    const name = `gatehouse ${scene.local.gateway.url}`;
    await hanging.evaluate(
      `void navigator.locks.request('${name}', () => new Promise(() => undefined)).catch(() => undefined)`,
    );
    await page.clock.install();
    await scene.expire();
    const inTurn = mode.transport === 'cookie' ? signOut(page) : ask(page);
    await page.waitForFunction(
      'navigator.locks.query().then(({ pending }) => pending.length === 1)',
    );
    await page.clock.fastForward(5_000);
    await inTurn;
    await (mode.transport === 'cookie' ? showsForm(page) : showsAccount(page));
  });

  it('the page holds no token where a script finds it', async () => {
    const page = await scene.open(mode);
    await signIn(page);
    const found = await page.evaluate(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, window.gatehouse, window.client.cache.extract()])',
    );
    expect(found).not.toContain('eyJ');
    expect(/"gatehouse http[^"]*":"/.test(String(found))).toBe(mode === inLocalStorage);
  });
});

/** Notes the accounts that the page shows from now on, but for the one on the screen. */
async function watchAccounts(page: Page): Promise<void> {
  await page.evaluate(`
    window.seen = new Set();
    const notes = document.querySelector('textarea');
    new MutationObserver(() => document.querySelectorAll('section').forEach((section) => {
      const account = section.querySelector('h1').textContent;
      if (!section.contains(notes) && account) window.seen.add(account);
    })).observe(document.body, { childList: true, subtree: true, characterData: true });
  `);
}

describe.each([inCookie, inLocalStorage])('a reload with $name', (mode) => {
  it('during an outage of Auth0 says so, and shows the account by itself after it', async () => {
    const page = await scene.open(mode);
    await signIn(page);
    await scene.expire();
    await scene.control('PUT', 'faults/token', { fault: 'server_error' });
    await page.reload();
    await showsStatus(page, 'unreachable');
    await scene.control('DELETE', 'faults/token');
    await showsAccount(page);
  });

  it('whose answer is lost keeps the session', async () => {
    const page = await scene.open(mode);
    await signIn(page);
    let lost = 0;
    await page.route(scene.local.gateway.url, async (route) => {
      if (lost > 0) {
        await route.continue();
        return;
      }
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    await page.reload();
    await showsAccount(page);
    expect(lost).toBe(1);
  });

  it('while the gateway restarts says so, and the session goes on', async () => {
    const env = { STATE_DIR: temporaryFolder(), CORS_ORIGINS: scene.site.address };
    let gateway = await scene.local.anotherGateway(env);
    const PORT = new URL(gateway.url).port;
    const page = await scene.open(mode, gateway);
    await signIn(page);
    await gateway.close();
    await page.reload();
    await showsStatus(page, 'unreachable');
    gateway = await scene.local.anotherGateway({ ...env, PORT });
    await showsAccount(page);
    await signOut(page);
    await showsForm(page);
    await gateway.close();
  });
});

describe('React', () => {
  it('18 shows a refusal, and each user in turn', async () => {
    const latest = scene.site.program;
    scene.site.program = await bundlePage('main.tsx', 'react-18');
    const page = await scene.open(inCookie);
    await page.getByPlaceholder('E-mail').fill(editor);
    await page.getByPlaceholder('Password').fill('a wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Wrong username or password.').waitFor();
    await signIn(page);
    await signOut(page);
    await signIn(page, user);
    scene.site.program = latest;
    expect(scene.count('Login')).toBe(3);
  });

  it('takes a page from a server over without a mismatch', async () => {
    scene.site.rendered = await renderOnServer();
    expect(scene.site.rendered).toContain('unknown');
    const page = await scene.open(inCookie);
    await signIn(page);
    await page.reload();
    await showsAccount(page);
    scene.site.rendered = '';
  });

  /** Renders the page in a Node process of its own, which ends by itself. */
  async function renderOnServer(): Promise<string> {
    const folder = 'node_modules/.cache/client';
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/server.mjs`, await bundlePage('server.tsx', 'react-19', 'node'));
    return execFileSync(process.execPath, [`${folder}/server.mjs`], { encoding: 'utf8' });
  }
});
