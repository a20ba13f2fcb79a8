// needs: nginx
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal } from '../support/local.ts';
import { startNginx, type Nginx } from '../support/nginx.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const query = 'mutation($input: LoginInput!) { login(input: $input) { __typename } }';

const closing: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const running of closing.splice(0).reverse()) await running.close();
});

function closedAfterwards<Running extends { close: () => Promise<void> }>(
  running: Running,
): Running {
  closing.push(running);
  return running;
}

/** Logs in from an address of this machine. Returns the type of the outcome. */
async function login(
  { url }: { url: string },
  localAddress: string,
  password = 'p',
  headers: Record<string, string> = {},
): Promise<string> {
  const body = JSON.stringify({
    query,
    variables: { input: { username: 'user@example.com', password } },
  });
  const sent = request(url, {
    method: 'POST',
    localAddress,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      json(response).then((answer) => {
        resolve((answer as { data: { login: { __typename: string } } }).data.login.__typename);
      }, reject);
    });
    sent.end(body);
  });
}

describe('before a scripted Auth0', () => {
  async function start(trustedProxies: string) {
    const auth0 = closedAfterwards(await startScriptedAuth0());
    auth0.answer('/oauth/token', { json: await auth0.tokens() });
    const env = { TRUSTED_PROXIES: trustedProxies };
    const gateway = closedAfterwards(await gatewayBefore(auth0, env));
    return { auth0, gateway };
  }

  const forwarded = (auth0: ScriptedAuth0) =>
    auth0.seen('/oauth/token').map(({ headers }) => headers['auth0-forwarded-for']);

  it("U01: Auth0 gets the client's address", async () => {
    const { auth0, gateway } = await start('127.0.0.1');
    const nginx = closedAfterwards(await startNginx(gateway.url));
    expect(await login(nginx, '127.0.0.2')).toBe('Session');
    expect(await login(nginx, '127.0.0.3')).toBe('Session');
    expect(forwarded(auth0)).toEqual(['127.0.0.2', '127.0.0.3']);
  });

  it.each([
    ['another address', '198.51.100.7'],
    ["the proxy's own address", '127.0.0.1'],
    ['a way through the proxy', '198.51.100.7, 127.0.0.1'],
    ['no address', 'unknown'],
    ['half a quote', '"; drop'],
    ['a hundred addresses', Array.from({ length: 100 }, () => '10.0.0.1').join(', ')],
  ])('U02: a forged X-Forwarded-For changes nothing: %s', async (_name, forged) => {
    const { auth0, gateway } = await start('127.0.0.1');
    const nginx = closedAfterwards(await startNginx(gateway.url));
    await login(nginx, '127.0.0.2', 'p', {
      'x-forwarded-for': forged,
      'auth0-forwarded-for': forged,
      forwarded: 'for=198.51.100.7',
      'x-real-ip': '198.51.100.7',
    });
    expect(forwarded(auth0)).toEqual(['127.0.0.2']);
  });

  it('U02: a client that goes around nginx cannot speak for it', async () => {
    const { auth0, gateway } = await start('127.0.0.1');
    await login(gateway, '127.0.0.2', 'p', { 'x-forwarded-for': '198.51.100.7' });
    expect(forwarded(auth0)).toEqual(['127.0.0.2']);
  });

  it('U02: with no proxy trusted it is the address of nginx, and the log says what to set', async () => {
    const { auth0, gateway } = await start('');
    const nginx = closedAfterwards(await startNginx(gateway.url));
    await login(nginx, '127.0.0.2');
    expect(forwarded(auth0)).toEqual(['127.0.0.1']);
    expect(gateway.logText()).toContain('TRUSTED_PROXIES');
  });

  /** Starts three proxies: client → 127.0.0.11 → 127.0.0.12 → 127.0.0.13 → gateway. */
  async function threeProxies(gateway: TestGateway): Promise<Nginx> {
    const inner = closedAfterwards(await startNginx(gateway.url, '127.0.0.13'));
    const middle = closedAfterwards(await startNginx(inner.url, '127.0.0.12'));
    return closedAfterwards(await startNginx(middle.url, '127.0.0.11'));
  }

  it('U02: three proxies in a row, all trusted, are walked through to the client', async () => {
    const { auth0, gateway } = await start('127.0.0.13, 127.0.0.8/29');
    const outer = await threeProxies(gateway);
    await login(outer, '127.0.0.2', 'p', { 'x-forwarded-for': '198.51.100.7' });
    expect(forwarded(auth0)).toEqual(['127.0.0.2']);
  });

  it('U02: the walk ends at the first proxy that is not trusted', async () => {
    const { auth0, gateway } = await start('127.0.0.13');
    const outer = await threeProxies(gateway);
    await login(outer, '127.0.0.2');
    expect(forwarded(auth0)).toEqual(['127.0.0.12']);
  });
});

describe('before the local tenant', () => {
  it("U13: the attacker is blocked and the owner logs in, whatever the attacker's headers say", async () => {
    const local = closedAfterwards(await startLocal({ env: { TRUSTED_PROXIES: '127.0.0.1' } }));
    const nginx = closedAfterwards(await startNginx(local.gateway.url));
    const [attacker, owner] = ['127.0.0.66', '127.0.0.7'];
    for (let attempt = 0; attempt < 10; attempt++) {
      const forged = { 'x-forwarded-for': `198.51.100.${attempt}, ${owner}` };
      expect(await login(nginx, attacker, 'guess', forged)).toBe('InvalidCredentials');
    }
    expect(await login(nginx, attacker, seededPassword)).toBe('TooManyAttempts');
    expect(await login(nginx, owner, seededPassword)).toBe('Session');

    const log = await local.tenantLog();
    expect(log.filter(({ type }) => type === 'sepft')).toMatchObject([
      { ip: owner, client_ip: '127.0.0.1' },
    ]);
    expect(log.filter(({ type }) => type === 'limit_wc')).toMatchObject([{ ip: attacker }]);
  });
});
