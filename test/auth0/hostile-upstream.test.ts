import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { patience } from '../support/patience.ts';
import { startScriptedAuth0, type Answer, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { mutations, perform, type Mutation, ownInput } from './credential-mutations.ts';

/**
 * Time limit of the impatient gateway's calls in milliseconds, for answers that never end. Other answers may take longer on a busy
 * machine.
 */
const timeoutMs = 1000;
/** Text in the body of each hostile answer. No client and no log may get it. */
const marker = 'upstream-only-text';
const page = `<!doctype html><title>${marker}</title>`;

let auth0: ScriptedAuth0;
let gateway: TestGateway;
/** A gateway that uses the same tenant, with a short time limit. */
let impatient: TestGateway;
let tokens: Record<string, unknown>;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, {}, { faultPeriodMs: 0 });
  impatient = await gatewayBefore(auth0, {}, { upstreamTimeoutMs: timeoutMs, faultPeriodMs: 0 });
});

beforeEach(async () => {
  auth0.requests.length = 0;
  // The logins of each test are devices of their own: the fifty-first one ends the oldest one, with its tokens.
  const access_token = await auth0.accessToken({ jti: randomUUID() });
  tokens = await auth0.tokens({ access_token, refresh_token: randomUUID() });
});

afterAll(async () => {
  await gateway.close();
  await impatient.close();
  await auth0.close();
});

const html = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  text: page,
});
const raw = (status: number, text: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  text,
});

const bomb = gzipSync(`{"error":"invalid_grant","x":"${' '.repeat(20_000_000)}"}`);

/** Answers that are unusable, whatever the request. */
const failures: [what: string, answer: Answer][] = [
  ['HTML 500', html(500)],
  ['HTML 502', html(502)],
  ['HTML 503 with Retry-After', { status: 503, headers: { 'retry-after': '1' }, text: page }],
  ['HTML 504', html(504)],
  ['HTML 520', html(520)],
  ['HTML 403', html(403)],
  ['HTML 408', html(408)],
  ['HTML 421', html(421)],
  ['HTML 425', html(425)],
  ['empty 400', raw(400, '')],
  ['empty 401', raw(401, '')],
  ['empty 500', raw(500, '')],
  ['empty 503', raw(503, '')],
  ['plain text 401', { status: 401, text: 'Unauthorized' }],
  ['JSON array 400', raw(400, `["${marker}"]`)],
  ['JSON string 400', raw(400, `"${marker}"`)],
  ['JSON null 400', raw(400, 'null')],
  ['JSON number 400', raw(400, '42')],
  ['cut JSON 400', raw(400, '{"error":"invalid_gr')],
  ['error as an object', raw(400, `{"error":{"invalid_grant":"${marker}"}}`)],
  ['error as a list', raw(403, `{"error":["invalid_grant"],"error_description":"${marker}"}`)],
  ['a 500 in the words of a framework', raw(500, `{"error":"Internal Server Error"}`)],
  ['status 999', raw(999, marker)],
  ['deep JSON 500', raw(500, '['.repeat(200_000))],
  ['5 MB of error', raw(400, `{"error":"invalid_grant","x":"${'x'.repeat(5_000_000)}"}`)],
  [
    'a gzip bomb',
    (response) => {
      response.writeHead(400, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
      response.end(bomb);
    },
  ],
  [
    'gzip that is none',
    (response) => {
      response.writeHead(400, { 'content-encoding': 'gzip' });
      response.end('{"error":"invalid_grant"}');
    },
  ],
  ['a connection cut before the headers', (response) => response.socket?.destroy()],
  [
    'a connection cut within the headers',
    (response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\ncontent-ty');
    },
  ],
  [
    'a connection cut within the body',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"access_token":"');
      setTimeout(() => response.socket?.destroy(), 20);
    },
  ],
  ['no HTTP at all', (response) => response.socket?.end(`${marker}\r\n\r\n`)],
  [
    '101 Switching Protocols',
    (response) => {
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n');
    },
  ],
  [
    'a flood of headers',
    (response) => {
      response.writeHead(200, { 'x-flood': 'x'.repeat(100_000) });
      response.end('{}');
    },
  ],
];

/** Answers that never end. */
const hangs: [what: string, answer: Answer][] = [
  ['silence', () => undefined],
  [
    'silence after the headers',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
    },
  ],
  [
    'silence within the body',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"access_token":"');
    },
  ],
  [
    'a drip',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    },
  ],
];

describe.each(Object.keys(mutations) as Mutation[])(
  'U10: %s when Auth0 answers with',
  (mutation) => {
    it.each(failures)('%s', async (_what, answer) => {
      await expectOutage(mutation, answer);
    });

    it.each(hangs)('%s', async (_what, answer) => {
      await expectOutage(mutation, answer, impatient);
    });
  },
);

/** Members of a token response that make it unusable. */
const wrongMembers: [what: string, members: Record<string, unknown>][] = [
  ['no access token', { access_token: undefined }],
  ['an empty access token', { access_token: '' }],
  ['access_token a number', { access_token: 42 }],
  ['access_token null', { access_token: null }],
  ['access_token an object', { access_token: { toString: marker } }],
  ['access_token a list', { access_token: ['a', 'b'] }],
  ['no token_type', { token_type: undefined }],
  ['token_type DPoP', { token_type: 'DPoP' }],
  ['no expires_in', { expires_in: undefined }],
  ['expires_in a string', { expires_in: '86400' }],
  ['expires_in negative', { expires_in: -1 }],
  ['expires_in zero', { expires_in: 0 }],
  ['expires_in a fraction', { expires_in: 0.5 }],
  ['expires_in beyond an Int', { expires_in: 3_000_000_000 }],
];

/** Members of a token response that the rest can do without. */
const spareMembers: [what: string, members: Record<string, unknown>, lacking: object][] = [
  ['refresh_token a number', { refresh_token: 7 }, { refreshToken: null }],
  ['refresh_token empty', { refresh_token: '' }, { refreshToken: null }],
  ['refresh_token null', { refresh_token: null }, { refreshToken: null }],
  ['id_token an object', { id_token: {} }, { idToken: null }],
  [
    'scope a list',
    { scope: ['openid'] },
    { scopes: ['openid', 'profile', 'email', 'offline_access'] },
  ],
  ['scope null', { scope: null }, { scopes: ['openid', 'profile', 'email', 'offline_access'] }],
];

const wrongSuccesses: [what: string, text: string][] = [
  ['nothing', ''],
  ['HTML', page],
  ['an array', `["${marker}"]`],
  ['a string', `"${marker}"`],
  ['null', 'null'],
  ['a number', '42'],
  ['true', 'true'],
  ['an empty object', '{}'],
  ['an error at 200', `{"error":"invalid_grant","error_description":"${marker}"}`],
  ['cut JSON', '{"access_token":"ey'],
  ['two JSON documents', '{}{}'],
  ['deep JSON', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ['deep JSON under a member', `{"_id":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`],
  ['a prototype', `{"__proto__":{"access_token":"x","_id":"x"},"constructor":"${marker}"}`],
  ['5 MB', `{"x":"${'x'.repeat(5_000_000)}"}`],
];

describe.each(['login', 'refresh'] as const)('%s when a token response has', (mutation) => {
  it.each(wrongMembers)('%s', async (_what, members) => {
    await expectOutage(mutation, { json: { ...tokens, ...members } });
  });

  it('expires_in 1e999', async () => {
    const text = JSON.stringify(tokens).replace('86400', '1e999');

    await expectOutage(mutation, raw(200, text));
  });
});

describe.each(['login', 'refresh', 'signup'] as const)('%s when Auth0 says 200 and', (mutation) => {
  it.each(wrongSuccesses)('%s', async (_what, text) => {
    await expectOutage(mutation, raw(200, text));
  });

  it('204', async () => {
    await expectOutage(mutation, { status: 204 });
  });
});

describe('an answer that is odd and still says what it has to', () => {
  it.each(spareMembers)('with %s is a session', async (_what, members, lacking) => {
    auth0.answer('/oauth/token', { json: { ...tokens, ...members } });

    expect((await perform(gateway, 'login')).result).toMatchObject({
      __typename: 'Session',
      ...lacking,
    });
  });

  it.each(spareMembers)('with %s is a session at a refresh', async (_what, members, lacking) => {
    auth0.answer('/oauth/token', { json: { ...tokens, ...members } });
    const { refreshToken } = ownInput('refresh');

    expect((await perform(gateway, 'refresh', { refreshToken })).result).toMatchObject({
      __typename: 'Session',
      ...lacking,
      // Without a new refresh token the old one stays good.
      ...('refreshToken' in lacking && { refreshToken }),
    });
  });

  it('without the ID of a new account is that account', async () => {
    auth0.answer('/dbconnections/signup', {
      json: { _id: 7, email: 'newcomer@example.com', email_verified: null },
    });

    expect((await perform(gateway, 'signup')).result).toMatchObject({
      __typename: 'SignedUp',
      user: { id: '', email: 'newcomer@example.com', emailVerified: false },
    });
    expect(gateway.log()).toContainEqual(
      expect.objectContaining({ level: 40, endpoint: 'dbconnections/signup', member: '_id' }),
    );
  });

  it.each([
    ['under another content type', { headers: { 'content-type': 'text/html' } }],
    ['under no content type', { headers: { 'content-type': '' } }],
    ['with a status of its own', { status: 201 }],
  ])('%s is a session', async (_what, answer) => {
    auth0.answer('/oauth/token', { ...answer, json: tokens });

    expect((await perform(gateway, 'login')).result.__typename).toBe('Session');
  });

  it('after early hints is a session', async () => {
    auth0.answer('/oauth/token', (response) => {
      response.writeEarlyHints({ link: '</x.css>; rel=preload' }, () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(tokens));
      });
    });

    expect((await perform(gateway, 'login')).result.__typename).toBe('Session');
  });

  it('packed with gzip is a session', async () => {
    auth0.answer('/oauth/token', (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
      response.end(gzipSync(JSON.stringify(tokens)));
    });

    expect((await perform(gateway, 'login')).result.__typename).toBe('Session');
  });

  it('with a token that is not UTF-8 is an outage', async () => {
    await expectUnavailable('login', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        Buffer.concat([
          Buffer.from('{"token_type":"Bearer","expires_in":60,"access_token":"'),
          Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
          Buffer.from('"}'),
        ]),
      );
    });
  });
});

it.each(Object.keys(mutations) as Mutation[])('U10: %s when nobody listens', async (mutation) => {
  const gone = await startScriptedAuth0();
  const alone = await gatewayBefore(gone, {}, { upstreamTimeoutMs: timeoutMs });
  try {
    await gone.close();

    const { result, text } = await perform(alone, mutation);

    expect(result).toMatchObject({ __typename: 'ServiceUnavailable', retryAfter: 5 });
    expect(text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|fetch/);
  } finally {
    await alone.close();
  }
});

/**
 * Expects that Auth0's answer counts as an outage: the gateway tries once, logs the outage, passes on nothing of the answer, and
 * works again at the next request.
 */
async function expectOutage(mutation: Mutation, answer: Answer, by = gateway): Promise<void> {
  const log = await expectUnavailable(mutation, answer, by);

  expect(log).toMatch(
    /Auth0 cannot be reached, or its answer cannot be read|Auth0 answers with an error|does not know|Auth0 has not answered a refresh in time/,
  );
}

async function expectUnavailable(
  mutation: Mutation,
  answer: Answer,
  by = gateway,
): Promise<string> {
  const { path, input } = mutations[mutation];
  const earlier = by.logText().length;
  auth0.answer(path, answer);
  const startedAt = performance.now();

  const own = ownInput(mutation);
  const { result, text, status } = await perform(by, mutation, own);

  expect(performance.now() - startedAt).toBeLessThan(patience);
  expect(result).toMatchObject({
    __typename: 'ServiceUnavailable',
    code: 'SERVICE_UNAVAILABLE',
    message: 'This is temporarily unavailable. Try again later.',
  });
  expect(status).toBe(200);
  expect(text).not.toMatch(/upstream-only-text|127\.0\.0\.1|stack|undici|test-secret/);
  // After a 421, `fetch` sends the request again with an empty body (Fetch standard), so no credential is sent twice.
  expect(auth0.seen(path).filter(({ body }) => body !== '')).toHaveLength(1);
  const log = by.logText().slice(earlier);
  for (const secret of [...Object.values({ ...input, ...own }), marker, 'test-secret']) {
    expect(log).not.toContain(secret);
  }
  await expectWorksAgain(by);
  return log;
}

async function expectWorksAgain(by: TestGateway): Promise<void> {
  auth0.answer('/oauth/token', { json: tokens });
  const { result } = await perform(by, 'login');
  expect(result.__typename).toBe('Session');
}
