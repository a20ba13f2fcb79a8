// needs: chromium
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startLocalTenant } from '../../src/start-up/local-tenant.ts';
import type { RunningTenant } from '../../src/tenant/tenant.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const cdn = 'https://embeddable-sandbox.cdn.apollographql.com/**';
const frame = 'https://sandbox.embed.apollographql.com/**';

let browser: Browser;
let tenant: RunningTenant;
let gateway: TestGateway;
let page: Page;
let leftTheMachine: string[];
let complaints: string[];

beforeAll(async () => {
  const development = { NODE_ENV: 'development', HOST: '127.0.0.1', TENANT_PORT: '0', PORT: '0' };
  const local = await startLocalTenant(development, []);
  tenant = local.tenant;
  gateway = await startTestGateway({ ...development, ...local.environment });
  browser = await chromium.launch({
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
});

afterAll(async () => {
  await browser.close();
  await gateway.close();
  await tenant.close();
});

/**
 * Opens a page that cannot reach the internet. Since the explorer takes seconds to load, each test continues on the page of the
 * test before.
 */
async function openPage(): Promise<void> {
  leftTheMachine = [];
  complaints = [];
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  const { host } = new URL(gateway.url);
  await page.route(
    (url) => url.host !== host,
    (route) => {
      leftTheMachine.push(route.request().url());
      return route.abort('internetdisconnected');
    },
  );
}

describe('without the internet', () => {
  beforeAll(openPage);
  afterAll(() => page.close());

  const shownTab = () => page.locator('.window-switcher__item--active').innerText();
  const opened = () => page.getByRole('button', { name: 'Send Request' }).waitFor();

  it('the Sandbox page says that Sandbox cannot be reached, and leads to the offline explorer', async () => {
    await page.goto(gateway.url);
    await page.locator('.unreachable').waitFor();
    const headings = await page.getByRole('heading').allInnerTexts();
    expect(headings).toEqual(['Apollo Sandbox cannot be reached']);
    expect(leftTheMachine).toHaveLength(1);
    expect(complaints).toEqual([]);

    leftTheMachine = [];
    await page.getByRole('link', { name: 'Open the offline explorer' }).click();
    await opened();
    expect(page.url()).toBe(`${gateway.url}/explorer`);
  });

  it('the offline explorer opens with the five operations', async () => {
    await expect(page.locator('.window-switcher__input').allInnerTexts()).resolves.toEqual([
      'Signup',
      'Login',
      'Me',
      'Refresh',
      'Logout',
    ]);
    expect(leftTheMachine).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('the offline explorer leads to the app, and says what to do before the first result', async () => {
    const bar = page.getByRole('banner');
    const links = await bar.getByRole('link').all();
    const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
    expect(addresses).toEqual(['/', '../graphql', '/']);
    const pane = page.locator('.query-result-container:visible');
    expect(await pane.innerText()).toContain('Begin with Login: press Send Request.');
    const [above, below] = [await bar.boundingBox(), await page.locator('app-root').boundingBox()];
    expect(below).toMatchObject({ y: above?.height, height: 800 - (above?.height ?? 0) });
  });

  it('it opens on Login with the account in sight', async () => {
    await expect(shownTab()).resolves.toContain('Login');
    await page.locator('.variables-editor', { hasText: '"admin@example.com"' }).waitFor();
  });

  it('it keeps the session from login to logout, no header touched', async () => {
    expect(await send('Me')).toMatchObject({ data: { me: null } });
    expect(await send('Login')).toMatchObject({ data: { login: { __typename: 'Session' } } });
    expect(await send('Me')).toMatchObject({ data: { me: { email: 'admin@example.com' } } });
    expect(await send('Refresh')).toMatchObject({ data: { refresh: { __typename: 'Session' } } });
    expect(await send('Me')).toMatchObject({ data: { me: { email: 'admin@example.com' } } });
    expect(await send('Logout')).toMatchObject({
      data: { logout: { accessTokenRevoked: true, refreshTokenRevoked: true } },
    });
    expect(await send('Me')).toMatchObject({ data: { me: null } });
    expect(complaints).toEqual([]);
  });

  it('it has the schema in its docs at once', async () => {
    await page.getByRole('button', { name: 'Docs' }).click();
    await page.locator('app-doc-viewer', { hasText: 'Mutation' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('it opens later where it was left', async () => {
    await page.locator('.window-switcher__item', { hasText: 'Refresh' }).click();
    // Altair saves its windows a second after the last change, without any event to wait for.
    await page.waitForTimeout(2_000);
    await page.reload();
    await opened();
    await expect(shownTab()).resolves.toContain('Refresh');
  });
});

describe('with the internet', () => {
  beforeAll(openPage);
  afterAll(() => page.close());

  it("the Sandbox page hands Apollo's script the operations and a fetch that keeps the session", async () => {
    await standInForApollo();
    await page.goto(gateway.url);
    await page.frameLocator('iframe').getByText('stand-in').waitFor();
    const options = await page.evaluate('window.sandboxOptions');
    expect(options).toMatchObject({
      target: '#sandbox',
      initialEndpoint: gateway.url,
      initialState: { includeCookies: true, document: expect.stringContaining('query Me') },
      hideCookieToggle: false,
      allowDynamicStyles: false,
    });

    expect(await request('Me')).toMatchObject({ data: { me: null } });
    expect(await request('Login')).toMatchObject({ data: { login: { __typename: 'Session' } } });
    expect(await request('Me')).toMatchObject({ data: { me: { email: 'admin@example.com' } } });
    expect(await request('Refresh')).toMatchObject({
      data: { refresh: { __typename: 'Session' } },
    });
    expect(await request('Me', { Authorization: 'Bearer of-my-own' })).toMatchObject({
      data: { me: null },
    });
    expect(await request('Logout')).toMatchObject({
      data: { logout: { refreshTokenRevoked: true } },
    });
    expect(await request('Me')).toMatchObject({ data: { me: null } });
    expect(complaints).toEqual([]);
  });
});

/** Opens the tab of an operation in the offline explorer, sends it, and reads the answer beside it. */
async function send(operation: string): Promise<unknown> {
  await page.locator('.window-switcher__item', { hasText: operation }).click();
  const sent = new RegExp(`(query|mutation) ${operation}\\b`);
  const answered = page.waitForResponse((response) =>
    sent.test(response.request().postData() ?? ''),
  );
  await page.getByRole('button', { name: 'Send Request' }).click();
  return (await answered).json();
}

/** Sends a request for an operation of the explorer, in the way that the frame of Apollo Sandbox makes the page send it. */
function request(operationName: string, headers = {}): Promise<unknown> {
  return page.evaluate(
    `(async ({ initialEndpoint, initialState: { document, variables }, handleRequest }) => {
      const response = await handleRequest(initialEndpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...${JSON.stringify(headers)} },
        body: JSON.stringify({ query: document, variables, operationName: '${operationName}' }),
        credentials: 'include',
      });
      return response.json();
    })(window.sandboxOptions)`,
  );
}

/** Answers in place of Apollo's servers: with a script that opens a frame, and with a frame that sends its first message. */
async function standInForApollo(): Promise<void> {
  const script = `window.EmbeddedSandbox = class {
    constructor(options) {
      window.sandboxOptions = options;
      const frame = document.createElement('iframe');
      frame.src = 'https://sandbox.embed.apollographql.com/sandbox/explorer';
      document.querySelector(options.target).append(frame);
    }
  };`;
  const html = `stand-in<script>parent.postMessage({ name: 'ExplorerListeningForHandshake' }, '*')</script>`;
  await page.route(cdn, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await page.route(frame, (route) => route.fulfill({ contentType: 'text/html', body: html }));
}
