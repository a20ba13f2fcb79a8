import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { stop } from 'esbuild';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { TokenStorage } from '../../client/src/index.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { bundlePage, startSite, type Site } from './site.ts';

export const editor = 'editor@example.com';
export const day = 24 * 60 * 60;

/** Where a page has its session. */
export interface Mode {
  name: string;
  transport: 'cookie' | 'tokens';
  storage: TokenStorage;
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

/** Overlap of refresh tokens at Auth0, in seconds: its default, and what it advises. */
export type Overlap = 0 | 10;

/** One browser, and a site with the app of test/client/pages. Each test has new tabs, and a gateway whose tenant has no overlap. */
export class Scene {
  #browser: Browser | undefined;
  #site: Site | undefined;
  #tabs: BrowserContext | undefined;
  readonly #locals = new Map<Overlap, Local>();
  #overlap: Overlap = 0;
  /** Operations that the tabs have sent. */
  sent: string[] = [];
  /** Warnings, errors and exceptions of the tabs, without the browser's own lines about the network. */
  complaints: string[] = [];

  constructor() {
    beforeAll(() => this.#start());
    afterAll(() => this.#stop());
    beforeEach(() => this.#begin());
    afterEach(async () => {
      await this.#tabs?.close();
      await this.control('DELETE', 'faults/token');
      expect(this.complaints).toEqual([]);
    });
  }

  get site(): Site {
    if (!this.#site) throw new Error('the scene has not started');
    return this.#site;
  }

  get local(): Local {
    const local = this.#locals.get(this.#overlap);
    if (!local) throw new Error('the scene has not started');
    return local;
  }

  /** Goes to a tenant with this overlap, until the test ends. */
  async use(overlap: Overlap): Promise<void> {
    this.#overlap = overlap;
    if (this.#locals.has(overlap)) return;
    const local = await startLocal({
      env: { CORS_ORIGINS: this.site.address },
      settings: ({ clients }) => {
        for (const { refresh_token } of clients) refresh_token.leeway = overlap;
      },
    });
    this.#locals.set(overlap, local);
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

  /** Opens the app in a new tab. */
  open(
    { transport, storage }: Mode,
    gateway: Pick<TestGateway, 'url'> = this.local.gateway,
  ): Promise<Page> {
    const query = new URLSearchParams({ gateway: gateway.url, transport, storage }).toString();
    return this.openAddress(`/?${query}`);
  }

  /** Opens an address of the site in a new tab. */
  async openAddress(path: string): Promise<Page> {
    if (!this.#tabs) throw new Error('the scene has not started');
    const page = await this.#tabs.newPage();
    await page.goto(`${this.site.address}${path}`);
    return page;
  }

  /** Number of operations of a name so far. */
  count(name: string): number {
    return this.sent.filter((each) => each === name).length;
  }

  async #start(): Promise<void> {
    this.#site = await startSite(await bundlePage('main.tsx'));
    this.#browser = await chromium.launch({
      executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
      args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
  }

  async #stop(): Promise<void> {
    await this.#browser?.close();
    await Promise.all([...this.#locals.values()].map((local) => local.close()));
    this.#site?.close();
    await stop();
  }

  async #begin(): Promise<void> {
    await this.use(0);
    this.sent = [];
    this.complaints = [];
    const tabs = await this.#browser?.newContext();
    this.#tabs = tabs;
    tabs?.on('weberror', (error) => this.complaints.push(error.error().message));
    tabs?.on('console', (message) => {
      const isOfBrowser = message.text().startsWith('Failed to load resource');
      if (['warning', 'error'].includes(message.type()) && !isOfBrowser) {
        this.complaints.push(message.text());
      }
    });
    tabs?.on('request', (request) => {
      if (request.method() !== 'POST') return;
      const { query } = request.postDataJSON() as { query: string };
      this.sent.push(/^\w+ (\w+)/.exec(query)?.[1] ?? query);
    });
  }
}

export async function signIn(page: Page, username = editor): Promise<void> {
  await page.getByPlaceholder('E-mail').fill(username);
  await page.getByPlaceholder('Password').fill(seededPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await showsAccount(page, username);
}

export const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out' }).click();

export const showsAccount = (page: Page, username = editor) =>
  page.getByRole('heading', { name: username }).waitFor();

export const showsForm = (page: Page) => page.getByPlaceholder('E-mail').waitFor();

/** Waits for a page that shows the status of its session. */
export const showsStatus = (page: Page, status: string) =>
  page.getByText(status, { exact: true }).waitFor();

/** Asks for the user again, as a component that is opened does. */
export const ask = (page: Page) =>
  page.evaluate(`window.client.refetchQueries({ include: 'active' }).then(() => undefined)`);

/** Goes to another page and comes back. The browser has kept the page meanwhile: it is not loaded again. */
export async function comeBack(page: Page, meanwhile: () => Promise<void>): Promise<void> {
  await page.evaluate('window.isSamePage = true');
  await page.goto(`${new URL(page.url()).origin}/elsewhere`);
  await meanwhile();
  await page.goBack({ waitUntil: 'commit' });
  await page.getByRole('alert').first().waitFor({ state: 'attached' });
  expect(await page.evaluate('window.isSamePage')).toBe(true);
}
