import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { URI, type TOTP } from 'otpauth';
import { chromium, type Browser, type Page } from 'playwright-core';
import { seededPassword, startLocal, type Local, type LocalOptions } from '../support/local.ts';
import { axeUrl, builtApp } from './built-app.ts';

/** Folder for pictures of the screens: `npm run shots` sets it. */
const shots = process.env.SHOTS;
const themes = ['light', 'dark'] as const;
const widths = { narrow: 360, wide: 1280 };

let browser: Browser | undefined;

/** Profiles that no test uses, with a tab each. A new one costs a second of CPU time. */
const free: Page[] = [];

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: [
      ...['--no-sandbox', '--disable-background-networking', '--no-first-run'],
      ...['--disable-gpu', '--process-per-site', '--renderer-process-limit=1'],
      '--disable-features=PreloadTopChromeWebUI,WebUIOmniboxPopup,InitialWebUI,WebUIReloadButton',
    ],
  });
});
afterAll(() => browser?.close());

/** The app as the gateway serves it, with a local tenant behind it, for the tests of a group. They share a browser. Each test begins as a visitor who has never been there. */
export class Scene {
  #local: Local | undefined;
  #used: Page[] = [];
  /** What axe finds, and warnings, errors and exceptions of the pages, without the browser's own lines about the network. */
  readonly #complaints: string[] = [];

  constructor({ seams, ...options }: LocalOptions = {}) {
    beforeAll(async () => {
      const folder = builtApp();
      const web = () => ({ state: 'built', folder }) as const;
      const env = { NODE_ENV: 'development' };
      this.#local = await startLocal({ ...options, env, seams: { ...seams, web } });
    });
    afterAll(() => this.#local?.close());
    afterEach(async () => {
      await this.control('DELETE', 'faults/token');
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
  async visit(path = '/', { url } = this.local.gateway): Promise<Page> {
    const page = free.pop() ?? (await newPage());
    this.#used.push(page);
    page.on('pageerror', (error) => this.#complaints.push(error.message));
    page.on('console', (message) => {
      const isOfBrowser = message.text().startsWith('Failed to load resource');
      if (['warning', 'error'].includes(message.type()) && !isOfBrowser) {
        this.#complaints.push(message.text());
      }
    });
    await page.goto(new URL(path, url).href);
    return page;
  }

  /** Holds that axe finds nothing on a screen, light and dark. With `SHOTS` it also takes pictures of it. */
  async look(page: Page, name: string): Promise<void> {
    if (shots !== undefined) await this.#shoot(page, name, shots);
    if (!(await page.evaluate('Boolean(window.axe)'))) await page.addScriptTag({ url: axeUrl });
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      // Without `preload`, axe does not read the style sheets once more: no rule of ours needs them.
      const options = {
        preload: false,
        resultTypes: ['violations'],
        ...(colorScheme === 'dark' && { runOnly: ['color-contrast'] }),
      };
      const found = await page.evaluate<string[]>(
        `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) =>
          id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; ')))`,
      );
      this.#complaints.push(...found.map((each) => `${name}, ${colorScheme}: ${each}`));
    }
    await page.emulateMedia({ colorScheme: 'light' });
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

  async #shoot(page: Page, name: string, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    for (const [size, width] of Object.entries(widths)) {
      await page.setViewportSize({ width, height: width === widths.wide ? 800 : 720 });
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        const path = join(folder, `${name}-${size}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      }
    }
  }
}

async function newPage(): Promise<Page> {
  if (!browser) throw new Error('the browser has not started');
  const profile = await browser.newContext({
    reducedMotion: 'reduce',
    viewport: { width: widths.wide, height: 800 },
  });
  return profile.newPage();
}

/** Makes a page and its profile as new, but for the files that the browser has kept. */
async function forgetAll(page: Page): Promise<void> {
  page.removeAllListeners('pageerror').removeAllListeners('console');
  await page.unrouteAll();
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
  await session.detach();
  await page.context().clearCookies();
}

/** Waits for a screen, by its heading. */
export const shows = (page: Page, title: string) =>
  page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();

export const press = (page: Page, button: string) =>
  page.getByRole('button', { name: button, exact: true }).click();

export const type = (page: Page, field: string, text: string) =>
  page.getByLabel(field, { exact: true }).fill(text);

/** Sends the form to sign in. */
export async function signIn(page: Page, email: string, password = seededPassword): Promise<void> {
  await shows(page, 'Sign in');
  await type(page, 'E-mail address', email);
  await type(page, 'Password', password);
  await press(page, 'Sign in');
}

/** Opens a screen by the navigation. */
export async function open(page: Page, screen: string): Promise<void> {
  await page.getByRole('link', { name: screen, exact: true }).click();
}

/** Waits for a refusal and returns what the user reads. */
export const refusal = (page: Page) => page.getByRole('alert').innerText();
