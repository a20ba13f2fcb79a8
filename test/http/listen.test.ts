import type { ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { giveAddresses, hostName, hostOf } from '../support/host-addresses.ts';
import { patience } from '../support/patience.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const addresses = ['127.0.0.1', '::1'];
const login =
  'mutation { login(input: { username: "user@example.com", password: "p" }) { __typename } }';

let auth0: ScriptedAuth0;
beforeEach(async () => {
  auth0 = await startScriptedAuth0();
  giveAddresses(...addresses);
});
afterEach(() => auth0.close());

const start = (env: Record<string, string> = {}) =>
  gatewayBefore(auth0, { HOST: hostName, ...env });

const portOf = ({ url }: TestGateway) => Number(new URL(url).port);

async function ask(gateway: TestGateway, address: string, query: string): Promise<unknown> {
  const response = await fetch(`http://${hostOf(address)}:${portOf(gateway)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

/** Asks until an address refuses connections. Until then, every answer must be a 503. */
async function untilRefused(gateway: TestGateway, address: string): Promise<void> {
  const request = () => ask(gateway, address, '{ __typename }').catch(() => 'refused');
  let answer = await request();
  while (answer !== 'refused') {
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    answer = await request();
  }
}

/** Writes a request to an address, and returns what comes back until the connection ends. */
async function write(gateway: TestGateway, address: string, request: string): Promise<string> {
  const socket = connect(portOf(gateway), address);
  socket.write(request);
  return text(socket);
}

describe.each(addresses)('a host name with several addresses, at %s', (address) => {
  it('is served', async () => {
    const gateway = await start();
    expect(await ask(gateway, address, '{ __typename }')).toEqual({
      data: { __typename: 'Query' },
    });
    await gateway.close();
  });

  it('finishes a login in flight while the gateway closes, and takes no new connection', async () => {
    const gateway = await start();
    const tokens = JSON.stringify(await auth0.tokens());
    let release = () => Promise.resolve();
    const atAuth0 = new Promise<void>((reached) => {
      auth0.answer('/oauth/token', (response: ServerResponse) => {
        release = async () => {
          response.setHeader('content-type', 'application/json');
          await new Promise<void>((done) => response.end(tokens, done));
        };
        reached();
      });
    });
    const answer = ask(gateway, address, login);
    await atAuth0;
    const closed = gateway.close();
    for (const other of addresses) await untilRefused(gateway, other);
    await release();
    expect(await answer).toEqual({ data: { login: { __typename: 'Session' } } });
    await closed;
  });

  it('closes idle connections, and those whose request trickles in', async () => {
    const gateway = await start();
    await ask(gateway, address, '{ __typename }'); // fetch keeps the connection open
    const socket = connect(portOf(gateway), address);
    socket.on('error', () => undefined);
    socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
    const trickle = setInterval(() => socket.write(' '), 100);
    await new Promise((wait) => setTimeout(wait, 300));
    const startedAt = performance.now();
    await gateway.close();
    clearInterval(trickle);
    expect(performance.now() - startedAt).toBeLessThan(patience);
  });

  it.each([
    ['an expectation', 417, 'GET /graphql HTTP/1.1\r\nHost: localhost\r\nExpect: cake\r\n'],
    ['bytes that are no HTTP', 400, 'TLS?'],
  ])('refuses %s with %i in JSON', async (_what, status, head) => {
    const gateway = await start();
    const answer = await write(gateway, address, `${head}Connection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/^content-type: application\/json/im);
    await gateway.close();
  });
});

describe('a host name', () => {
  it('stops the start while another program holds the port at one of its addresses', async () => {
    for (const [taken, free] of [addresses, addresses.toReversed()]) {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, taken, resolve));
      const { port } = other.address() as AddressInfo;
      await expect(start({ PORT: String(port) })).rejects.toMatchObject({
        code: 'EADDRINUSE',
        port,
      });
      // The gateway has stopped listening at the other address.
      const next = createServer();
      await new Promise<void>((resolve) => next.listen(port, free, resolve));
      await new Promise((resolve) => next.close(resolve));
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('may have an address that this machine lacks', async () => {
    for (const [one, another] of [
      ['203.0.113.1', '::1'],
      ['::1', '203.0.113.1'],
    ]) {
      giveAddresses(one ?? '', another ?? '');
      const gateway = await start();
      expect(await ask(gateway, '::1', '{ __typename }')).toHaveProperty('data');
      await gateway.close();
    }
  });

  it('with no address of this machine stops the start', async () => {
    giveAddresses('203.0.113.1', '203.0.113.2');
    await expect(start()).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  });

  it('has its metrics at every address too', async () => {
    const gateway = await start({ METRICS_PORT: '0' });
    for (const address of addresses) {
      const url = new URL(gateway.metricsUrl ?? '');
      url.hostname = hostOf(address);
      expect((await fetch(url)).status).toBe(200);
    }
    await gateway.close();
  });
});

describe('a host that stands for every address', () => {
  const hosts = ['0.0.0.0', '0', '::', '0:0:0:0:0:0:0:0', '::ffff:0.0.0.0', hostName];

  it.each(hosts)('is localhost in every URL: %s', async (host) => {
    jest.restoreAllMocks();
    if (host === hostName) giveAddresses('0.0.0.0');
    const gateway = await start({ HOST: host, METRICS_PORT: '0' });
    for (const url of [gateway.url, gateway.metricsUrl]) {
      expect(new URL(String(url)).hostname).toBe('localhost');
    }
    const { data } = await gateway.request('{ __typename }');
    expect(data).toEqual({ __typename: 'Query' });
    await gateway.close();
  });
});
