import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { chromium, type Browser, type CDPSession } from 'playwright-core';
import { build, type InlineConfig } from 'vite';
import { inTurns, report } from './in-turns.ts';
import { unlessShort } from './short.ts';

// Measures the CPU time of the main thread on a first visit until a page shows its heading, in production builds: the app of web/, whose
// sign-in page asks the gateway who is signed in, and an empty page with React and Apollo Client that asks one query. The aim is a ratio
// of at most 2. For comparison, the same empty page without a query.
const rounds = unlessShort(15, 3);

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const noSession = {
  errors: [{ message: 'none', extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_MISSING' } }],
};
const capabilities = {
  realms: [{ name: 'users', identifiers: ['EMAIL'], signupOpen: true, passwordRules: null }],
  secondFactors: null,
};

/** Resolves when the page shows its heading. A locator of Playwright would cost as much as the empty page. */
const hasHeading = `new Promise((resolve) => {
  const look = () => document.querySelector('h1') && requestAnimationFrame(() => setTimeout(resolve));
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
})`;

let browser: Browser;
try {
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
} catch {
  console.log(
    'Not measured: the start of the sign-in page needs chromium (CHROMIUM, default /usr/bin/chromium).\n',
  );
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
const app = await serve('web', { configFile: 'web/vite.config.ts' });
const empty = await serve('empty', { configFile: false, root: 'bench/empty-page' });

report(
  "CPU time of a page's first visit, and its ratio to an empty page with React and Apollo Client",
  await inTurns(rounds, {
    'empty page, one query': () => firstVisit(`${empty.url}?query`),
    'empty page, no query': () => firstVisit(empty.url),
    'sign-in page': () => firstVisit(app.url),
  }),
);
await browser.close();
for (const { close } of [app, empty]) close();
rmSync(folder, { recursive: true });

/** Builds a page and serves it, with answers of a gateway that knows no session. */
async function serve(name: string, config: InlineConfig) {
  const outDir = join(folder, name);
  await build({ ...config, mode: 'production', logLevel: 'silent', build: { outDir } });
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      void text(request).then((body) => {
        const answer = body.includes('capabilities')
          ? { data: { capabilities } }
          : body.includes('Empty')
            ? { data: { __typename: 'Query' } }
            : noSession;
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      });
      return;
    }
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = pathname === '/' ? 'index.html' : pathname;
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    response.end(readFileSync(join(outDir, file)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}

/** Opens a page in a new profile, and returns the CPU time of its main thread (microseconds). */
async function firstVisit(url: string): Promise<number> {
  const profile = await browser.newContext();
  const page = await profile.newPage();
  const session = await profile.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await taskTime(session);
  await page.goto(url);
  await session.send('Runtime.evaluate', { expression: hasHeading, awaitPromise: true });
  const spent = (await taskTime(session)) - before;
  await profile.close();
  return spent * 1e6;
}

async function taskTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}
