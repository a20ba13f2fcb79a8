import { performance } from 'node:perf_hooks';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { present } from '../../support/present.ts';
import { patience } from '../../support/patience.ts';
import { api, gatehouse, password, type TestTenant } from '../support.ts';
import { switchableTenant, type Control } from './support.ts';

let tenant: TestTenant;
let control: Control;
beforeAll(async () => {
  ({ tenant, control } = await switchableTenant());
});
beforeEach(async () => {
  for (const endpoint of ['jwks', 'metadata', 'token', 'all']) {
    await control('DELETE', `/faults/${endpoint}`);
  }
});

const login = {
  ...gatehouse,
  grant_type: 'password',
  username: 'user@example.com',
  password,
  audience: api,
};

/** For each endpoint, a request that it answers with JSON. */
const requests: Record<string, [path: string, init: RequestInit]> = {
  jwks: ['/.well-known/jwks.json', {}],
  metadata: ['/.well-known/openid-configuration', {}],
  token: ['/oauth/token', { method: 'POST', body: new URLSearchParams(login) }],
};

async function timed<Value>(work: () => Promise<Value>): Promise<[value: Value, ms: number]> {
  const start = performance.now();
  return [await work(), performance.now() - start];
}

describe.each(Object.entries(requests))('%s', (endpoint, [path, init]) => {
  const turnOn = (fault: object) => control('PUT', `/faults/${endpoint}`, fault);
  const ask = () => fetch(tenant.url + path, init);

  it('cut: destroys the connection once the work is done', async () => {
    await turnOn({ fault: 'cut' });
    await expect(ask()).rejects.toThrow('fetch failed');
  });

  it('down: destroys the connection, until it is put back', async () => {
    const { status, faults } = await turnOn({ fault: 'down' });
    expect([status, faults]).toMatchObject([200, { [endpoint]: { fault: 'down' } }]);
    await expect(ask()).rejects.toThrow('fetch failed');
    expect((await control('DELETE', `/faults/${endpoint}`)).faults).toHaveProperty(endpoint, null);
    expect((await ask()).status).toBe(200);
  });

  it('slow: answers as ever, after the delay', async () => {
    await turnOn({ fault: 'slow', delay_ms: 300 });
    const [response, ms] = await timed(ask);
    expect([response.status, await response.json()]).toEqual([200, expect.any(Object)]);
    expect(ms).toBeGreaterThanOrEqual(299);
  });

  it('dripping: answers a byte at a time', async () => {
    await turnOn({ fault: 'dripping', delay_ms: 30 });
    const { status, body } = await ask();
    expect(status).toBe(200);
    const chunks: string[] = [];
    const [, ms] = await timed(async () => {
      for await (const chunk of body ?? [])
        if (chunks.push(Buffer.from(chunk).toString()) === 5) break;
    });
    // A chunk may have two bytes on a busy machine.
    expect(chunks).toHaveLength(5);
    expect(chunks.join('')).toMatch(/^\{"[a-z_]{3}/);
    expect(ms).toBeGreaterThan(3 * 29);
  });

  it('server_error: answers 500', async () => {
    await turnOn({ fault: 'server_error' });
    const response = await ask();
    expect(response.status).toBe(500);
    expect(await response.json()).toHaveProperty('error', 'server_error');
  });

  it('garbage: answers 200 with what is no JSON', async () => {
    await turnOn({ fault: 'garbage' });
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    await expect(response.json()).rejects.toThrow('is not valid JSON');
  });
});

describe('faults', () => {
  it('concern their own endpoint alone', async () => {
    await control('PUT', '/faults/jwks', { fault: 'down' });
    expect((await tenant.login()).status).toBe(200);
    expect((await tenant.get('/.well-known/openid-configuration')).status).toBe(200);
  });

  it('dripping: the whole answer arrives', async () => {
    const { text: quick } = await tenant.get('/.well-known/openid-configuration');
    await control('PUT', '/faults/metadata', { fault: 'dripping', delay_ms: 1 });
    const { text } = await tenant.get('/.well-known/openid-configuration');
    expect(text).toBe(quick);
  });

  it('wrong_issuer: both documents of metadata name another issuer, and the rest stands', async () => {
    const { faults } = await control('PUT', '/faults/metadata', { fault: 'wrong_issuer' });
    expect(faults).toMatchObject({ jwks: null, metadata: { fault: 'wrong_issuer' }, token: null });
    for (const name of ['openid-configuration', 'oauth-authorization-server']) {
      expect((await tenant.get(`/.well-known/${name}`)).body).toMatchObject({
        issuer: 'https://wrong-issuer.example/',
        jwks_uri: `${tenant.url}/.well-known/jwks.json`,
      });
    }
  });

  it('slow: what was asked for is done at once, also when nobody waits for the answer', async () => {
    await control('PUT', '/faults/token', { fault: 'slow', delay_ms: 60_000 });
    const gone = fetch(`${tenant.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...login, username: 'editor@example.com' }),
      signal: AbortSignal.timeout(1_000),
    });
    await expect(gone).rejects.toThrow('aborted due to timeout');
    await control('DELETE', '/faults/token');
    const records = await tenant.logs();
    expect(records.filter(({ user_name }) => user_name === 'editor@example.com')).toMatchObject([
      { type: 'sepft' },
    ]);
  });

  it.each([
    ['jwks', {}, 'fault: has to be one of down, cut, slow, dripping, server_error, garbage'],
    ['jwks', { fault: 'wrong_issuer' }, 'fault: has to be one of down, cut, slow, dripping'],
    [
      'metadata',
      { fault: 'x' },
      'fault: has to be one of down, cut, slow, dripping, server_error, garbage, wrong_issuer',
    ],
    ['token', { fault: 'slow' }, 'delay_ms: has to be a whole number of milliseconds, 1 to 600000'],
    ['token', { fault: 'slow', delay_ms: 1.5 }, 'delay_ms: has to be a whole number'],
    ['token', { fault: 'dripping', delay_ms: 600_001 }, 'delay_ms: has to be a whole number'],
    ['token', { fault: 'down', delay_ms: 1 }, 'delay_ms: is unknown; the members are: fault'],
  ])('refuses %s %j, and says what is wrong', async (endpoint, body, words) => {
    const { status, error_description } = await control('PUT', `/faults/${endpoint}`, body);
    expect(status).toBe(400);
    expect(error_description).toContain(words);
    expect((await control('GET', '')).faults).toHaveProperty(endpoint, null);
  });

  it('that are on, and a clock that was moved, are told on the page for people', async () => {
    expect((await tenant.get('/')).text).not.toContain('Switched');
    await control('PUT', '/faults/jwks', { fault: 'dripping', delay_ms: 50 });
    await control('PUT', '/clock', { now: '2030-01-01T00:00:00Z' });
    const { text } = await tenant.get('/');
    expect(text).toContain('Switched: clock at 2030-01-01T00:00:00.000Z, jwks dripping (50 ms)');
    await control('DELETE', '/clock');
  });

  it.each(['slow', 'dripping'])('%s: closing does not wait for it', async (fault) => {
    const other = await switchableTenant();
    await other.control('PUT', '/faults/jwks', { fault, delay_ms: 600_000 });
    const waiting = Array.from({ length: 20 }, () =>
      fetch(`${other.tenant.url}/.well-known/jwks.json`).then(async (response) => {
        await response.text();
        return response.status;
      }),
    );
    const ends = Promise.allSettled(waiting);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [, ms] = await timed(other.tenant.close);
    expect(ms).toBeLessThan(patience);
    // A request that arrives while the tenant closes gets a 503.
    const answered = (await ends).flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    expect(answered.filter((status) => status !== 503)).toEqual([]);
    expect(answered.length).toBeLessThan(waiting.length);
  });
});

describe('all', () => {
  const statusOf = (path: string, init: RequestInit = {}) =>
    fetch(tenant.url + path, init).then(
      ({ status }) => status,
      () => 'down',
    );

  it('fails every endpoint for programs, and no page', async () => {
    await control('PUT', '/faults/all', { fault: 'down' });
    for (const [path, init] of Object.values(requests))
      expect(await statusOf(path, init)).toBe('down');
    for (const path of ['/userinfo', '/mfa/authenticators', '/api/v2/users', '/none']) {
      expect(await statusOf(path)).toBe('down');
    }
    expect(await statusOf('/dbconnections/signup', { method: 'POST' })).toBe('down');
    for (const path of ['/', '/outbox', '/control']) expect(await statusOf(path)).toBe(200);
    expect(await statusOf('/u/reset-password?ticket=none')).toBe(404);
  });

  it('leaves an endpoint the fault of its own', async () => {
    await control('PUT', '/faults/all', { fault: 'down' });
    await control('PUT', '/faults/token', { fault: 'server_error' });
    expect(await statusOf(...present(requests['token']))).toBe(500);
  });
});
