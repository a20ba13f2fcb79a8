// needs: chromium
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { stop } from 'esbuild';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { createGatehouse, type TokenStorage } from '../../client/src/index.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { bundlePage, startSite, type Site } from './site.ts';

const editor = 'editor@example.com';
const user = 'user@example.com';
const day = 24 * 60 * 60;

/** Overlap of refresh tokens at Auth0, in seconds: the least that it offers, and what it advises. */
const overlaps = [0, 10];
const storages: TokenStorage[] = ['memory', 'localStorage'];

let browser: Browser;
let site: Site;
let locals: Local[];
let local: Local;
/** The tabs of one browser profile. */
let tabs: BrowserContext;
/** Operations that the tabs have sent. */
let sent: string[];
/** Warnings, errors and exceptions of the tabs, without the browser's own lines about the network. */
let complaints: string[];

beforeAll(async () => {
  site = await startSite(await bundlePage('main.tsx'));
  locals = await Promise.all(overlaps.map(startWithOverlap));
  browser = await chromium.launch({
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
});

afterAll(async () => {
  await browser.close();
  await Promise.all(locals.map((each) => each.close()));
  site.close();
  await stop();
});

beforeEach(async () => {
  [, local = local] = locals;
  sent = [];
  complaints = [];
  tabs = await browser.newContext();
  tabs.setDefaultTimeout(20_000);
  tabs.on('weberror', (error) => complaints.push(error.error().message));
  tabs.on('console', (message) => {
    const isOfBrowser = message.text().startsWith('Failed to load resource');
    if (['warning', 'error'].includes(message.type()) && !isOfBrowser) {
      complaints.push(message.text());
    }
  });
  tabs.on('request', (request) => {
    if (request.method() !== 'POST') return;
    const { query } = request.postDataJSON() as { query: string };
    sent.push(/^\w+ (\w+)/.exec(query)?.[1] ?? query);
  });
});

afterEach(async () => {
  await tabs.close();
  await control('DELETE', 'faults/token');
  expect(complaints).toEqual([]);
});

function startWithOverlap(leeway: number): Promise<Local> {
  return startLocal({
    env: { CORS_ORIGINS: site.address },
    settings: ({ clients }) => {
      for (const { refresh_token } of clients) refresh_token.leeway = leeway;
    },
  });
}

/** Turns a switch of the local tenant. */
async function control(method: string, path: string, body?: object): Promise<void> {
  await fetch(`${local.tenant.issuer}control/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}

/** Lets all access tokens expire at the gateway. The clocks of the tabs do not show it. */
const expire = () => control('POST', 'clock/advance', { seconds: day + 60 });

/** Opens the app in a new tab. */
async function open(storage: TokenStorage, gateway: Pick<TestGateway, 'url'> = local.gateway) {
  const page = await tabs.newPage();
  const query = new URLSearchParams({ gateway: gateway.url, storage }).toString();
  await page.goto(`${site.address}/?${query}`);
  return page;
}

async function signIn(page: Page, username = editor): Promise<void> {
  await page.getByPlaceholder('E-mail').fill(username);
  await page.getByPlaceholder('Password').fill(seededPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await showsAccount(page, username);
}

const showsAccount = (page: Page, username = editor) =>
  page.getByRole('heading', { name: username }).waitFor();
const showsForm = (page: Page) => page.getByPlaceholder('E-mail').waitFor();
const shows = (page: Page, status: string) => page.getByText(status, { exact: true }).waitFor();

/** Asks for the user again, as a component that is opened does. */
const ask = (page: Page) =>
  page.evaluate(`window.client.refetchQueries({ include: 'active' }).then(() => undefined)`);

/** Number of operations of a name so far. */
const count = (name: string) => sent.filter((each) => each === name).length;

describe.each(overlaps.flatMap((overlap) => storages.map((storage) => ({ overlap, storage }))))(
  'three tabs, tokens in $storage, an overlap of $overlap seconds',
  ({ overlap, storage }) => {
    it('expire together, and refresh once', async () => {
      local = locals[overlaps.indexOf(overlap)] ?? local;
      const pages = [await open(storage), await open(storage), await open(storage)];
      await signIn(present(pages[0]));
      await Promise.all(pages.map((page) => showsAccount(page)));
      for (let round = 1; round <= 2; round += 1) {
        await expire();
        await Promise.all(pages.map((page) => Promise.all([ask(page), ask(page)])));
        await Promise.all(pages.map((page) => showsAccount(page)));
        expect(count('Refresh')).toBe(round);
      }
    });
  },
);

describe.each(storages)('tokens in %s', (storage) => {
  it('one tab signs in and out, and the others with it', async () => {
    const [one, other] = [await open(storage), await open(storage)];
    await Promise.all([showsForm(one), showsForm(other)]);
    await signIn(one);
    await showsAccount(other);
    const later = await open(storage);
    await showsAccount(later);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await Promise.all([one, other, later].map(showsForm));
    expect(count('Logout')).toBe(1);
  });

  it('the back button shows no account that was signed out meanwhile', async () => {
    const [one, other] = [await open(storage), await open(storage)];
    await signIn(one);
    await showsAccount(other);
    await one.evaluate('window.isSamePage = true');
    await one.goto(`${site.address}/elsewhere`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await showsForm(other);
    await one.goBack({ waitUntil: 'commit' });
    await showsForm(one);
    expect(await one.evaluate('window.isSamePage')).toBe(true);
    expect(await one.getByRole('heading').count()).toBe(0);
  });
});

describe.each(storages)('the back button, tokens in %s', (storage) => {
  it('shows the account of a session that goes on', async () => {
    const page = await open(storage);
    await signIn(page);
    await page.evaluate('window.isSamePage = true');
    await page.goto(`${site.address}/elsewhere`);
    await page.goBack({ waitUntil: 'commit' });
    await showsAccount(page);
    expect(await page.evaluate('window.isSamePage')).toBe(true);
    await ask(page);
    await showsAccount(page);
    expect(count('Refresh')).toBe(0);
  });
});

describe('a page in StrictMode', () => {
  it('renews its session once when it loads, and sends each mutation once', async () => {
    const page = await open('localStorage');
    await signIn(page);
    await page.reload();
    await showsAccount(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await showsForm(page);
    expect(sent).toEqual(['Login', 'Myself', 'Refresh', 'Myself', 'Logout']);
  });

  it('shows why a sign-in is refused', async () => {
    const page = await open('memory');
    await page.getByPlaceholder('E-mail').fill(editor);
    await page.getByPlaceholder('Password').fill('a wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Wrong username or password.').waitFor();
  });
});

describe('a page that is reloaded', () => {
  it('during an outage of Auth0 says so, and shows the account by itself after it', async () => {
    const page = await open('localStorage');
    await signIn(page);
    await control('PUT', 'faults/token', { fault: 'server_error' });
    await page.reload();
    await shows(page, 'unreachable');
    await control('DELETE', 'faults/token');
    await showsAccount(page);
    expect(await page.getByPlaceholder('E-mail').count()).toBe(0);
  });

  it('as the answer to its refresh is lost keeps its session', async () => {
    const page = await open('localStorage');
    await signIn(page);
    let isLost = false;
    await page.route(local.gateway.url, async (route) => {
      if (isLost || !route.request().postData()?.includes('mutation Refresh')) {
        await route.continue();
        return;
      }
      isLost = true;
      await route.fetch();
      await route.abort();
    });
    await page.reload();
    await showsAccount(page);
    expect(count('Refresh')).toBe(2);
  });

  it('keeps no session in memory', async () => {
    const page = await open('memory');
    await signIn(page);
    await page.reload();
    await showsForm(page);
  });
});

describe('a laptop that sleeps until the token has expired', () => {
  it('renews it before the first operation', async () => {
    const pages = [await open('localStorage'), await open('localStorage')];
    await signIn(present(pages[0]));
    for (const page of pages) {
      await showsAccount(page);
      await page.clock.install();
      await page.clock.fastForward(2 * day * 1000);
    }
    await control('POST', 'clock/advance', { seconds: 2 * day });
    sent.length = 0;
    await Promise.all(pages.map(ask));
    await Promise.all(pages.map((page) => showsAccount(page)));
    expect(count('Refresh')).toBe(1);
    expect(sent[0]).toBe('Refresh');
    expect(count('Myself')).toBe(2);
  });
});

describe('a token that is revoked while a form is open', () => {
  it('ends the session in all tabs, with one question to the gateway', async () => {
    const [page, other] = [await open('localStorage'), await open('localStorage')];
    await signIn(page);
    await showsAccount(other);
    const { url } = local.gateway;
    const elsewhere = createGatehouse({ url, transport: 'tokens' });
    await elsewhere.signIn({ username: editor, password: seededPassword });
    await elsewhere.signOut('ALL');
    await page.getByRole('button', { name: 'Change password' }).click();
    await Promise.all([showsForm(page), showsForm(other)]);
    expect(count('Refresh')).toBe(1);
  });
});

describe('another user in the same tab', () => {
  it('sees nothing of the last one: not from the cache, nor of a component', async () => {
    const page = await open('localStorage');
    await signIn(page);
    await page.getByPlaceholder('Notes').fill('secret notes');
    await watchHeadings(page);
    await page.evaluate(
      `window.gatehouse.signIn({ username: '${user}', password: '${seededPassword}' }).then(() => undefined)`,
    );
    await showsAccount(page, user);
    expect(await page.getByPlaceholder('Notes').inputValue()).toBe('');
    expect(await page.evaluate('window.headings.filter((text) => text !== "")')).toEqual([user]);
    const cached = await page.evaluate('JSON.stringify(window.client.cache.extract())');
    expect(cached).toContain(user);
    expect(cached).not.toContain(editor);
    expect(cached).not.toContain('oken');
  });

  /** Notes each heading that appears from now on. */
  async function watchHeadings(page: Page): Promise<void> {
    await page.evaluate(`
      window.headings = [];
      const note = () => document.querySelectorAll('h1').forEach(({ textContent }) => {
        if (textContent !== '${editor}' || !document.querySelector('textarea')?.value) window.headings.push(textContent);
      });
      new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
    `);
  }
});

describe('a gateway that is restarted', () => {
  it('is an outage meanwhile, and the session goes on', async () => {
    const env = { STATE_DIR: temporaryFolder(), CORS_ORIGINS: site.address };
    let gateway = await local.anotherGateway(env);
    const PORT = new URL(gateway.url).port;
    const page = await open('localStorage', gateway);
    await signIn(page);
    await gateway.close();
    await page.reload();
    await shows(page, 'unreachable');
    gateway = await local.anotherGateway({ ...env, PORT });
    await showsAccount(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await showsForm(page);
    await gateway.close();
  });
});

describe('a tab that hangs with the lock', () => {
  it('stops no other tab for longer than 5 seconds', async () => {
    const [page, hanging] = [await open('localStorage'), await open('localStorage')];
    await signIn(page);
    await hanging.evaluate(
      `void navigator.locks.request('gatehouse ${local.gateway.url}', () => new Promise(() => undefined)).catch(() => undefined)`,
    );
    await page.clock.install();
    await expire();
    const asked = ask(page);
    await page.waitForFunction(
      'navigator.locks.query().then(({ pending }) => pending.length === 1)',
    );
    expect(count('Refresh')).toBe(0);
    await page.clock.fastForward(5_000);
    await asked;
    await showsAccount(page);
    expect(count('Refresh')).toBe(1);
  });
});

describe('a page from a server', () => {
  it('is taken over without a mismatch', async () => {
    const rendered = await renderOnServer();
    expect(rendered).toContain('unknown');
    site.rendered = rendered;
    const page = await open('localStorage');
    await signIn(page);
    await page.reload();
    await showsAccount(page);
    site.rendered = '';
  });

  /** Renders the page in a Node process of its own, which ends by itself. */
  async function renderOnServer(): Promise<string> {
    const folder = 'node_modules/.cache/client';
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/server.mjs`, await bundlePage('server.tsx', 'react-19', 'node'));
    return execFileSync(process.execPath, [`${folder}/server.mjs`], { encoding: 'utf8' });
  }
});

describe('React 18', () => {
  it('shows a refusal, and each user in turn', async () => {
    const latest = site.program;
    site.program = await bundlePage('main.tsx', 'react-18');
    const page = await open('localStorage');
    await signIn(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, user);
    site.program = latest;
    expect(count('Login')).toBe(2);
  });
});
