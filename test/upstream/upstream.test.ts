import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startConnectProxy, type ConnectProxy } from '../support/connect-proxy.ts';
import { watchClock } from '../../src/upstream/clock-check.ts';
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts';

const mebibyte = 1024 * 1024;

const started: { server: Server; connections: Upstream }[] = [];

afterEach(async () => {
  for (const { server, connections } of started.splice(0)) {
    server.closeAllConnections();
    server.close();
    await connections.close();
  }
});

/** Starts a server on a free port, and makes a connection pool for it. */
async function listen(answer: RequestListener) {
  const server = createServer(answer);
  let sockets = 0;
  server.on('connection', () => (sockets += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connections = createUpstream();
  started.push({ server, connections });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, fetch: connections.fetch, sockets: () => sockets };
}

it('keeps its connections alive', async () => {
  const { url, fetch, sockets } = await listen((_request, response) => response.end('{}'));

  for (let round = 0; round < 20; round++) await (await fetch(url)).json();

  // More than one connection is possible: the next request may begin before the connection of the last request is free.
  expect(sockets()).toBeLessThan(5);
});

describe('an answer', () => {
  it('of a mebibyte is read', async () => {
    const { url, fetch } = await listen((_request, response) => response.end('x'.repeat(mebibyte)));

    expect(await (await fetch(url)).text()).toHaveLength(mebibyte);
  });

  it('of one byte more is not', async () => {
    const { url, fetch } = await listen((_request, response) =>
      response.end('x'.repeat(mebibyte + 1)),
    );
    const response = await fetch(url);

    await expect(response.text()).rejects.toThrow('the body exceeds 1048576 bytes');
  });

  it('that unpacks to one byte more is not', async () => {
    const { url, fetch } = await listen((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('x'.repeat(mebibyte + 1)));
    });
    const response = await fetch(url);

    await expect(response.text()).rejects.toThrow('the body exceeds 1048576 bytes');
  });

  it('keeps its status and its headers', async () => {
    const { url, fetch } = await listen((_request, response) => {
      response.writeHead(429, { 'retry-after': '7' });
      response.end();
    });

    const { status, headers } = await fetch(url);

    expect([status, headers.get('retry-after')]).toEqual([429, '7']);
  });

  it.each([301, 302, 303, 307, 308])('U09: that redirects with %i is none', async (status) => {
    let requests = 0;
    const { url, fetch } = await listen((_request, response) => {
      requests += 1;
      response.writeHead(status, { location: '/elsewhere' });
      response.end();
    });

    await expect(fetch(url, { method: 'POST', body: 'password=x' })).rejects.toThrow();
    expect(requests).toBe(1);
  });
});

describe('with a proxy', () => {
  let server: Server;
  let proxy: ConnectProxy;
  let pools: Upstream[];
  const variable = 'HTTPS_PROXY';

  beforeEach(async () => {
    server = createServer((_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await startConnectProxy((server.address() as AddressInfo).port);
    pools = [];
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await proxy.close();
    for (const { close } of pools) await close();
  });

  function fetchThrough(settings: { url?: string; exceptions?: string[] } = {}) {
    const pool = createUpstream({
      proxy: { url: proxy.url, variable, exceptions: [], ...settings },
    });
    pools.push(pool);
    return pool.fetch;
  }

  it('every host but this machine is reached through it, and connections are reused', async () => {
    const fetch = fetchThrough();
    for (let round = 0; round < 20; round++) await (await fetch('http://team.example/')).json();
    expect(proxy.requests.length).toBeLessThan(5);
    expect(new Set(proxy.requests.map(({ path }) => path))).toEqual(new Set(['team.example:80']));
    const { port } = server.address() as AddressInfo;
    const before = proxy.requests.length;
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect(proxy.requests).toHaveLength(before);
  });

  it.each([
    ['team:p%40ss', 'team:p@ss'],
    ['team', 'team:'],
  ])('%s are its credentials', async (inUrl, credentials) => {
    const fetch = fetchThrough({ url: proxy.url.replace('//', `//${inUrl}@`) });
    await fetch('http://team.example/');
    expect(proxy.requests.map(({ authorization }) => authorization)).toEqual([
      `Basic ${Buffer.from(credentials).toString('base64')}`,
    ]);
  });

  it.each([['*'], ['team.invalid'], ['.invalid'], ['team.invalid:80']])(
    'NO_PROXY=other.example,%s takes a host out',
    async (exception) => {
      const fetch = fetchThrough({ exceptions: ['other.example', exception] });
      await expect(fetch('http://team.invalid/')).rejects.toThrow('fetch failed');
      expect(proxy.requests).toEqual([]);
    },
  );

  it.each([
    [407, 'answers with status 407: put the right user name and password in HTTPS_PROXY'],
    [403, 'answers with status 403: it must pass team.example:80 on'],
    [502, 'answers with status 502: it must pass team.example:80 on'],
  ])(
    'that answers %i, the error names variable and proxy, no credentials',
    async (status, fault) => {
      proxy.refuse(status);
      const fetch = fetchThrough({ url: proxy.url.replace('//', '//team:hunter2@') });
      await expect(fetch('http://team.example/')).rejects.toThrow(
        `HTTPS_PROXY: the proxy ${proxy.url} ${fault}`,
      );
      expect(proxy.requests).toHaveLength(1);
    },
  );

  it('that is not there, the error says so', async () => {
    await proxy.close();
    const failure = fetchThrough()('http://team.example/');
    await expect(failure).rejects.toThrow(`HTTPS_PROXY: the proxy ${proxy.url} cannot be reached`);
    await expect(failure).rejects.toHaveProperty('cause.code', 'ECONNREFUSED');
  });

  it('that does not answer, the time limit of the request holds', async () => {
    proxy.refuse(0);
    const signal = AbortSignal.timeout(50);
    const failure = fetchThrough()('http://team.example/', { signal });
    await expect(failure).rejects.toHaveProperty('name', 'TimeoutError');
    expect(proxy.requests.length).toBeLessThan(2);
  });
});

describe('the clock of an answer', () => {
  const minute = 60_000;
  /** Milliseconds by which the clock here is ahead of the server's. */
  let ahead = 0;
  const warnings: [details: object, message: string][] = [];
  const post = async (headers = {}) => {
    const { url, fetch } = await listen((_request, response) => {
      response.writeHead(200, headers);
      response.end('{}');
    });
    const watched = watchClock(fetch, {
      now: () => new Date(Date.now() + ahead),
      log: { warn: (...line) => warnings.push(line) },
    });
    return (method = 'POST') => watched(url, { method });
  };
  beforeEach(() => {
    ahead = 0;
    warnings.length = 0;
  });

  it.each([
    ['behind', minute, /^Auth0's clock is \d\d s behind the clock of this machine/],
    ['ahead', -minute, /^Auth0's clock is \d\d s ahead of the clock of this machine/],
  ])('that is a minute %s is told once', async (_which, difference, words) => {
    const send = await post();
    ahead = difference;
    await send('GET'); // a cache may have made it
    expect(warnings).toEqual([]);
    await send();
    await send();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.[1]).toMatch(words);
  });

  it.each([
    ['four seconds off', 4000, {}],
    ['no date', minute, { date: 'soon' }],
  ])('that is %s is not told', async (_which, difference, headers) => {
    const send = await post(headers);
    ahead = difference;
    await send();
    ahead = -difference;
    if (difference < minute) await send();
    expect(warnings).toEqual([]);
  });
});
