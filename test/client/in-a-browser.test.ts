// needs: chromium
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createGatehouse } from '../../client/src/index.ts';
import { press, run, shows, showsNo, type } from '../support/in-page.ts';
import { seededPassword } from '../support/local.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { appOf, type App } from './authenticator-app.ts';
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
  sleep,
  typePassword,
  type Mode,
} from './scene.ts';
import { bundlePage } from './site.ts';
import { testUnmounted } from './unmounted.ts';

const user = 'user@example.com';
const scene = new Scene();

describe.each([inMemory, inLocalStorage, inCookie])('with $name', (mode) => {
  scene.haveTabs(mode);

  it.each([0, 10])('three tabs expire together, and renew once: overlap %i', async (overlap) => {
    scene.setOverlap(overlap);
    const { tabs } = scene;
    await signIn(tabs[0]);
    await Promise.all(tabs.map((tab) => showsAccount(tab)));
    for (let round = 1; round <= 2; round += 1) {
      await scene.expire();
      await Promise.all(tabs.map((tab) => Promise.all([ask(tab), ask(tab)])));
      await Promise.all(tabs.map((tab) => showsAccount(tab)));
      expect(scene.count('Refresh')).toBe(round * mode.renewals);
    }
  });

  it('one tab signs in and another one out, and all the others with them', async () => {
    const { tabs } = scene;
    await signIn(tabs[0]);
    await Promise.all(tabs.map((tab) => showsAccount(tab)));
    const later = await scene.open(mode);
    await showsAccount(later);
    await signOut(tabs[1]);
    await Promise.all([...tabs, later].map(showsForm));
    expect(scene.count('Logout')).toBe(1);
    await later.close();
  });

  it('the back button shows no account that was signed out meanwhile', async () => {
    const [one, other] = scene.tabs;
    await signIn(one);
    await showsAccount(other);
    await comeBack(one, async () => {
      await signOut(other);
      await showsForm(other);
    });
    await showsForm(one);
    expect(await run(one, 'document.querySelector("h1")')).toBeNull();
  });

  it('the back button shows the account of a session that goes on', async () => {
    const [tab] = scene.tabs;
    await signIn(tab);
    await comeBack(tab, () => Promise.resolve());
    await showsAccount(tab);
    await ask(tab);
    await showsAccount(tab);
    expect(scene.count('Refresh')).toBe(0);
  });

  it('a laptop sleeps until the token has expired: one renewal, before the first operation', async () => {
    const [one, other] = scene.tabs;
    await signIn(one);
    await showsAccount(other);
    for (const tab of [one, other]) await sleep(tab, 2 * day);
    await scene.control('POST', 'clock/advance', { seconds: 2 * day });
    scene.sent = [];
    await Promise.all([one, other].map(ask));
    await Promise.all([showsAccount(one), showsAccount(other)]);
    expect(scene.sent.toSorted()).toEqual([
      ...['Myself', 'Myself'],
      ...Array<string>(mode.renewals).fill('Refresh'),
    ]);
  });

  it('a session revoked while a form is open ends in all tabs, with one question to the gateway', async () => {
    const [tab] = scene.tabs;
    await signIn(tab);
    const { url } = scene.local.gateway;
    const elsewhere = createGatehouse({ url, transport: 'tokens' });
    await elsewhere.signIn({ username: editor, password: seededPassword });
    await elsewhere.signOut('ALL');
    await press(tab, 'Change password');
    await Promise.all(scene.tabs.map(showsForm));
    expect(scene.count('Refresh')).toBe(1);
  });

  it('another user in the same tab sees nothing of the last one', async () => {
    const [tab] = scene.tabs;
    await signIn(tab);
    await type(tab, 'Notes', 'secret notes');
    await watchAccounts(tab);
    const input = JSON.stringify({ username: user, password: seededPassword });
    await run(tab, `gatehouse.signIn(${input}).then(() => undefined)`);
    await showsAccount(tab, user);
    expect(await run(tab, 'document.querySelector("textarea").value')).toBe('');
    expect(await run(tab, '[...window.seen]')).toEqual([user]);
    const cached = await run(tab, 'JSON.stringify(client.cache.extract())');
    expect(cached).toContain(user);
    expect(cached).not.toContain(editor);
    expect(cached).not.toContain('oken');
  });

  it('an orphaned lock stops no tab for longer than 5 seconds', async () => {
    const [tab, hanging] = scene.tabs;
    await signIn(tab);
    const kind = mode.transport === 'cookie' ? 'cookie' : mode.storage;
    const name = `gatehouse ${scene.local.gateway.url} ${kind}`;
    await run(
      hanging,
      `void navigator.locks.request('${name}', () => new Promise(() => undefined)).catch(() => undefined)`,
    );
    await scene.expire();
    await (mode.transport === 'cookie' ? signOut(tab) : ask(tab));
    await (mode.transport === 'cookie' ? showsForm(tab) : showsAccount(tab));
  });

  it('a script finds no token but the one in localStorage', async () => {
    const [tab] = scene.tabs;
    await signIn(tab);
    const found = await run(
      tab,
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, gatehouse, client.cache.extract()])',
    );
    expect(found).not.toContain('eyJ');
    expect(/"gatehouse http[^"]*":"/.test(String(found))).toBe(mode === inLocalStorage);
  });

  it('a reload in StrictMode asks once, and each mutation goes out once', async () => {
    const [tab, ...tabs] = scene.tabs;
    // Another tab would give its session to this one.
    const others = mode.survivesReload ? [] : tabs;
    for (const other of others) await other.goto(`${scene.site.address}/elsewhere`);
    await signIn(tab);
    if (others.length === 0) await Promise.all(tabs.map((other) => showsAccount(other)));
    scene.sent = [];
    await tab.reload();
    if (mode.survivesReload) {
      await showsAccount(tab);
      await signOut(tab);
    }
    await showsForm(tab);
    const lookUp = mode.transport === 'cookie' ? 'Me' : 'Refresh';
    expect(scene.sent).toEqual(mode.survivesReload ? [lookUp, 'Myself', 'Logout'] : []);
    for (const other of others) await other.goto(scene.addressOf(mode));
  });

  if (mode.survivesReload) aReload(mode);
  else thePageGoesOn(mode);
});

describe('a session in a cookie', () => {
  scene.haveTabs(inCookie);

  it('a page of another site is told that it is one', async () => {
    const [tab] = scene.tabs;
    const url = scene.local.gateway.url.replace('127.0.0.1', 'localhost');
    await tab.goto(scene.addressOf(inCookie, { url }));
    await typePassword(tab);
    await shows(tab, 'body', 'This page is of another site than the gateway');
    await tab.goto(scene.addressOf(inCookie));
  });

  it('a user whose browser keeps no cookie is told so, and is not shown as signed in', async () => {
    const [tab] = scene.tabs;
    const { url } = scene.local.gateway;
    // A browser that blocks cookies denies locks too.
    await run(
      tab,
      `
      navigator.locks.request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
    `,
    );
    await tab.route(url, async (route) => {
      if (scene.count('Login') > 0) await tab.context().clearCookies();
      await route.continue();
    });
    await typePassword(tab);
    await shows(tab, 'body', 'Your browser does not keep the cookie of this sign-in.');
    await tab.unroute(url);
    await Promise.all(scene.tabs.map(showsForm));
    expect(scene.sent).toEqual(['Login', 'Me']);
    await tab.reload();
  });

  it('a tab ignores the messages of another version of the kit, and of pages with tokens', async () => {
    const [tab, other] = scene.tabs;
    await signIn(tab);
    const { url } = scene.local.gateway;
    await run(
      other,
      `{
      const channel = new BroadcastChannel('gatehouse ${url} cookie');
      for (const message of [null, 'text', { kind: 'signedIn' }, { kind: 'signedIn', user: {} }])
        channel.postMessage(message);
    }`,
    );
    await other.goto(scene.addressOf(inLocalStorage));
    await signIn(other, user);
    await signOut(other);
    await showsForm(other);
    await showsAccount(tab);
    await other.goto(scene.addressOf(inCookie));
    await showsAccount(other);
  });

  it('a sign-out waits for the sign-in of another tab, so that their answers do not cross', async () => {
    const [one, other] = scene.tabs;
    const { url } = scene.local.gateway;
    await signIn(one);
    await showsAccount(other);
    let goOn: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (goOn = resolve));
    await one.route(url, async (route) => {
      await released;
      await route.continue();
    });
    const input = JSON.stringify({ username: user, password: seededPassword });
    const signedIn = run(one, `gatehouse.signIn(${input}).then(() => undefined)`);
    await hasLocks(one, 'held');
    await signOut(other);
    await hasLocks(one, 'pending');
    expect(scene.count('Logout')).toBe(0);
    goOn();
    await signedIn;
    await Promise.all(scene.tabs.map(showsForm));
    await one.unroute(url);
    expect(scene.count('Logout')).toBe(1);
  });
});

/** Waits until a tab holds, or waits for, a lock. */
const hasLocks = (page: Page, which: 'held' | 'pending') =>
  run(
    page,
    `(async () => {
      while ((await navigator.locks.query()).${which}.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    })()`,
  );

/** What a reload is to a page with a session of its own, an open page is to one that has its session in memory. */
function thePageGoesOn(mode: Mode): void {
  it('a reload in an outage of Auth0 takes the session of another tab, and the account comes after it', async () => {
    const [tab] = scene.tabs;
    await signIn(tab);
    await Promise.all(scene.tabs.map((each) => showsAccount(each)));
    await scene.expire();
    await scene.control('PUT', 'faults/token', { fault: 'server_error' });
    await tab.reload();
    await shows(tab, 'button', 'Sign out');
    await scene.control('DELETE', 'faults/token');
    // The first operation may share a renewal from before.
    do await ask(tab);
    while ((await run(tab, 'document.querySelector("h1").textContent')) !== editor);
  });

  it('a renewal whose answer is lost keeps the session', async () => {
    const [tab] = scene.tabs;
    await signIn(tab);
    await scene.expire();
    const { lost } = await loseFirst(tab, /Refresh/);
    await ask(tab);
    await showsAccount(tab);
    await lost;
    await tab.unroute(scene.local.gateway.url);
    expect(scene.count('Refresh')).toBe(2);
  });

  it('the gateway restarts, and the session goes on', async () => {
    const [tab] = scene.tabs;
    const env = { STATE_DIR: temporaryFolder(), CORS_ORIGINS: scene.site.address };
    let gateway = await scene.local.anotherGateway(env);
    const PORT = new URL(gateway.url).port;
    await tab.goto(scene.addressOf(mode, gateway));
    await signIn(tab);
    await gateway.close();
    await ask(tab);
    await shows(tab, 'button', 'Sign out');
    expect(await run(tab, 'gatehouse.session.getSnapshot().status')).toBe('signedIn');
    gateway = await scene.local.anotherGateway({ ...env, PORT });
    await ask(tab);
    await showsAccount(tab);
    await signOut(tab);
    await showsForm(tab);
    await gateway.close();
  });
}

/** Carries the first operation of a name out, and loses its answer. `lost` resolves then. */
async function loseFirst(page: Page, name: RegExp): Promise<{ lost: Promise<void> }> {
  let isLost: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => (isLost = resolve));
  let isFirst = true;
  await page.route(scene.local.gateway.url, async (route) => {
    if (!isFirst || !name.test(route.request().postData() ?? '')) {
      await route.continue();
      return;
    }
    isFirst = false;
    await route.fetch();
    await route.abort();
    isLost();
  });
  return { lost };
}

function aReload(mode: Mode): void {
  it('a reload in an outage of Auth0 says so, and shows the account by itself after it', async () => {
    const [tab] = scene.tabs;
    await signIn(tab);
    await scene.expire();
    await scene.control('PUT', 'faults/token', { fault: 'server_error' });
    await tab.reload();
    await showsStatus(tab, 'unreachable');
    await scene.control('DELETE', 'faults/token');
    await showsAccount(tab);
  });

  it('a reload whose answer is lost keeps the session', async () => {
    const [tab] = scene.tabs;
    await signIn(tab);
    const { lost } = await loseFirst(tab, /./);
    await tab.reload();
    // Auth0 may be too slow for the address in the page: the session has it from before.
    await shows(tab, 'button', 'Sign out');
    expect(await run(tab, 'gatehouse.session.getSnapshot().user.email')).toBe(editor);
    await lost;
    await tab.unroute(scene.local.gateway.url);
  });

  it('a reload while the gateway restarts says so, and the session goes on', async () => {
    const [tab] = scene.tabs;
    const env = { STATE_DIR: temporaryFolder(), CORS_ORIGINS: scene.site.address };
    let gateway = await scene.local.anotherGateway(env);
    const PORT = new URL(gateway.url).port;
    await tab.goto(scene.addressOf(mode, gateway));
    await signIn(tab);
    await gateway.close();
    await tab.reload();
    await showsStatus(tab, 'unreachable');
    gateway = await scene.local.anotherGateway({ ...env, PORT });
    await showsAccount(tab);
    await signOut(tab);
    await showsForm(tab);
    await gateway.close();
  });
}

/** Notes the accounts that the page shows from now on, but for the one on the screen. */
async function watchAccounts(page: Page): Promise<void> {
  await run(
    page,
    `
    window.seen = new Set();
    const notes = document.querySelector('textarea');
    new MutationObserver(() => document.querySelectorAll('section').forEach((section) => {
      const account = section.querySelector('h1').textContent;
      if (!section.contains(notes) && account) window.seen.add(account);
    })).observe(document.body, { childList: true, subtree: true, characterData: true });
  `,
  );
}

describe('tabs with sessionStorage, where each has a token of its own', () => {
  const mode: Mode = { ...inMemory, storage: 'sessionStorage' as 'memory' };

  it('share the session, and a reload keeps it', async () => {
    scene.setOverlap(0);
    const one = await scene.open(mode);
    await signIn(one);
    const other = await scene.open(mode);
    await showsAccount(other);
    await scene.expire();
    await ask(other);
    await Promise.all([one, other].map((tab) => showsAccount(tab)));
    await one.close();
    await scene.expire();
    await other.reload();
    await showsAccount(other);
    await signOut(other);
    await showsForm(other);
    expect(await run(other, 'sessionStorage.length')).toBe(0);
    await other.close();
  });
});

describe('React', () => {
  scene.haveTabs(inCookie);

  it('18 shows a refusal, and each user in turn with what the user may do', async () => {
    const latest = scene.site.program;
    scene.site.program = await bundlePage('main.tsx', 'react-18');
    const [page] = scene.tabs;
    await page.reload();
    await type(page, 'E-mail', editor);
    await type(page, 'Password', 'a wrong password');
    await press(page, 'Sign in');
    await shows(page, 'body', 'Wrong username or password.');
    await mayReadAudit(page, 'false false');
    await signIn(page, 'admin@example.com');
    await mayReadAudit(page, 'true true');
    await signOut(page);
    await signIn(page, user);
    await mayReadAudit(page, 'false false');
    scene.site.program = latest;
    expect(scene.count('Login')).toBe(3);
  });

  it('takes a page from a server over without a mismatch, in each mode', async () => {
    scene.site.rendered = await renderOnServer();
    expect(scene.site.rendered).toContain('unknown');
    expect(scene.site.rendered).toContain('<output>undefined undefined</output>');
    const [page] = scene.tabs;
    for (const mode of [inMemory, inLocalStorage, inCookie]) {
      await page.goto(scene.addressOf(mode));
      await signIn(page);
      await page.reload();
      if (mode.survivesReload) {
        await showsAccount(page);
        await signOut(page);
      }
      await showsForm(page);
    }
    scene.site.rendered = '';
  });

  it('lists the devices once in StrictMode, and ends one of them', async () => {
    const [page] = scene.tabs;
    const { url } = scene.local.gateway;
    const elsewhere = createGatehouse({ url, transport: 'tokens' });
    await elsewhere.signIn({ username: user, password: seededPassword });
    // Two sign-ins of one second have the same access token, and count as one device.
    await scene.control('POST', 'clock/advance', { seconds: 2 });
    await signIn(page, user);
    await press(page, 'Devices');
    await shows(page, 'li', 'node');
    expect(scene.count('Devices')).toBe(1);
    await press(page, 'End', 'li:not(:first-child)');
    await showsNo(page, 'li', 'node');
    expect(await run(page, 'document.querySelectorAll("li").length')).toBe(1);
    await shows(page, 'li', 'this device');
    await elsewhere.reloadUser();
    expect(elsewhere.session.getSnapshot().status).toBe('signedOut');
  });

  /** Waits until the page shows whether the user has the permission `read:audit`, and the role of an administrator. */
  const mayReadAudit = (page: Page, answer: string) => shows(page, 'output', answer);

  /** Renders the page in a Node process of its own, which ends by itself. */
  async function renderOnServer(): Promise<string> {
    const folder = 'node_modules/.cache/client';
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/server.mjs`, await bundlePage('server.tsx', 'react-19', 'node'));
    return execFileSync(process.execPath, [`${folder}/server.mjs`], { encoding: 'utf8' });
  }
});

describe('a component that goes away while its request is running', () => {
  scene.haveTabs(inCookie);
  testUnmounted(scene);
});

// The last tests: the account keeps its second factor.
describe('an account with a second factor', () => {
  scene.haveTabs(inCookie);

  it('a renewal that needs the second factor asks for it in each tab, and goes on in all', async () => {
    const admin = 'admin@example.com';
    const [one, other] = scene.tabs;
    await signIn(one, admin);
    const password = JSON.stringify({ password: seededPassword });
    await run(one, `gatehouse.reauthenticate(${password}).then(() => undefined)`);
    const enrollment = await run(
      one,
      `
      gatehouse.secondFactor.enroll({ type: 'TOTP' })
        .then(() => gatehouse.secondFactor.getSnapshot().enrollment.otpauthUri)
    `,
    );
    const app = appOf(String(enrollment), scene.local.tenant.now);
    await verify(one, app);
    scene.local.tenant.settings.guardian.challenge_on_refresh = true;
    await scene.expire();
    await ask(one);
    await Promise.all(scene.tabs.map(showsForm));
    expect(await stepOf(one)).toBe('choose');
    await verify(other, app);
    await Promise.all(scene.tabs.map((tab) => showsAccount(tab, admin)));
    expect(await stepOf(one)).toBe('none');
    expect(scene.count('Login')).toBe(1);
  });

  const stepOf = (page: Page) => run(page, 'gatehouse.secondFactor.getSnapshot().step');
  const verify = (page: Page, app: App) =>
    run(page, `gatehouse.secondFactor.verify({ code: '${app.code()}' }).then(() => undefined)`);
});
