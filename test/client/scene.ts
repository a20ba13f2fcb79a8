import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { stop } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TokenStorage } from '../../client/src/index.ts';
import { startChromium } from '../support/chromium.ts';
import type { TestGateway } from '../support/gateway.ts';
import { press, run, shows, submit, type, until } from '../support/in-page.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { bundlePage, startSite, type Site } from './site.ts';

export const editor = 'editor@example.com';
export const day = 24 * 60 * 60;

/** Where a page has its session. */
export interface Mode {
  name: string;
  transport: 'cookie' | 'tokens';
  storage: Extract<TokenStorage, string>;
  /** Renewals of a session that a page asks for, when all access tokens have expired. */
  renewals: 0 | 1;
  /** Whether a reload, with no other tab open, keeps the session. */
  survivesReload: boolean;
}

export const inCookie: Mode = {
  name: 'a cookie',
  transport: 'cookie',
  storage: 'memory',
  renewals: 0,
  survivesReload: true,
};
export const inMemory: Mode = {
  name: 'tokens in memory',
  transport: 'tokens',
  storage: 'memory',
  renewals: 1,
  survivesReload: false,
};
export const inLocalStorage: Mode = {
  name: 'tokens in localStorage',
  transport: 'tokens',
  storage: 'localStorage',
  renewals: 1,
  survivesReload: true,
};

/**
 * One browser, a gateway with its tenant, and a site with the app of test/client/pages. A tab costs a second of CPU time, so the tests
 * of a mode share three of them. Each test begins signed out.
 */
export class Scene {
  #browser: Browser | undefined;
  #site: Site | undefined;
  #local: Local | undefined;
  #profile: BrowserContext | undefined;
  #tabs: Page[] = [];
  /** Operations that the tabs have sent. */
  sent: string[] = [];
  /** Warnings, errors and exceptions of the tabs, without the browser's own lines about the network. */
  readonly #complaints: string[] = [];

  constructor() {
    beforeAll(() => this.#start());
    afterAll(() => this.#stop());
    afterEach(async () => {
      await this.control('DELETE', 'faults/token');
      this.local.tenant.settings.guardian.challenge_on_refresh = false;
      this.setOverlap(0);
      expect(this.#complaints.splice(0)).toEqual([]);
    });
  }

  get site(): Site {
    if (!this.#site) throw new Error('the scene has not started');
    return this.#site;
  }

  get local(): Local {
    if (!this.#local) throw new Error('the scene has not started');
    return this.#local;
  }

  /** The three tabs of {@link haveTabs}. */
  get tabs(): [Page, Page, Page] {
    return this.#tabs as [Page, Page, Page];
  }

  /** Gives each test of this group the same three tabs of one browser profile, signed out. */
  haveTabs(mode: Mode): void {
    beforeAll(async () => {
      if (this.#tabs.length === 0) await this.#openTabs();
      const address = this.addressOf(mode);
      for (const tab of this.#tabs) if (tab.url() !== address) await tab.goto(address);
    });
    beforeEach(async () => {
      await run(present(this.#tabs[0]), 'gatehouse.signOut().then(() => undefined)');
      await Promise.all(this.#tabs.map(showsForm));
      this.sent = [];
    });
  }

  async #openTabs(): Promise<void> {
    await this.newProfile();
    for (let count = 0; count < 3; count += 1) {
      this.#tabs.push(await this.openAddress(`${this.site.address}/elsewhere`));
    }
  }

  /** Begins with a profile that knows nothing, and no tab. */
  async newProfile(): Promise<void> {
    await this.#profile?.close();
    this.#tabs = [];
    this.sent = [];
    const profile = await this.#browser?.newContext({ viewport: { width: 400, height: 300 } });
    this.#profile = profile;
    profile?.on('weberror', (error) => this.#complaints.push(error.error().message));
    profile?.on('console', (message) => {
      const isOfBrowser = message.text().startsWith('Failed to load resource');
      if (['warning', 'error'].includes(message.type()) && !isOfBrowser) {
        this.#complaints.push(message.text());
      }
    });
    profile?.on('request', (request) => {
      if (request.method() !== 'POST') return;
      const { query } = request.postDataJSON() as { query: string };
      this.sent.push(/^\w+ (\w+)/.exec(query)?.[1] ?? query);
    });
  }

  /** Address of the app in a mode. */
  addressOf(
    { transport, storage }: Mode,
    gateway: Pick<TestGateway, 'url'> = this.local.gateway,
  ): string {
    const query = new URLSearchParams({ gateway: gateway.url, transport, storage }).toString();
    return `${this.site.address}/?${query}`;
  }

  /** Opens the app in a new tab. */
  open(mode: Mode): Promise<Page> {
    return this.openAddress(this.addressOf(mode));
  }

  async openAddress(address: string): Promise<Page> {
    if (!this.#profile) throw new Error('there is no profile');
    const page = await this.#profile.newPage();
    await page.goto(address);
    return page;
  }

  /** Number of operations of a name so far. */
  count(name: string): number {
    return this.sent.filter((each) => each === name).length;
  }

  /** Turns a switch of the local tenant. */
  async control(method: string, path: string, body?: object): Promise<void> {
    await fetch(`${this.local.tenant.issuer}control/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }

  /** Lets all access tokens expire at the gateway. The clocks of the tabs do not show it. */
  expire(): Promise<void> {
    return this.control('POST', 'clock/advance', { seconds: day + 60 });
  }

  /** Sets the overlap of refresh tokens at Auth0, in seconds. Auth0's default is 0. */
  setOverlap(leeway: number): void {
    for (const { refresh_token } of this.local.tenant.settings.clients) {
      refresh_token.leeway = leeway;
    }
  }

  async #start(): Promise<void> {
    this.#site = await startSite(await bundlePage('main.tsx'));
    this.#local = await startLocal({ env: { CORS_ORIGINS: this.#site.address } });
    this.#browser = await startChromium();
  }

  async #stop(): Promise<void> {
    await this.#browser?.close();
    await this.#local?.close();
    this.#site?.close();
    await stop();
  }
}

export async function signIn(page: Page, username = editor): Promise<void> {
  await typePassword(page, username);
  await showsAccount(page, username);
}

/** Fills in the form to sign in, and sends it. */
export async function typePassword(page: Page, username = editor): Promise<void> {
  await type(page, 'E-mail', username);
  await type(page, 'Password', seededPassword);
  await submit(page);
}

export const signOut = (page: Page) => press(page, 'Sign out');

export const showsAccount = (page: Page, username = editor) => shows(page, 'h1', username);

export const showsForm = (page: Page) => shows(page, '[placeholder="E-mail"]');

/** Waits for a page that shows the status of its session. */
export const showsStatus = (page: Page, status: string) => shows(page, '[role=status]', status);

/** Asks for the user again, as a component that is opened does. The page shows an error. */
export const ask = (page: Page) =>
  run(page, `client.refetchQueries({ include: 'active' }).then(() => undefined, () => undefined)`);

/** Lets the clock of a tab jump, as it does for a laptop that has slept. */
export const sleep = (page: Page, seconds: number) =>
  run(page, `{ const now = Date.now; Date.now = () => now() + ${seconds * 1000}; }`);

/** Goes to another page and comes back. The browser has kept the page meanwhile: it is not loaded again. */
export async function comeBack(page: Page, meanwhile: () => Promise<void>): Promise<void> {
  await run(page, 'window.isSamePage = true');
  await page.goto(`${new URL(page.url()).origin}/elsewhere`);
  await meanwhile();
  await page.goBack({ waitUntil: 'commit' });
  await until(page, `document.querySelector('[role=alert]')`);
  expect(await run(page, 'window.isSamePage')).toBe(true);
}
