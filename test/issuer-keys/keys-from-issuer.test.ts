import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { errors, jwtVerify } from 'jose';
import { auth0Calls } from '../../src/auth0/endpoints.ts';
import type { IssuerKeys } from '../../src/issuer-keys/issuer-keys.ts';
import { keysFromIssuer } from '../../src/issuer-keys/keys-from-issuer.ts';
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts';
import { patience } from '../support/patience.ts';
import { startScriptedAuth0, type Answer, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const path = '/.well-known/jwks.json';
const metadataPath = '/.well-known/openid-configuration';
let auth0: ScriptedAuth0;
let connections: Upstream;
let keys: IssuerKeys;
/** Details of the log's warnings. `told` has the messages of all log lines. */
let warnings: object[];
let told: string[];
/**
 * Instant at which the test began, in milliseconds since the epoch. `later` is the number of milliseconds by which the clock is
 * ahead of it.
 */
let beginning: number;
let later: number;

beforeEach(async () => {
  auth0 = await startScriptedAuth0();
  connections = createUpstream();
  warnings = [];
  told = [];
  beginning = Date.now();
  later = 0;
  keys = startKeys();
});
afterEach(async () => {
  await auth0.close();
  await keys.close();
  await connections.close();
});

const startKeys = (maxAge?: number) =>
  keysFromIssuer({
    issuer: auth0.issuer,
    fetch: connections.fetch,
    calls: auth0Calls(),
    now: () => new Date(beginning + later),
    log: {
      info: (_details, message) => told.push(message),
      warn: (details, message) => {
        warnings.push(details);
        told.push(message);
      },
    },
    ...(maxAge !== undefined && { maxAge }),
  });
const fetches = () => auth0.seen(path).length;
const verify = async (kid?: string) =>
  jwtVerify(await auth0.accessToken({}, kid === undefined ? {} : { kid }), keys.find);
const unavailable = expect.objectContaining({ name: 'KeysUnavailableError' });
const keySet = (...kids: string[]): Answer => ({
  json: { keys: kids.map((kid) => ({ ...auth0.publicJwk, kid })) },
});

describe('keysFromIssuer', () => {
  it('K01: many who wait on a cold start share one fetch', async () => {
    await Promise.all(Array.from({ length: 100 }, () => verify()));
    expect(fetches()).toBe(1);
  });

  it('takes a key that the set has twice for one key', async () => {
    const { kty, ...members } = auth0.publicJwk;
    auth0.answer(path, { json: { keys: [auth0.publicJwk, { ...members, kty }] } });
    expect((await verify()).protectedHeader.alg).toBe('RS256');
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

  it('K05: a token straight from the issuer brings its new key at once, within the cool-down', async () => {
    await verify();
    auth0.answer(path, keySet('next', auth0.kid));
    later = 1001;
    await expect(verify('next')).rejects.toThrow(errors.JWKSNoMatchingKey);
    const verifyIssued = async (kid: string) =>
      jwtVerify(await auth0.accessToken({}, { kid }), keys.findForIssued);
    await verifyIssued('next');
    await verify('next');
    expect(fetches()).toBe(2);
    later = 2002;
    await expect(verifyIssued('unknown')).rejects.toThrow(errors.JWKSNoMatchingKey);
    expect(fetches()).toBe(3);
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

  it.each([path, metadataPath])(
    'K03: a hang and a drip of %s end within five seconds',
    async (at) => {
      const drip: Answer = (response) => {
        const timer = setInterval(() => response.write(' '), 100);
        response.on('close', () => {
          clearInterval(timer);
        });
      };
      for (const answer of [() => undefined, drip]) {
        auth0.answer(at, answer);
        const startedAt = performance.now();
        await expect(verify()).rejects.toThrow(unavailable);
        expect(performance.now() - startedAt).toBeLessThan(patience);
        later += 1001;
      }
    },
  );

  it('K04: the hard age is configurable, and the soft age is never above it', async () => {
    keys = startKeys(120);
    await verify();
    later = 61_000;
    await verify();
    await keys.close(); // once what is under way has ended
    expect(fetches()).toBe(2);
    auth0.answer(path, { status: 503 });
    later += 119_000;
    await verify();
    later += 1500;
    await expect(verify()).rejects.toThrow(unavailable);
    expect(told.at(-1)).toContain('are older than JWKS_MAX_AGE');
  });

  it('K05: fetches keys that are ten minutes old though nobody asks for them', async () => {
    const doNotFake = ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] as const;
    jest.useFakeTimers({ doNotFake: [...doNotFake, 'Date', 'performance'] });
    try {
      keys = startKeys();
      await verify();
      jest.advanceTimersByTime(60_000);
      expect(fetches()).toBe(1);
      later = 11 * 60_000;
      jest.advanceTimersByTime(60_000);
      await eventually(() => fetches() === 2);
      await keys.close();
    } finally {
      jest.useRealTimers();
    }
  });

  it('K05: a key that a later set lacks verifies nothing from that moment', async () => {
    await verify();
    auth0.answer(path, keySet('next'));
    later = 5001;
    await verify('next');
    await expect(verify()).rejects.toThrow(errors.JWKSNoMatchingKey);
  });

  it('K04: while the issuer is down old keys cause one fetch in half a minute, a clock set back or not', async () => {
    await verify();
    auth0.answer(path, { status: 503 });
    later = 3_600_000;
    for (const [ahead, expected] of [
      [0, 2],
      [20_000, 2],
      [31_000, 3],
      [-60_000, 4],
    ] as const) {
      later = 3_600_000 + ahead;
      await Promise.all(Array.from({ length: 20 }, () => verify()));
      await eventually(() => fetches() === expected);
      await keys.close(); // once what is under way has ended
    }
  });

  it('K04: tells the age of the keys in an outage once in an hour, and that it is over', async () => {
    await verify();
    expect(keys.age()).toBeLessThan(1);
    auth0.answer(path, { status: 503 });
    for (let minutes = 30; minutes <= 150; minutes += 5) {
      later = minutes * 60_000;
      await verify();
      await keys.close();
    }
    expect(keys.age()).toBeGreaterThan(9000 - 1);
    const ages = warnings.filter((details) => 'ageSeconds' in details);
    expect(ages).toEqual([
      { ageSeconds: 3600, secondsLeft: 82_800 },
      { ageSeconds: 7200, secondsLeft: 79_200 },
    ]);
    expect(told).not.toContain("the issuer's key set is available again");
    auth0.answer(path, keySet(auth0.kid));
    later += 31_000;
    await verify();
    await eventually(() => told.at(-1) === "the issuer's key set is available again");
    expect(keys.age()).toBeLessThan(1);
  });

  it('tells one failure in a minute, however many there are', async () => {
    auth0.answer(path, { status: 503 });
    for (let seconds = 0; seconds < 120; seconds += 5) {
      later = seconds * 1000;
      await expect(verify()).rejects.toThrow(unavailable);
    }
    expect(fetches()).toBe(24);
    expect(told).toEqual(Array.from({ length: 2 }, () => "the issuer's key set cannot be fetched"));
  });
});

describe('K06: the metadata of the issuer', () => {
  const metadata = (members: object = {}) => {
    auth0.answer(metadataPath, {
      json: { issuer: auth0.issuer, jwks_uri: `${auth0.issuer}keys`, ...members },
    });
  };

  it('is read once for each fetch of keys, and says where at the issuer they are', async () => {
    auth0.answer('/keys', keySet(auth0.kid));
    metadata();
    await Promise.all([verify(), verify()]);
    expect([auth0.seen(metadataPath), auth0.seen('/keys'), auth0.seen(path)]).toMatchObject([
      [{}],
      [{}],
      [],
    ]);
  });

  it.each<[string, (issuer: string) => unknown]>([
    ['another host', () => 'https://elsewhere.example/'],
    ['the issuer without its slash', (issuer) => issuer.slice(0, -1)],
    ['the issuer in capitals', (issuer) => issuer.toUpperCase()],
    ['the issuer and more', (issuer) => `${issuer}realms/`],
    ['no issuer', () => undefined],
    ['a list of the issuer', (issuer) => [issuer]],
  ])('is refused when it names %s; keys in hand are kept', async (_case, issuerOf) => {
    await verify();
    auth0.answer('/keys', keySet('next'));
    metadata({ issuer: issuerOf(auth0.issuer) });
    later = 5001;
    await expect(verify('next')).rejects.toThrow(unavailable);
    await verify();
    expect(auth0.seen('/keys')).toEqual([]);
    expect(warnings).toEqual([
      { err: expect.objectContaining({ message: expect.stringContaining('set AUTH0_DOMAIN to') }) },
    ]);
  });

  it.each<[string, (issuer: string) => unknown]>([
    ['at another host', () => 'https://elsewhere.example/keys'],
    ['at another port', () => 'http://127.0.0.1:1/keys'],
    ['by another scheme', (issuer) => `${issuer.replace('http:', 'https:')}keys`],
    ['in a file', () => 'file:///etc/passwd'],
    ['in itself', () => 'data:application/json,{"keys":[]}'],
    ['at a host that looks like it', (issuer) => `${issuer.replace('//', '//x@elsewhere.')}keys`],
    ['at a path', () => '/keys'],
    ['nowhere', () => undefined],
  ])('is refused when its keys are %s', async (_case, locationOf) => {
    auth0.answer('/keys', keySet(auth0.kid));
    metadata({ jwks_uri: locationOf(auth0.issuer) });
    await expect(verify()).rejects.toThrow(unavailable);
    expect(auth0.requests.map((request) => request.path)).toEqual([metadataPath]);
    expect(warnings).toEqual([
      { err: expect.objectContaining({ message: expect.stringContaining('not at the issuer') }) },
    ]);
  });

  it.each<[string, Answer]>([
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['status 500', { status: 500, json: {} }],
    ['HTML', { text: '<html>' }],
    ['null', { json: null }],
    ['5 MB', { json: { padding: 'x'.repeat(5 * 1024 * 1024) } }],
  ])('is an outage when it is %s', async (_case, answer) => {
    auth0.answer('/elsewhere', { json: { issuer: auth0.issuer, jwks_uri: `${auth0.issuer}keys` } });
    auth0.answer(metadataPath, answer);
    await expect(verify()).rejects.toThrow(unavailable);
    expect(auth0.requests.map((request) => request.path)).toEqual([metadataPath]);
    metadata();
    auth0.answer('/keys', keySet(auth0.kid));
    later = 1001;
    await verify();
  });
});

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
