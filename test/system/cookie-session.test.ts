// needs: chromium
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { stop, transform } from 'esbuild';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { codeBlocks, readPage } from '../docs/page.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const docs = readPage('cookies.md');
const snippet = present(codeBlocks(docs, 'ts')[0]);
const renderer = present(codeBlocks(docs, 'js')[0]);

let browser: Browser;
let context: BrowserContext;
/** Front ends: one of the gateway's site that `CORS_ORIGINS` lists, and one that it does not list. */
let listed: Server;
let unlisted: Server;
let local: Local;
let program: string;

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const origin = (server: Server, host = '127.0.0.1') => `http://${host}:${portOf(server)}`;

async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const isProgram = request.url === '/main.js';
    response.setHeader('content-type', isProgram ? 'text/javascript' : 'text/html');
    response.end(isProgram ? program : '<script type="module" src="/main.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

beforeAll(async () => {
  [listed, unlisted] = await Promise.all([serve(), serve()]);
  // As in production: the cookie is Secure, and no page of this machine is listed by itself.
  local = await startLocal({
    env: {
      ...{ NODE_ENV: 'production', REHEARSAL: 'true' },
      CORS_ORIGINS: `${origin(listed)},${origin(listed, 'localhost')}`,
    },
  });
  const source = snippet.replace('http://localhost:4000/graphql', local.gateway.url);
  const { code } = await transform(
    `${source}\nObject.assign(window, { ask, signIn, whoAmI, signOut, isReady: true });`,
    { loader: 'ts' },
  );
  program = code;
  browser = await chromium.launch({
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  await local.close();
  listed.close();
  unlisted.close();
  await stop();
});

/** Opens a page in a fresh browser profile. */
async function open(url: string): Promise<Page> {
  context = await browser.newContext();
  return openTab(url);
}
async function openTab(url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction('window.isReady');
  return page;
}
const signIn = (page: Page, username: string) =>
  page.evaluate(`window.signIn('${username}', '${seededPassword}')`);
const whoAmI = (page: Page) => page.evaluate('window.whoAmI()');
const isUser = (email: string) => ({ data: { me: { email } } });
const isNobody = { errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_MISSING' } }] };

describe('a session in a cookie, in a browser', () => {
  it('S01, S05: outlives a reload, is there in every tab, ends in all, and no script can read it', async () => {
    const page = await open(origin(listed));
    const answer = await signIn(page, 'user@example.com');
    expect(answer).toEqual({ data: { login: { user: { email: 'user@example.com' } } } });
    await page.reload();
    await page.waitForFunction('window.isReady');
    expect(await whoAmI(page)).toEqual(isUser('user@example.com'));
    const tabs = [page, await openTab(origin(listed)), await openTab(origin(listed))];
    expect(await Promise.all(tabs.map(whoAmI))).toEqual(tabs.map(() => isUser('user@example.com')));
    const readable =
      '[document.cookie, ...Object.values(localStorage), ...Object.values(sessionStorage)]';
    expect(await page.evaluate(readable)).toEqual(['']);
    const [cookie] = await context.cookies(local.gateway.url);
    expect(cookie).toMatchObject({
      name: '__Host-gatehouse',
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
    });
    const left = await present(tabs[1]).evaluate('window.signOut()');
    expect(left).toEqual({ data: { logout: { everywhere: true } } });
    for (const tab of tabs) expect(await whoAmI(tab)).toMatchObject(isNobody);
  });

  it('goes on for the next user alone', async () => {
    const page = await open(origin(listed));
    const other = await openTab(origin(listed));
    await signIn(page, 'user@example.com');
    await signIn(other, 'editor@example.com');
    expect(await whoAmI(page)).toEqual(isUser('editor@example.com'));
  });

  it('S06: a page of another site cannot keep one, and is told why', async () => {
    const page = await open(origin(listed, 'localhost'));
    expect(await signIn(page, 'user@example.com')).toEqual({
      data: {
        login: {
          code: 'INVALID_INPUT',
          message: expect.stringContaining('localhost and 127.0.0.1'),
        },
      },
    });
    expect(await context.cookies(local.gateway.url)).toEqual([]);
  });

  it('S06, S07: a page of the same site that is not listed can neither act, nor read, nor sign its visitor in', async () => {
    const page = await open(origin(listed));
    await signIn(page, 'user@example.com');
    const hostile = await openTab(origin(unlisted));
    await expect(whoAmI(hostile)).rejects.toThrow('Failed to fetch');
    await expect(signIn(hostile, 'editor@example.com')).rejects.toThrow('Failed to fetch');
    const send = `fetch('${local.gateway.url}', { method: 'POST', mode: 'no-cors', credentials: 'include',
      headers: { 'content-type': 'text/plain' }, body: '{"query":"mutation { logout(input: {}) { __typename } }"}' })`;
    await hostile.evaluate(`${send}.catch(() => undefined)`);
    await hostile.evaluate(`(() => {
      document.body.innerHTML = '<form method="post" action="${local.gateway.url}" target="_blank"><input name="query" value="{me{id}}"></form>';
      document.forms[0].submit();
    })()`);
    expect(await whoAmI(page)).toEqual(isUser('user@example.com'));
    const refused = local.gateway.log().filter(({ msg }) => msg === 'request refused');
    expect(refused).toContainEqual(expect.objectContaining({ status: 403 }));
  });
});

describe('the server that renders pages', () => {
  let server: ChildProcess;
  afterEach(() => {
    server.kill();
  });

  it('greets the user of the cookie, whose value it passes on', async () => {
    const page = await open(origin(listed));
    await signIn(page, 'user@example.com');
    const file = join(temporaryFolder(), 'server.mjs');
    writeFileSync(file, renderer);
    const env = { ...process.env, GATEWAY: local.gateway.url, PORT: '0' };
    server = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(present(server.stdout ?? undefined), 'data')) as [Buffer];
    const url = line.toString().trim().replace('localhost', '127.0.0.1');
    await page.goto(url);
    expect(await page.innerText('p')).toBe('Hello user@example.com');
    await context.clearCookies();
    await page.reload();
    expect(await page.innerText('p')).toBe('Please sign in');
  });
});
