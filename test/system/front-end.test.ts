// needs: chromium
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { build, stop } from 'esbuild';
import { buildSchema, extendSchema, graphql, parse } from 'graphql';
import { chromium, type Browser, type Page } from 'playwright-core';
import { codeBlocks, readPage } from '../docs/page.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';

const folder = 'node_modules/.cache/front-end';
const section = present(readPage('react.md').split('## 9. Without the kit')[1]);
const snippet = present(codeBlocks(section, 'ts')[0]);

let browser: Browser;
let local: Local;
let page: Page;
let site: Server;
let address: string;
/** Program that the page loads. */
let program: string;
/** Warnings, errors and exceptions of the page, without the browser's own lines about the network. */
let complaints: string[];

beforeAll(async () => {
  site = createServer((request, response) => {
    if (request.method === 'POST') {
      void answerAsLaterVersion(request).then((answer) => response.end(JSON.stringify(answer)));
      response.setHeader('content-type', 'application/json');
      return;
    }
    const [type, body] =
      request.url === '/main.js'
        ? ['text/javascript', program]
        : [
            'text/html',
            '<body><div id="root"></div><script type="module" src="/main.js"></script>',
          ];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  local = await startLocal({ env: { CORS_ORIGINS: address } });
  browser = await chromium.launch({
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  });
});

afterAll(async () => {
  await browser.close();
  await local.close();
  site.close();
  await stop();
});

beforeEach(async () => {
  complaints = [];
  page = await browser.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    const isFromProgram = !message.location().url.endsWith('/favicon.ico');
    if (['warning', 'error'].includes(message.type()) && isFromProgram)
      complaints.push(message.text());
  });
});

afterEach(() => page.close());

describe('the example without the kit, in a browser', () => {
  it('shows the user, and caches no token', async () => {
    await open(`${snippet}\nObject.assign(window, { client });`);
    await shows('editor@example.com: read:users');
    const cached = await page.evaluate('JSON.stringify(window.client.cache.extract())');
    expect(cached).toContain('editor@example.com');
    expect(cached).not.toContain('Token');
    expect(complaints).toEqual([]);
  });

  it('shows the message of a wrong password', async () => {
    await open(snippet.replace(seededPassword, 'a wrong password'));
    await shows('Wrong username or password.');
    expect(complaints).toEqual([]);
  });

  it('shows the message of a refusal that its version of the schema does not have', async () => {
    await open(snippet, `${address}/graphql`);
    await shows('This account sleeps until Monday.');
    expect(complaints).toEqual([]);
  });

  it('shows that the gateway does not answer', async () => {
    await open(snippet, 'http://127.0.0.1:9/graphql');
    await shows('Failed to fetch');
  });

  it('gives the next user of the tab nothing of the last one', async () => {
    await open(`${snippet}
      const show = async () => {
        const answer = await client.query({ query: MeDocument }).catch(() => undefined);
        document.body.textContent = answer?.data?.me?.email ?? 'signed out';
      };
      Object.assign(window, { client, show, signIn, signOut });`);
    await shows('editor@example.com: read:users');
    await page.evaluate('window.signOut().then(window.show)');
    await shows('signed out');
    expect(await page.evaluate('JSON.stringify(window.client.cache.extract())')).toBe('{}');
    await page.evaluate(
      `window.signIn('admin@example.com', '${seededPassword}').then(window.show)`,
    );
    await shows('admin@example.com');
    await page.evaluate(`window.signIn('user@example.com', '${seededPassword}').then(window.show)`);
    await shows('user@example.com');
    expect(complaints).toEqual([]);
  });
});

/** Opens a page that runs this program. The program's endpoint is the gateway by default. */
async function open(source: string, endpoint = local.gateway.url): Promise<void> {
  await bundle({ 'main.ts': source }, 'main.ts', endpoint);
  await page.goto(address);
}

/** Bundles a program as Vite does. */
async function bundle(
  files: Record<string, string>,
  entry: string,
  endpoint: string,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync('src/operations/__generated__/operations.ts', `${folder}/gatehouse.ts`);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(`${folder}/${name}`, text.replace('http://localhost:4000/graphql', endpoint));
  }
  const { outputFiles } = await build({
    entryPoints: [`${folder}/${entry}`],
    bundle: true,
    conditions: ['development'],
    define: { 'process.env.NODE_ENV': '"development"' },
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'silent',
    target: 'es2022',
    tsconfigRaw: {},
    write: false,
  });
  program = present(outputFiles[0]).text;
}

async function shows(text: string): Promise<void> {
  await page.getByText(text, { exact: true }).waitFor();
}

/** Answers like a later version of the gateway, whose `login` has an additional refusal. */
async function answerAsLaterVersion(request: IncomingMessage): Promise<unknown> {
  const { query, variables } = (await json(request)) as {
    query: string;
    variables: Record<string, unknown>;
  };
  const schema = extendSchema(
    buildSchema(readFileSync('schema.graphql', 'utf8')),
    parse(`
      type AccountAsleep implements Problem { code: ProblemCode! message: String! }
      extend enum ProblemCode { ACCOUNT_ASLEEP }
      extend union LoginResult = AccountAsleep
    `),
  );
  const login = {
    __typename: 'AccountAsleep',
    code: 'ACCOUNT_ASLEEP',
    message: 'This account sleeps until Monday.',
  };
  return graphql({ schema, source: query, variableValues: variables, rootValue: { login } });
}
