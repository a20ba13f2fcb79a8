import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { issuerKeys } from '../../src/tokens/issuer-keys.ts';
import { upstream, type Upstream } from '../../src/upstream/upstream.ts';
import { startScriptedAuth0, type Answer, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const path = '/.well-known/jwks.json';
let auth0: ScriptedAuth0;
let connections: Upstream;
let keys: JWTVerifyGetKey;
let warnings: object[];
/** Milliseconds by which the clock is ahead. */
let later: number;

beforeEach(async () => {
  auth0 = await startScriptedAuth0();
  connections = upstream();
  warnings = [];
  later = 0;
  keys = issuerKeys({
    issuer: auth0.issuer,
    fetch: connections.fetch,
    now: () => new Date(Date.now() + later),
    log: { warn: (details) => warnings.push(details) },
  });
});
afterEach(async () => {
  await auth0.close();
  await connections.close();
});

const fetches = () => auth0.seen(path).length;
const verify = async (kid?: string) =>
  jwtVerify(await auth0.accessToken({}, kid === undefined ? {} : { kid }), keys);
const unavailable = expect.objectContaining({ name: 'KeysUnavailableError' });
const keySet = (...kids: string[]): Answer => ({
  json: { keys: kids.map((kid) => ({ ...auth0.publicJwk, kid })) },
});

describe('issuerKeys', () => {
  it('K01: many who wait on a cold start share one fetch', async () => {
    await Promise.all(Array.from({ length: 100 }, () => verify()));
    expect(fetches()).toBe(1);
  });

  it('keeps keys', async () => {
    await verify();
    later = 9 * 60_000;
    await verify();
    expect(fetches()).toBe(1);
  });

  it('K05: fetches anew in the background once they are ten minutes old, and nobody waits', async () => {
    await verify();
    later = 11 * 60_000;
    const asked = new Promise<ServerResponse>((resolve) => {
      auth0.answer(path, resolve);
    });
    await verify();
    (await asked).end(JSON.stringify({ keys: [auth0.publicJwk] }));
    expect(fetches()).toBe(2);
  });

  it('K05: a new key works as soon as the last fetch is five seconds ago, the old one until it is gone', async () => {
    await verify();
    auth0.answer(path, keySet('next', auth0.kid));
    later = 5001;
    await verify('next');
    await verify();
    auth0.answer(path, keySet('next', 'after-next'));
    later = 11_000;
    await verify('after-next');
    await expect(verify()).rejects.toThrow(errors.JWKSNoMatchingKey);
  });

  it('K02: unknown keys cause one fetch in five seconds, however many they are', async () => {
    await verify();
    const many = () => Promise.allSettled(Array.from({ length: 50 }, (_, n) => verify(`kid-${n}`)));
    for (const outcome of await many()) {
      expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(
        errors.JWKSNoMatchingKey,
      );
    }
    expect(fetches()).toBe(1);
    later = 5001;
    await many();
    await many();
    expect(fetches()).toBe(2);
  });

  it('K04: keys that are known work on through an outage of a day', async () => {
    await verify();
    auth0.answer(path, { status: 503, text: 'Service Unavailable' });
    for (const hours of [1, 12, 23]) {
      later = hours * 3_600_000;
      await verify();
    }
    later = 25 * 3_600_000;
    await expect(verify()).rejects.toThrow(unavailable);
  });

  it('K04: nobody can tell during an outage whether an unknown key is good', async () => {
    await verify();
    auth0.answer(path, { status: 503 });
    later = 5001;
    await expect(verify('next')).rejects.toThrow(unavailable);
    await expect(verify('next')).rejects.toThrow(unavailable);
    expect(fetches()).toBe(2);
  });

  it('K04: heals a second after the last failure', async () => {
    auth0.answer(path, { status: 503 });
    await expect(verify()).rejects.toThrow(unavailable);
    auth0.answer(path, keySet(auth0.kid));
    await expect(verify()).rejects.toThrow(unavailable);
    expect(fetches()).toBe(1);
    later = 1001;
    await verify();
    expect(fetches()).toBe(2);
  });

  it.each<[string, Answer]>([
    ['status 404', { status: 404, json: { keys: [] } }],
    ['status 500 with a good key set', { status: 500, json: { keys: [] } }],
    ['HTML', { headers: { 'content-type': 'text/html' }, text: '<html>maintenance</html>' }],
    ['nothing', { text: '' }],
    ['JSON cut short', { text: '{"keys":[' }],
    ['null', { json: null }],
    ['a list', { json: [] }],
    ['a string', { json: 'keys' }],
    ['no keys', { json: {} }],
    ['an empty set', { json: { keys: [] } }],
    ['keys that are no list', { json: { keys: { 0: {} } } }],
    ['nothing but nonsense', { json: { keys: [null, 1, 'x', [], {}, { kty: 'RSA' }] } }],
    ['nothing but a symmetric key', { json: { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'k' }] } }],
    ['5 MB', { json: { keys: [], padding: 'x'.repeat(5 * 1024 * 1024) } }],
    ['a cut connection', (response) => response.destroy()],
    [
      'a connection that is cut in the middle',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"keys":[', () => response.destroy());
      },
    ],
  ])('K03: an answer of %s is an outage', async (_case, answer) => {
    auth0.answer(path, answer);
    await expect(verify()).rejects.toThrow(unavailable);
    expect(warnings).toEqual([{ err: expect.any(Error) }]);
    auth0.answer(path, keySet(auth0.kid));
    later = 1001;
    await verify();
  });

  it.each([301, 302, 303, 307, 308])('K06: a redirect (%i) is not followed', async (status) => {
    auth0.answer('/elsewhere', keySet(auth0.kid));
    auth0.answer(path, { status, headers: { location: `${auth0.issuer}elsewhere` } });
    await expect(verify()).rejects.toThrow(unavailable);
    expect(auth0.seen('/elsewhere')).toEqual([]);
  });

  it('K03: a hang and a drip end within the limit of five seconds', async () => {
    const drip: Answer = (response) => {
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    for (const answer of [() => undefined, drip]) {
      auth0.answer(path, answer);
      const startedAt = performance.now();
      await expect(verify()).rejects.toThrow(unavailable);
      expect(performance.now() - startedAt).toBeLessThan(6000);
    }
  });
});
