import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
beforeAll(async () => {
  auth0 = await startScriptedAuth0();
});
beforeEach(() => {
  auth0.requests.length = 0;
});
afterAll(() => auth0.close());

const gateways: TestGateway[] = [];
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});

async function start(env: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await gatewayBefore(auth0, env);
  gateways.push(gateway);
  return gateway;
}

/** Logs in from an address of this machine, and returns the client address that Auth0 gets. */
async function addressAtAuth0(
  { url }: TestGateway,
  headers: Record<string, string | string[]>,
  localAddress = '127.0.0.1',
): Promise<unknown> {
  // Each login is a device of its own: the fifty-first one ends the oldest one, with its tokens.
  const refresh_token = randomUUID();
  const access_token = await auth0.accessToken({ jti: refresh_token });
  auth0.answer('/oauth/token', { json: await auth0.tokens({ access_token, refresh_token }) });
  const query =
    'mutation { login(input: { username: "user@example.com", password: "p" }) { __typename } }';
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      localAddress,
      headers: { 'content-type': 'application/json', ...headers },
    });
    sent.on('response', resolve).on('error', reject).end(JSON.stringify({ query }));
  });
  expect(await text(response)).toContain('Session');
  return auth0.seen('/oauth/token').at(-1)?.headers['auth0-forwarded-for'];
}

const warnings = (gateway: TestGateway) =>
  gateway
    .log()
    .filter(({ level }) => level === 40)
    .map(({ msg }) => msg)
    .filter((msg) => String(msg).includes('share this address'));

describe('a peer that is not a trusted proxy', () => {
  it.each(['X-Forwarded-For'])('is named once when it sends %s', async (header) => {
    const gateway = await start({ TRUSTED_PROXIES: '10.0.0.0/8' });
    for (const forged of ['1.1.1.1', '2.2.2.2']) {
      expect(await addressAtAuth0(gateway, { [header]: forged })).toBe('127.0.0.1');
    }
    expect(warnings(gateway)).toEqual([
      `127.0.0.1 sends ${header} and is not a trusted proxy: all its users share this address at Auth0; if it is your proxy, set TRUSTED_PROXIES`,
    ]);
  });

  it.each([
    ['Forwarded', 'for=1.1.1.1'],
    ['X-Real-IP', '1.1.1.1'],
    ['CF-Connecting-IP', '1.1.1.1'],
    ['True-Client-IP', '1.1.1.1'],
    ['Fastly-Client-IP', '1.1.1.1'],
    ['X-Client-IP', '1.1.1.1'],
  ])('is named when it sends %s, with the setting that reads it', async (header, value) => {
    const gateway = await start();
    expect(await addressAtAuth0(gateway, { [header]: value })).toBe('127.0.0.1');
    expect(warnings(gateway)).toEqual([
      `127.0.0.1 sends ${header} and is not a trusted proxy: all its users share this address at Auth0; if it is your proxy, set TRUSTED_PROXIES, and CLIENT_IP_HEADER=${header}`,
    ]);
  });

  it('is named beside the others', async () => {
    const gateway = await start();
    for (const peer of ['127.0.0.2', '127.0.0.3', '127.0.0.2']) {
      await addressAtAuth0(gateway, { 'X-Forwarded-For': '1.1.1.1' }, peer);
    }
    expect(warnings(gateway)).toEqual([
      expect.stringMatching(/^127\.0\.0\.2 sends/),
      expect.stringMatching(/^127\.0\.0\.3 sends/),
    ]);
  });

  it('cannot fill the log with its many addresses', async () => {
    const gateway = await start();
    for (let peer = 1; peer <= 120; peer++) {
      await addressAtAuth0(gateway, { 'X-Forwarded-For': '1.1.1.1' }, `127.0.1.${peer}`);
    }
    expect(warnings(gateway)).toHaveLength(100);
  });

  it('that sends no such header is a client, and no warning', async () => {
    const gateway = await start();
    expect(await addressAtAuth0(gateway, {})).toBe('127.0.0.1');
    expect(warnings(gateway)).toEqual([]);
  });
});

describe('a trusted proxy', () => {
  const trusted = { TRUSTED_PROXIES: '127.0.0.1' };

  it('that sends X-Forwarded-For is no warning', async () => {
    const gateway = await start(trusted);
    expect(await addressAtAuth0(gateway, { 'X-Forwarded-For': '203.0.113.9' })).toBe('203.0.113.9');
    expect(warnings(gateway)).toEqual([]);
  });

  it.each([{}, { 'X-Forwarded-For': 'unknown' }, { 'X-Forwarded-For': '' }])(
    'that sends %p is named once',
    async (headers) => {
      const gateway = await start(trusted);
      for (let time = 0; time < 2; time++) {
        expect(await addressAtAuth0(gateway, headers)).toBe('127.0.0.1');
      }
      expect(warnings(gateway)).toEqual([
        'the trusted proxy 127.0.0.1 sends no address in X-Forwarded-For: all its users share this address at Auth0; let it set this header, or set CLIENT_IP_HEADER to the one that it sets',
      ]);
    },
  );

  it('that sends another header is named with that header', async () => {
    const gateway = await start(trusted);
    await addressAtAuth0(gateway, { 'CF-Connecting-IP': '203.0.113.9' });
    expect(warnings(gateway)).toEqual([
      'the trusted proxy 127.0.0.1 sends no address in X-Forwarded-For: all its users share this address at Auth0; it sends CF-Connecting-IP: set CLIENT_IP_HEADER',
    ]);
  });
});

describe('CLIENT_IP_HEADER', () => {
  const env = { TRUSTED_PROXIES: '127.0.0.1', CLIENT_IP_HEADER: 'CF-Connecting-IP' };

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:DB8::7', '2001:db8::7'],
  ])('is read from a trusted proxy: %s', async (value, address) => {
    const gateway = await start(env);
    const headers = { 'cf-connecting-ip': value, 'x-forwarded-for': '198.51.100.7' };
    expect(await addressAtAuth0(gateway, headers)).toBe(address);
    expect(warnings(gateway)).toEqual([]);
  });

  it('is not read from another peer', async () => {
    const gateway = await start(env);
    const headers = { 'cf-connecting-ip': '203.0.113.9' };
    expect(await addressAtAuth0(gateway, headers, '127.0.0.2')).toBe('127.0.0.2');
    expect(warnings(gateway)).toEqual([
      '127.0.0.2 sends CF-Connecting-IP and is not a trusted proxy: all its users share this address at Auth0; if it is your proxy, set TRUSTED_PROXIES',
    ]);
  });

  it.each<[string, string | string[]]>([
    ['two addresses', '203.0.113.9, 198.51.100.7'],
    ['two headers', ['203.0.113.9', '198.51.100.7']],
    ['no address', 'unknown'],
    ['nothing', ''],
  ])('must hold one address: %s', async (_what, value) => {
    const gateway = await start(env);
    expect(await addressAtAuth0(gateway, { 'cf-connecting-ip': value })).toBe('127.0.0.1');
    expect(warnings(gateway)).toEqual([
      expect.stringContaining('127.0.0.1 sends no address in CF-Connecting-IP'),
    ]);
  });

  it('takes the place of X-Forwarded-For', async () => {
    const gateway = await start(env);
    expect(await addressAtAuth0(gateway, { 'x-forwarded-for': '203.0.113.9' })).toBe('127.0.0.1');
    expect(warnings(gateway)).toEqual([
      expect.stringContaining('it sends X-Forwarded-For: set CLIENT_IP_HEADER'),
    ]);
  });
});
