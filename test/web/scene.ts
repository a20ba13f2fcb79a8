import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { URI, type TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { BrowserTab } from '../support/browser-tab.ts';
import { startChromium } from '../support/chromium.ts';
import { seededPassword, startLocal, type Local, type LocalOptions } from '../support/local.ts';
import { Tab } from '../support/tab.ts';
import { addAccounts } from './accounts.ts';
import { axeUrl, builtApp } from './built-app.ts';

/** Folder for pictures of the screens: `npm run shots` sets it. */
const shots = process.env.SHOTS;
const themes = ['light', 'dark'] as const;
const widths = { narrow: 360, wide: 1280 };

let browser: Browser | undefined;

/** Profiles that no test uses, with a tab each. A new one costs a second of CPU time. */
const free: Tab[] = [];

beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser?.close());

/** The app as the gateway serves it, with a local tenant behind it. All scenes share a browser. Each test begins as a visitor who has never been there. */
export class Scene {
  #local: Local | undefined;
  #used: Tab[] = [];
  /** What axe finds, and warnings, errors and exceptions of the pages, without the browser's own lines about the network. */
  readonly #complaints: string[] = [];
  /** Layouts whose header and navigation axe has read. */
  readonly #shells = new Set<string>();

  constructor({ seams, ...options }: LocalOptions = {}) {
    beforeAll(async () => {
      const folder = builtApp();
      const web = () => ({ state: 'built', folder }) as const;
      const env = { NODE_ENV: 'development' };
      this.#local = await startLocal({ ...options, env, seams: { ...seams, web } });
    });
    afterAll(() => this.#local?.close());
    afterEach(async () => {
      await this.end('token');
      await this.end('all');
      await Promise.all(this.#used.map(forgetAll));
      free.push(...this.#used.splice(0));
      expect(this.#complaints.splice(0)).toEqual([]);
    });
  }

  get local(): Local {
    if (!this.#local) throw new Error('the scene has not started');
    return this.#local;
  }

  /** Opens the app as a visitor who has never been there. */
  async visit(path = '/', { url } = this.local.gateway): Promise<Tab> {
    const page = await this.#newVisitor();
    await page.playwright.goto(new URL(path, url).href);
    return page;
  }

  /** Opens a screen as a user who has signed in before. It costs half of what the form does. */
  async enter(username: string, path = '/profile', otpauthUri?: string): Promise<Tab> {
    const page = await this.#newVisitor();
    const { url } = this.local.gateway;
    const { cookies } = await this.signInElsewhere(username, otpauthUri, desktop);
    await page.playwright
      .context()
      .addCookies(Array.from(cookies, ([name, value]) => ({ name, value, url, httpOnly: true })));
    await page.playwright.goto(new URL(path, url).href);
    return page;
  }

  /** Signs in on another device, which is no page. The second factor is an authenticator app. */
  async signInElsewhere(username: string, otpauthUri?: string, agent = phone): Promise<BrowserTab> {
    const device = new BrowserTab(this.local.gateway);
    device.page['user-agent'] = agent;
    const { mfaToken } = await device.signIn(username);
    if (otpauthUri !== undefined) {
      await device.mutate('verifyMfa', { mfaToken, code: await this.codeOf(otpauthUri) });
    }
    return device;
  }

  async #newVisitor(): Promise<Tab> {
    const page = free.pop() ?? (await newPage());
    this.#used.push(page);
    page.playwright.on('pageerror', (error) => this.#complaints.push(error.message));
    page.playwright.on('console', (message) => {
      const isOfBrowser = message.text().startsWith('Failed to load resource');
      if (['warning', 'error'].includes(message.type()) && !isOfBrowser) {
        this.#complaints.push(message.text());
      }
    });
    return page;
  }

  /**
   * Presses a button while Auth0 is down. Holds that the screen says so in words, and keeps what was typed.
   *
   * @param button - its name, or what presses it
   */
  async pressInOutage(page: Tab, button: string | (() => Promise<void>)): Promise<void> {
    const typed = await page.evaluate(typedText);
    await this.fail('all', { fault: 'down' });
    await (typeof button === 'string' ? press(page, button) : button());
    expect(await refusal(page)).toMatch(/Try again|cannot be read at the moment/);
    expect(await page.evaluate(typedText)).toEqual(typed);
    await this.end('all');
  }

  /** Makes an endpoint of the tenant fail, or all of them. */
  fail(endpoint: 'token' | 'all', fault: object): Promise<void> {
    return this.control('PUT', `faults/${endpoint}`, fault);
  }

  /** Makes it work again. */
  end(endpoint: 'token' | 'all'): Promise<void> {
    return this.control('DELETE', `faults/${endpoint}`);
  }

  /** Holds that axe finds nothing on a screen, light and dark. With `SHOTS` it also takes pictures of it. */
  async look(page: Tab, name: string): Promise<void> {
    if (shots !== undefined) await this.#shoot(page, name, shots);
    await page.evaluate(loadAxe);
    const shell = await page.evaluate<string>(
      `document.querySelector('nav') ? 'signed in' : 'signed out'`,
    );
    const seen = this.#shells.has(shell) ? ['header', 'nav'] : [];
    this.#shells.add(shell);
    for (const colorScheme of themes) {
      await page.playwright.emulateMedia({ colorScheme });
      // Without `preload`, axe does not read the style sheets once more: no rule of ours needs them.
      const options = {
        preload: false,
        resultTypes: ['violations'],
        ...(colorScheme === 'dark' && { runOnly: ['color-contrast'] }),
      };
      const found = await page.evaluate<string[]>(
        `axe.run({ include: document, exclude: ${JSON.stringify(seen)} }, ${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) =>
          id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; ')))`,
      );
      this.#complaints.push(...found.map((each) => `${name}, ${colorScheme}: ${each}`));
    }
    await page.playwright.emulateMedia({ colorScheme: 'light' });
  }

  /** Turns a switch of the local tenant. */
  async control(method: string, path: string, body?: object): Promise<void> {
    await fetch(`${this.local.tenant.issuer}control/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }

  /** Lets the clock of the tenant and of the gateway run ahead. */
  wait(seconds: number): Promise<void> {
    return this.control('POST', 'clock/advance', { seconds });
  }

  /** Returns the code that an authenticator app shows, one that has not been used before. The app has scanned this URI. */
  async codeOf(otpauthUri: string): Promise<string> {
    await this.wait(30);
    const totp = URI.parse(otpauthUri) as TOTP;
    return totp.generate({ timestamp: this.local.tenant.now().getTime() });
  }

  async #shoot(page: Tab, name: string, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    for (const [size, width] of Object.entries(widths)) {
      await page.playwright.setViewportSize({ width, height: width === widths.wide ? 800 : 720 });
      for (const colorScheme of themes) {
        await page.playwright.emulateMedia({ colorScheme });
        const path = join(folder, `${name}-${size}-${colorScheme}.png`);
        await page.playwright.screenshot({ path, fullPage: true, animations: 'disabled' });
      }
    }
  }
}

const desktop =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** React takes a stack for each element, a fifth of the time of a test. Its warnings say as much without. */
const withoutStacks = `
  Object.defineProperty(Error, 'stackTraceLimit', { get: () => 0, set: () => undefined });
  delete console.createTask;`;

/** What a browser on a phone says that it is. */
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

/** Loads axe into a page that does not have it. */
const loadAxe = `window.axe ? undefined : new Promise((resolve, reject) => {
  const script = document.createElement('script');
  Object.assign(script, { src: '${axeUrl}', onload: () => resolve(), onerror: reject });
  document.head.append(script);
})`;

/** Texts in the fields of a page. */
const typedText = `Array.from(document.querySelectorAll('input, select'), (field) => field.value)`;

async function newPage(): Promise<Tab> {
  if (!browser) throw new Error('the browser has not started');
  const profile = await browser.newContext({
    reducedMotion: 'reduce',
    // As wide as the navigation needs: each frame costs CPU time by its pixels.
    viewport: { width: 800, height: 600 },
  });
  await profile.addInitScript(withoutStacks);
  return Tab.open(profile);
}

/** Makes a page and its profile as new, but for the files that the browser has kept. */
async function forgetAll({ playwright: page }: Tab): Promise<void> {
  const profile = page.context();
  page.removeAllListeners('pageerror').removeAllListeners('console');
  await page.unrouteAll();
  await page.goto('about:blank');
  const session = await profile.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
  await session.detach();
  await profile.clearCookies();
}

/** Waits for a screen, by its heading. */
export const shows = (page: Tab, title: string) =>
  page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();

/** Presses Enter on a button, as soon as it is enabled. */
export const press = (page: Tab, button: string) =>
  page.getByRole('button', { name: button, exact: true, disabled: false }).press('Enter');

export const type = (page: Tab, field: string, text: string) =>
  page.getByLabel(field, { exact: true }).fill(text);

/** Sends the form to sign in. */
export async function signIn(page: Tab, email: string, password = seededPassword): Promise<void> {
  await shows(page, 'Sign in');
  await type(page, 'E-mail address', email);
  await type(page, 'Password', password);
  await press(page, 'Sign in');
}

/** Opens a screen by the navigation. */
export async function open(page: Tab, screen: string): Promise<void> {
  await page.getByRole('link', { name: screen, exact: true }).click();
}

/** Waits for a refusal and returns what the user reads. */
export const refusal = (page: Tab) => page.getByRole('alert').innerText();

/** The scene of every flow that needs no other settings. */
export const scene = new Scene({ settings: addAccounts });
