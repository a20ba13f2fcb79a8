import { afterEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { InvalidTokenError } from '../../src/tokens/invalid-token.ts';
import type { Caller } from '../../src/tokens/caller.ts';
import { present } from '../support/present.ts';
import { startScriptedService } from '../support/scripted-service.ts';
import { person, startServicesScene, type SceneOptions, type ServicesScene } from './scene.ts';

let scene: ServicesScene;
afterEach(async () => {
  await scene.close();
});

async function start(options?: SceneOptions) {
  scene = await startServicesScene(options);
  scene.orders.answer({ json: { id: '1', quantity: 2 } });
  scene.stock.answer({ json: { id: '1', quantity: 3 } });
  return scene;
}

const headersOf = (n = 0) => present(scene.orders.calls[n]).headers;
const tokenOf = (n = 0) => (headersOf(n).authorization ?? '').replace(/^Bearer /, '');

/** Callers who are not authenticated, by their state. */
const nobody: [Caller['state'], Caller][] = [
  ['anonymous', { state: 'anonymous' }],
  ['unverifiable', { state: 'unverifiable' }],
  ['rejected', { state: 'rejected', fault: new InvalidTokenError('TOKEN_EXPIRED', 'too late') }],
];

describe('a service that is told who asks by internal tokens', () => {
  it('can check them with the published key set', async () => {
    const { request, keys, issuer } = await start();
    const jwks = await startScriptedService();
    jwks.answer({ json: await keys.publicKeySet() });
    try {
      await request().orders.order('1');

      const { payload, protectedHeader } = await jwtVerify(
        tokenOf(),
        createRemoteJWKSet(new URL(jwks.url)),
        { issuer, audience: 'orders', typ: 'internal+jwt', algorithms: ['ES256'] },
      );
      expect(Object.keys(protectedHeader).toSorted()).toEqual(['alg', 'kid', 'typ']);
      const { iat = 0, exp = 0, ...claims } = payload;
      expect(claims).toEqual({
        iss: issuer,
        aud: 'orders',
        sub: 'auth0|6500000000000000000000b1',
        scope: 'openid profile',
        permissions: ['read:orders'],
        roles: ['customer'],
        txn: 'request-1',
      });
      expect(exp - iat).toBe(60);
      expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(5);
    } finally {
      await jwks.close();
    }
  });

  it('gets one for itself alone', async () => {
    const { request, stock } = await start();
    const services = request();

    await services.orders.order('1');
    await services.stock.order('1');

    const other = (present(stock.calls[0]).headers.authorization ?? '').replace(/^Bearer /, '');
    expect([decodeJwt(tokenOf()).aud, decodeJwt(other).aud]).toEqual(['orders', 'stock']);
  });

  it.each(nobody)('is told of nobody when the caller is %s', async (_state, caller) => {
    const { request } = await start();

    await request({ caller }).orders.order('1');

    expect(decodeJwt(tokenOf())).toEqual({
      iss: 'https://gateway.example/',
      aud: 'orders',
      permissions: [],
      roles: [],
      txn: 'request-1',
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
  });

  it('is told who acts for the caller (RFC 8693 §4.1)', async () => {
    const { request } = await start();
    const { claims } = person();

    await request({
      caller: person({ claims: { ...claims, act: { sub: 'support' } } }),
    }).orders.order('1');

    expect(decodeJwt(tokenOf())['act']).toEqual({ sub: 'support' });
  });

  it('is asked once it is known who asks', async () => {
    const { request, orders } = await start();
    let identify: (caller: Caller) => void = () => undefined;
    const caller = new Promise<Caller>((resolve) => (identify = resolve));

    const answer = request({ caller }).orders.order('1');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const early = orders.calls.length;
    identify(person({ id: 'auth0|late' }));
    await answer;

    expect([early, decodeJwt(tokenOf()).sub]).toEqual([0, 'auth0|late']);
  });

  it('never sees the bearer, nor an Authorization header of another making', async () => {
    const { request } = await start();

    for (const name of ['authorization', 'Authorization', 'AUTHORIZATION']) {
      await request().orders.anything('orders', { headers: { [name]: 'Bearer smuggled' } });
    }

    for (const n of [0, 1, 2]) {
      expect(decodeProtectedHeader(tokenOf(n)).typ).toBe('internal+jwt');
      expect(JSON.stringify(headersOf(n))).not.toMatch(/smuggled|header\.payload/);
    }
  });
});

describe('a service that is shown the bearer', () => {
  it('gets it as it came, and no token of ours', async () => {
    const { request } = await start({ auth: 'bearer' });

    await request().orders.order('1');

    expect(headersOf().authorization).toBe('Bearer header.payload.signature');
  });

  it.each(nobody)('gets no header at all when the caller is %s', async (_state, caller) => {
    const { request } = await start({ auth: 'bearer' });

    await request({ caller }).orders.order('1');

    expect(headersOf()).not.toHaveProperty('authorization');
  });
});

describe('each call', () => {
  it('carries the id and the trace of its own request', async () => {
    const { request } = await start();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    await request({
      requestId: 'first',
      traceContext: { traceparent, tracestate: 'a=1' },
    }).orders.order('1');
    await request({ requestId: 'second' }).orders.order('1');

    expect(headersOf(0)).toMatchObject({ 'x-request-id': 'first', traceparent, tracestate: 'a=1' });
    expect(headersOf(1)).toMatchObject({ 'x-request-id': 'second' });
    expect(headersOf(1)).not.toHaveProperty('traceparent');
    expect(headersOf(1)).not.toHaveProperty('tracestate');
  });

  it('says nothing else of the caller or of the request', async () => {
    const { request } = await start();

    await request().orders.order('1');

    expect(Object.keys(headersOf()).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'authorization',
      'connection',
      'host',
      'sec-fetch-mode',
      'user-agent',
      'x-request-id',
    ]);
  });
});

describe('two requests', () => {
  it('G11: never share an answer, whatever the service says of caching', async () => {
    const { request, orders } = await start();
    orders.answer((response, { headers }) => {
      const token = (headers.authorization ?? '').replace(/^Bearer /, '');
      response.writeHead(200, {
        'content-type': 'application/json',
        'cache-control': 'public, max-age=3600',
        etag: '"1"',
      });
      response.end(JSON.stringify({ id: decodeJwt(token).sub, quantity: 1 }));
    });
    const ask = (id: string) => request({ caller: person({ id }) }).orders.order('1');

    const together = await Promise.all([ask('auth0|a'), ask('auth0|b')]);
    const after = await ask('auth0|c');

    expect([...together, after].map((order) => order?.id)).toEqual([
      'auth0|a',
      'auth0|b',
      'auth0|c',
    ]);
    expect(orders.calls).toHaveLength(3);
  });

  it('each have data sources of their own, made once', async () => {
    const { request } = await start();
    const [one, other] = [request(), request()];

    expect(one.orders).toBe(one.orders);
    expect(one.orders).not.toBe(other.orders);
    expect(one.orders).not.toBe(one.stock);
  });
});

describe('two equal GETs of one request', () => {
  it('go out once when they are asked for at once, and give each asker an answer', async () => {
    const { request, orders } = await start();
    const services = request();

    const answers = await Promise.all([services.orders.order('1'), services.orders.order('1')]);

    expect(orders.calls).toHaveLength(1);
    expect(answers).toEqual([
      { id: '1', quantity: 2 },
      { id: '1', quantity: 2 },
    ]);
    expect(answers[0]).not.toBe(answers[1]);
  });

  it('go out twice when one comes after the other', async () => {
    const { request, orders } = await start();
    const services = request();

    await services.orders.order('1');
    await services.orders.order('1');

    expect(orders.calls).toHaveLength(2);
  });

  it('go out as three at most when the service is not ready, and are one line of the log', async () => {
    const { request, orders, log } = await start();
    orders.answer({ status: 503 });
    const services = request();

    await Promise.allSettled(Array.from({ length: 10 }, () => services.orders.order('1')));

    expect(orders.calls).toHaveLength(3);
    expect(log().match(/"a service cannot answer"/g)).toHaveLength(1);
  });
});
