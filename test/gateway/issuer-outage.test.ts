import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { patience } from '../support/patience.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const jwks = '/.well-known/jwks.json';
let auth0: ScriptedAuth0;
let gateway: TestGateway;
/** Milliseconds by which the gateway's clock is ahead. */
let later: number;

beforeEach(async () => {
  later = 0;
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, {}, { now: () => new Date(Date.now() + later) });
  auth0.answer('/oauth/token', { json: await auth0.tokens() });
  auth0.answer('/oauth/revoke', { text: '' });
  auth0.answer('/dbconnections/signup', {
    json: { _id: '6500000000000000000000a1', email: 'new@example.com', email_verified: false },
  });
});
afterEach(async () => {
  // The tenant closes first, which ends the requests that hang there: the gateway need not wait for them.
  await auth0.close();
  await gateway.close();
});

const me = async (token: string) => gateway.request('{ __typename me { id } }', { token });
const hang = () => undefined;
const answered = { __typename: 'Query', me: { id: testUser } };

describe('K01: a cold start', () => {
  it('makes one key fetch for fifty requests at once', async () => {
    const token = await auth0.accessToken();
    const answers = await Promise.all(Array.from({ length: 50 }, () => me(token)));
    expect(answers.map(({ data }) => data)).toEqual(answers.map(() => answered));
    expect(auth0.seen(jwks)).toHaveLength(1);
  });

  it('K02: makes one key fetch for fifty unknown keys', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, n) => auth0.accessToken({}, { kid: `unknown-${n}` })),
    );
    const answers = await Promise.all(tokens.map(me));
    for (const { errors } of answers) {
      expect(errors?.[0]?.extensions['reason']).toBe('BAD_SIGNATURE');
    }
    expect(auth0.seen(jwks)).toHaveLength(1);
  });
});

describe('K04: an outage of the issuer', () => {
  it('leaves callers signed in whose keys are known', async () => {
    const token = await auth0.accessToken();
    await me(token);
    auth0.answer(jwks, { status: 503 });
    later = 3_600_000;
    expect((await me(token)).data).toEqual(answered);
  });

  it.each([
    ['it is down', { status: 503, text: 'down' }],
    ['it answers HTML', { headers: { 'content-type': 'text/html' }, text: '<html>' }],
    ['its set is empty', { json: { keys: [] } }],
    ['its set is 5 MB', { json: { keys: [], padding: 'x'.repeat(5 * 1024 * 1024) } }],
  ])('is no fault of the caller when %s: SERVICE_UNAVAILABLE, and heals', async (_case, answer) => {
    auth0.answer(jwks, answer);
    const token = await auth0.accessToken();
    const { status, headers, data, errors } = await me(token);
    expect(status).toBe(200);
    expect(data).toEqual({ __typename: 'Query', me: null });
    expect(errors).toMatchObject([{ path: ['me'], extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    expect(errors?.[0]?.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE' });
    expect(headers.has('www-authenticate')).toBe(false);
    auth0.answer(jwks, { json: { keys: [auth0.publicJwk] } });
    later = 1001;
    expect((await me(token)).data).toEqual(answered);
  });

  it('tells faults that need no key all the same', async () => {
    auth0.answer(jwks, { status: 503 });
    for (const [token, reason] of [
      [await auth0.idToken(), 'ID_TOKEN_SENT'],
      [await auth0.accessToken({ iss: 'https://elsewhere.example/' }), 'WRONG_ISSUER'],
      ['undefined', 'TOKEN_MALFORMED'],
    ] as const) {
      expect((await me(token)).errors?.[0]?.extensions['reason']).toBe(reason);
    }
  });

  it('does not make the gateway unready', async () => {
    auth0.answer(jwks, { status: 503 });
    await me(await auth0.accessToken());
    expect((await fetch(new URL('/health/ready', gateway.url))).status).toBe(200);
  });

  it('is told to the log, and no token with it', async () => {
    auth0.answer(jwks, { status: 503 });
    const token = await auth0.accessToken();
    await me(token);
    expect(gateway.log()).toContainEqual(
      expect.objectContaining({ msg: "the issuer's key set cannot be fetched" }),
    );
    for (const part of token.split('.')) expect(gateway.logText()).not.toContain(part);
  });
});

describe('K03: while the key set hangs', () => {
  /** Time limit of the gateway's fetch of the keys, in milliseconds. */
  const fetchTimeout = 5000;
  beforeEach(() => {
    auth0.answer(jwks, hang);
  });

  it.each([
    ['signup', 'signup(input: { email: "new@example.com", password: "p" })', 'SignedUp'],
    ['login', 'login(input: { username: "user@example.com", password: "p" })', 'Session'],
    ['refresh', 'refresh(input: { refreshToken: "r" })', 'Session'],
    ['logout', 'logout(input: { refreshToken: "r" })', 'LoggedOut'],
    ['logout with the bearer alone', 'logout(input: {})', 'LoggedOut'],
  ])('%s answers at once, whatever the bearer', async (_case, field, typename) => {
    const bearers = [await auth0.accessToken(), await auth0.accessToken({ exp: 1 })];
    if (!field.includes('{}')) bearers.push('undefined', await auth0.idToken());
    for (const token of bearers) {
      const startedAt = performance.now();
      const { data, errors } = await gateway.request(`mutation { it: ${field} { __typename } }`, {
        token,
      });
      expect(performance.now() - startedAt).toBeLessThan(fetchTimeout);
      expect(errors).toBeUndefined();
      expect(data).toEqual({ it: { __typename: typename } });
    }
  });

  it('a public field answers at once', async () => {
    const startedAt = performance.now();
    const { data } = await gateway.request('{ __typename }', { token: await auth0.accessToken() });
    expect(data).toEqual({ __typename: 'Query' });
    expect(performance.now() - startedAt).toBeLessThan(fetchTimeout);
  });

  it('a guarded field answers within six seconds: SERVICE_UNAVAILABLE', async () => {
    const startedAt = performance.now();
    const { errors } = await me(await auth0.accessToken());
    expect(errors?.[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE');
    expect(performance.now() - startedAt).toBeLessThan(patience);
  });
});

describe('K06: a redirected key set', () => {
  it('is not followed', async () => {
    auth0.answer('/elsewhere', { json: { keys: [auth0.publicJwk] } });
    auth0.answer(jwks, { status: 302, headers: { location: `${auth0.issuer}elsewhere` } });
    const { errors } = await me(await auth0.accessToken());
    expect(errors?.[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE');
    expect(auth0.seen('/elsewhere')).toEqual([]);
  });
});

describe('K05: rotation', () => {
  it('takes the new key after five seconds, and the old one until it is removed', async () => {
    const old = await auth0.accessToken();
    const fresh = await auth0.accessToken({}, { kid: 'next' });
    await me(old);
    const next = { ...auth0.publicJwk, kid: 'next' };
    auth0.answer(jwks, { json: { keys: [next, auth0.publicJwk] } });
    later = 5001;
    expect((await me(fresh)).data).toEqual(answered);
    expect((await me(old)).data).toEqual(answered);
    auth0.answer(jwks, { json: { keys: [next] } });
    later = 11 * 60_000;
    await me(fresh);
    await expectRefused(old);
  });

  /** Asks until the token is refused, since the new key set arrives in the background. */
  async function expectRefused(token: string): Promise<void> {
    for (;;) {
      const { errors } = await me(token);
      if (errors?.[0]?.extensions['reason'] === 'BAD_SIGNATURE') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});
