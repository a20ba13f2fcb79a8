import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createHttpApp } from '../../../src/http/app.ts';
import { serveWeb } from '../../../src/http/web/serve-web.ts';
import { StaticFiles } from '../../../src/http/web/static-files.ts';
import { createLogger } from '../../../src/telemetry/log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let app: FastifyInstance;
afterEach(() => app.close());

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const page = '<!doctype html><title>The app</title>';
const script = 'console.log("the app")';

/** Writes an app as a build of Vite does, and files beside it that nobody may read. */
function writeApp(): string {
  const parent = temporaryFolder();
  const folder = join(parent, 'web');
  mkdirSync(join(folder, 'assets', '.hidden'), { recursive: true });
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
  };
  write('index.html', page);
  write('favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  write('assets/index-Ab3dEf_9.js', script);
  write('assets/index-Ab3dEf_9.js.br', brotliCompressSync(script));
  write('assets/index-Ab3dEf_9.js.gz', gzipSync(script));
  write('.env', 'SECRET=of-the-app');
  write('assets/.hidden/notes.txt', 'of-the-app');
  write('assets/program.sh', 'of-the-app');
  writeFileSync(join(parent, 'secret.txt'), 'of-the-machine');
  symlinkSync(join(parent, 'secret.txt'), join(folder, 'link.txt'));
  return folder;
}

async function serve() {
  app = await createHttpApp({ isReady: () => true, log: createLogger('silent') });
  app.post('/graphql', () => ({ data: {} }));
  app.get('/graphql', () => ({ data: {} }));
  serveWeb(app, await StaticFiles.read(writeApp()));
  return (url: string, options: InjectOptions = {}) =>
    app.inject({ url, headers: browser, ...options });
}

describe('the app', () => {
  it('has its page at /, which browsers ask for again each time', async () => {
    const { statusCode, headers, body } = await (await serve())('/');
    expect([statusCode, body]).toEqual([200, page]);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, no-cache',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(['*/*', 'application/json', undefined])(
    'has its page at / for a client that accepts %s, and no cache need tell clients apart there',
    async (accept) => {
      const headers = accept === undefined ? {} : { accept };
      for (const path of ['/', '/?from=terminal']) {
        const answer = await (await serve())(path, { headers });
        expect([answer.statusCode, answer.body]).toEqual([200, page]);
        expect(answer.headers.vary ?? '').not.toMatch(/\bAccept(?!-)/);
        await app.close();
      }
    },
  );

  it('tells caches that the answer depends on Accept, at a path of its own router alone', async () => {
    const get = await serve();
    const varies = async (path: string, headers: Record<string, string>) =>
      /\bAccept(?!-)/.test(String((await get(path, { headers })).headers.vary));
    for (const headers of [browser, { accept: '*/*' }, {}]) {
      expect(await varies('/profile', headers)).toBe(true);
      expect(await varies('/favicon.svg', headers)).toBe(false);
      expect(await varies('/assets/index-Ab3dEf_9.js', headers)).toBe(false);
      expect(await varies('/hooks/auth0', headers)).toBe(false);
    }
  });

  it.each(['/profile', '/devices/auth0%7C1', '/a/b?next=/graphql', '//elsewhere.example/x'])(
    'has its page at a path of its own router: %s',
    async (path) => {
      const { statusCode, body } = await (await serve())(path);
      expect([statusCode, body]).toEqual([200, page]);
    },
  );

  it('has files whose names have a hash, for a year', async () => {
    const { headers, body } = await (
      await serve()
    )('/assets/index-Ab3dEf_9.js', {
      headers: { accept: '*/*' },
    });
    expect(body).toBe(script);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('has other files, which browsers ask for again each time', async () => {
    const { headers } = await (await serve())('/favicon.svg');
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, no-cache',
    });
  });

  it('runs no inline script, and no page may frame it', async () => {
    const { headers } = await (await serve())('/');
    const policy = new Map(
      String(headers['content-security-policy'])
        .split('; ')
        .map((directive) => directive.split(/ (.*)/s) as [string, string]),
    );
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('connect-src')).toBe("'self'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
  });

  it('answers HEAD as GET, without the body', async () => {
    const get = await serve();
    const { statusCode, headers, body } = await get('/', { method: 'HEAD' });
    expect([statusCode, headers['content-length'], body]).toEqual([200, String(page.length), '']);
    expect((await get('/nothing.js', { method: 'HEAD', headers: {} })).statusCode).toBe(404);
  });

  it('sends nothing again that the browser has', async () => {
    const get = await serve();
    for (const path of ['/', '/assets/index-Ab3dEf_9.js']) {
      const { etag } = (await get(path)).headers;
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
        const again = await get(path, { headers: { ...browser, 'if-none-match': known } });
        expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
      }
      const other = await get(path, { headers: { ...browser, 'if-none-match': '"other"' } });
      expect(other.statusCode).toBe(200);
    }
  });

  it.each([
    ['gzip, deflate, br', 'br', brotliCompressSync(script)],
    ['gzip', 'gzip', gzipSync(script)],
    ['br;q=0, gzip', 'gzip', gzipSync(script)],
    ['identity', undefined, Buffer.from(script)],
    [undefined, undefined, Buffer.from(script)],
  ])('sends a compressed copy for Accept-Encoding: %s', async (accepted, encoding, bytes) => {
    const get = await serve();
    const plain = await get('/assets/index-Ab3dEf_9.js', { headers: {} });
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
    const answer = await get('/assets/index-Ab3dEf_9.js', { headers });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.vary).toContain('Accept-Encoding');
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers.etag === plain.headers.etag).toBe(encoding === undefined);
  });
});

describe('what is not the app', () => {
  it('GraphQL stays as it is, also for a browser', async () => {
    const get = await serve();
    expect((await get('/graphql')).json()).toEqual({ data: {} });
    expect((await get('/graphql', { method: 'POST', payload: {} })).json()).toEqual({ data: {} });
    expect((await get('/health/live')).json()).toEqual({ status: 'ok' });
  });

  it.each([
    '/graphql/',
    '/graphql/explorer',
    '/health/other',
    '/hooks/auth0',
    '/development/accounts',
    '/.well-known/jwks.json',
    '/assets/index-gone.js',
  ])('answers 404 to a browser at %s', async (path) => {
    const { statusCode, headers } = await (await serve())(path);
    expect([statusCode, headers['cache-control']]).toEqual([404, 'no-store']);
    expect(headers['content-type']).toMatch(/json/);
  });

  it.each([
    ['/profile', '*/*'],
    ['/profile', 'application/json'],
    ['/main.js', undefined],
  ])('answers 404 to a program at %s that accepts %s', async (path, accept) => {
    const headers = accept === undefined ? {} : { accept };
    const { statusCode, body } = await (await serve())(path, { headers });
    expect(statusCode).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'] as const)('answers 404 to %s', async (method) => {
    const { statusCode } = await (await serve())('/profile', { method });
    expect(statusCode).toBe(404);
  });

  it.each([
    '/.env',
    '/assets/.hidden/notes.txt',
    '/assets/program.sh',
    '/assets/index-Ab3dEf_9.js.br',
    '/link.txt',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e%5c%2e%2e%5csecret.txt',
    '/assets//index-Ab3dEf_9.js/../../../secret.txt',
  ])('gives no file for %s', async (path) => {
    const get = await serve();
    for (const headers of [{}, browser]) {
      const { body, statusCode } = await get(path, { headers });
      expect(body).not.toMatch(/of-the-(app|machine)/);
      expect(statusCode === 404 || body === page).toBe(true);
    }
  });
});

it('a folder without a page is no app', async () => {
  await serve();
  await expect(StaticFiles.read(temporaryFolder())).rejects.toThrow('no index.html');
  await expect(StaticFiles.read(join(temporaryFolder(), 'none'))).rejects.toThrow('ENOENT');
});
