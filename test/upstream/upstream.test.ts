import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
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
