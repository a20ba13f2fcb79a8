import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createHttpApp } from '../../../src/http/app.ts';
import {
  serveDevelopmentWeb,
  type DevelopmentWeb,
} from '../../../src/http/web/serve-development-web.ts';
import { createLogger } from '../../../src/telemetry/log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let app: FastifyInstance;
let vite: Server | undefined;
afterEach(async () => {
  await app.close();
  vite?.close();
});

const browser = { accept: 'text/html' };

async function serve(current: () => DevelopmentWeb) {
  app = await createHttpApp({ isReady: () => true, log: createLogger('silent') });
  serveDevelopmentWeb(app, current);
  return (url: string, options: InjectOptions = {}) =>
    app.inject({ url, headers: browser, ...options });
}

function writeApp(page: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  return folder;
}

/** The digests that a policy allows, and those of what a page has inline. */
function digestsOf({ body, policy }: { body: string; policy: string }) {
  const inline = [...body.matchAll(/<(script|style)\b[^>]*>(.*?)<\/\1>/gs)].map(([, , text = '']) =>
    createHash('sha256').update(text).digest('base64'),
  );
  const allowed = [...policy.matchAll(/'sha256-([^']+)'/g)].map(([, digest = '']) => digest);
  return { inline: inline.sort(), allowed: allowed.sort() };
}

describe('while the app is built', () => {
  const building = { state: 'building' } as const;

  it.each(['/', '/profile'])('a browser gets a page that says so, at %s', async (path) => {
    const { statusCode, headers, body } = await (await serve(() => building))(path);
    expect([statusCode, headers['cache-control']]).toEqual([503, 'no-store']);
    expect(body).toContain('<h1>Building the app</h1>');
    const { inline, allowed } = digestsOf({
      body,
      policy: String(headers['content-security-policy']),
    });
    expect(inline).toHaveLength(2);
    expect(allowed).toEqual(inline);
  });

  it('a program gets 404 but at /, and so does a browser at a path of the gateway', async () => {
    const get = await serve(() => building);
    const program = { headers: { accept: '*/*' } };
    expect((await get('/', program)).statusCode).toBe(503);
    expect((await get('/profile', program)).statusCode).toBe(404);
    expect((await get('/hooks/auth0')).statusCode).toBe(404);
  });

  it('the app is there as soon as it is built, and again after another build', async () => {
    let web: DevelopmentWeb = building;
    const get = await serve(() => web);
    // The page asks for it, again and again.
    const state = async () => (await get('/development/app')).json<{ state: string }>().state;
    expect(await state()).toBe('building');
    for (const page of ['<title>First</title>', '<title>Second</title>']) {
      web = { state: 'built', folder: writeApp(page) };
      const { statusCode, body } = await get('/profile');
      expect([statusCode, body]).toEqual([200, page]);
      expect(await state()).toBe('built');
    }
  });
});

it('an app whose folder was removed is there again after another build', async () => {
  const folder = writeApp('<title>First</title>');
  rmSync(join(folder, 'index.html'));
  const get = await serve(() => ({ state: 'built', folder }));
  expect((await get('/')).statusCode).toBe(500);
  writeFileSync(join(folder, 'index.html'), '<title>Second</title>');
  expect((await get('/')).body).toBe('<title>Second</title>');
});

it('a page says in words why the app cannot be built, and takes none of it for HTML', async () => {
  const reason = 'web/src/main.tsx:3:7 "<Form" is not closed <script>alert(1)</script>';
  const { statusCode, body } = await (await serve(() => ({ state: 'failed', reason })))('/');
  expect(statusCode).toBe(500);
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(body.match(/<script/g)).toHaveLength(1);
});

describe('with a server of Vite', () => {
  /** Starts a server that answers each request with what it has received. */
  async function startServer(): Promise<string> {
    vite = createServer(({ url, method, headers }, response) => {
      response.writeHead(200, {
        'content-type': 'text/javascript',
        'cache-control': 'no-cache',
        etag: 'W/"1"',
        'content-security-policy': "default-src 'self'",
      });
      response.end(JSON.stringify({ url, method, headers }));
    });
    await new Promise<void>((done) => vite?.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(vite.address() as AddressInfo).port}/`;
  }

  it('its files come through the gateway, with the policy of the app', async () => {
    const url = await startServer();
    const { headers, body } = await (
      await serve(() => ({ state: 'live', url }))
    )('/src/main.tsx?t=1');
    expect(JSON.parse(body)).toMatchObject({ url: '/src/main.tsx?t=1', method: 'GET' });
    expect(headers).toMatchObject({
      'content-type': 'text/javascript',
      'cache-control': 'no-cache',
      etag: 'W/"1"',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`connect-src 'self' ${url.replace('http', 'ws').slice(0, -1)};`);
    expect(policy).toContain("script-src 'self' 'nonce-vite';");
  });

  it('it gets no cookie and no bearer; and the host, which it checks', async () => {
    const url = await startServer();
    const get = await serve(() => ({ state: 'live', url }));
    const host = 'rebound.example:4000';
    const { body } = await get('/x', {
      headers: { ...browser, host, cookie: 'session=secret', authorization: 'Bearer secret' },
    });
    expect(body).not.toContain('secret');
    expect(JSON.parse(body)).toMatchObject({ url: '/x', headers: { host } });
  });

  it.each(['//127.0.0.1:1/x', String.raw`/\127.0.0.1:1/x`, 'http://127.0.0.1:1/x'])(
    'no other server can be reached through it: %s',
    async (path) => {
      const url = await startServer();
      await serve(() => ({ state: 'live', url }));
      await app.listen();
      const { port } = app.server.address() as AddressInfo;
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path, headers: browser };
        httpRequest(options, resolve).on('error', reject).end();
      });
      expect(answer.statusCode).toBe(200);
      expect(JSON.parse(await text(answer))).toMatchObject({ method: 'GET' });
    },
  );

  it('answers 500 when the server is gone', async () => {
    const get = await serve(() => ({ state: 'live', url: 'http://127.0.0.1:1/' }));
    expect((await get('/')).statusCode).toBe(500);
  });
});
