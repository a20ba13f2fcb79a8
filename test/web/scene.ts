import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { URI, type TOTP } from 'otpauth';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startLocal, type Local, type LocalOptions } from '../support/local.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Folder for pictures of the screens: `npm run shots` sets it. */
const shots = process.env['SHOTS'];
const themes = ['light', 'dark'] as const;
const widths = { narrow: 360, wide: 1280 };

/** One browser, and the app as the gateway serves it, with a local tenant behind it. Each test has a profile of its own. */
export class Scene {
  #browser: Browser | undefined;
  #local: Local | undefined;
  #profiles: BrowserContext[] = [];
  /** What axe finds, and warnings, errors and exceptions of the pages, without the browser's own lines about the network. */
  readonly #complaints: string[] = [];

  constructor(options: LocalOptions = {}) {
    beforeAll(() => this.#start(options));
    afterAll(() => this.#stop());
    afterEach(async () => {
      await this.control('DELETE', 'faults');
      await Promise.all(this.#profiles.splice(0).map((profile) => profile.close()));
      expect(this.#complaints.splice(0)).toEqual([]);
    });
  }

  get local(): Local {
    if (!this.#local) throw new Error('the scene has not started');
    return this.#local;
  }

  /** Opens the app as a visitor who has never been there. */
  async visit(path = '/'): Promise<Page> {
    const profile = await this.#browser?.newContext({
      reducedMotion: 'reduce',
      viewport: { width: widths.wide, height: 800 },
    });
    if (!profile) throw new Error('the scene has not started');
    this.#profiles.push(profile);
    profile.on('weberror', (error) => this.#complaints.push(error.error().message));
    profile.on('console', (message) => {
      const isOfBrowser = message.text().startsWith('Failed to load resource');
      if (['warning', 'error'].includes(message.type()) && !isOfBrowser) {
        this.#complaints.push(message.text());
      }
    });
    const page = await profile.newPage();
    await page.goto(new URL(path, this.local.gateway.url).href);
    return page;
  }

  /** Holds that axe finds nothing on a screen, light and dark. With `SHOTS` it also takes pictures of it. */
  async look(page: Page, name: string): Promise<void> {
    if (shots !== undefined) await this.#shoot(page, name, shots);
    await page.evaluate(axe);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      const rules = colorScheme === 'light' ? '{}' : "{ runOnly: ['color-contrast'] }";
      const found = await page.evaluate<string[]>(
        `axe.run(document, ${rules}).then(({ violations }) => violations.map(({ id, nodes }) =>
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

  /** Returns the code that an authenticator app shows `ahead` codes from now, having scanned the link on the page. */
  async codeOfApp(otpauthUri: string, ahead = 0): Promise<string> {
    const totp = URI.parse(otpauthUri) as TOTP;
    return totp.generate({ timestamp: this.local.tenant.now().getTime() + ahead * 30_000 });
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

  async #start({ seams, ...options }: LocalOptions): Promise<void> {
    const folder = temporaryFolder();
    execFileSync(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'build', 'web', '--outDir', folder],
      { stdio: 'pipe' },
    );
    const web = () => ({ state: 'built', folder }) as const;
    this.#local = await startLocal({ ...options, seams: { ...seams, web } });
    this.#browser = await chromium.launch({
      executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
      args: [
        ...['--no-sandbox', '--disable-background-networking', '--no-first-run'],
        ...['--disable-gpu', '--process-per-site', '--renderer-process-limit=1'],
        '--disable-features=PreloadTopChromeWebUI,WebUIOmniboxPopup,InitialWebUI,WebUIReloadButton',
      ],
    });
  }

  async #stop(): Promise<void> {
    await this.#browser?.close();
    await this.#local?.close();
  }
}
