import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mutations, perform, type Mutation } from '../auth0/credential-mutations.ts';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
let gateway: TestGateway;

const subjectDigest = expect.stringMatching(/^[\w-]{43}$/);

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
});

beforeEach(async () => {
  auth0.answer('/oauth/token', { json: await auth0.tokens() });
  auth0.answer('/oauth/revoke', { text: '' });
  auth0.answer('/dbconnections/signup', { json: { _id: '6500000000000000000000b2' } });
  gateway = await gatewayBefore(auth0, { TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'trace' });
});

afterAll(async () => {
  await auth0.close();
});

describe('L03: the log tells the outcome of', () => {
  it.each<[Mutation, outcome: string, user: string, rest: object]>([
    ['signup', 'SignedUp', 'auth0|6500000000000000000000b2', { subjectDigest }],
    [
      'login',
      'Session',
      testUser,
      { subjectDigest, after: { transport: 'TOKENS', newDevice: true } },
    ],
    ['refresh', 'Session', testUser, { after: { transport: 'TOKENS' } }],
    ['logout', 'LoggedOut', testUser, {}],
  ])('%s, with user, address and request', async (mutation, outcome, user, rest) => {
    const token = mutation === 'logout' ? await auth0.accessToken({ jti: 'audit' }) : undefined;
    const headers = { 'x-forwarded-for': '203.0.113.9' };

    const answer = await perform(gateway, mutation, {}, { token, headers });

    expect(await mutationLines()).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        msg: 'credential mutation',
        operation: mutation,
        outcome,
        actor: user,
        subject: user,
        client: 'node',
        ...rest,
        clientIp: '203.0.113.9',
        requestId: answer.headers.get('x-request-id'),
      },
    ]);
  });

  it.each<[Mutation, outcome: string, status: number, json: object]>([
    ['login', 'InvalidCredentials', 403, { error: 'invalid_grant' }],
    ['login', 'TooManyAttempts', 429, { error: 'too_many_attempts' }],
    ['refresh', 'InvalidRefreshToken', 403, { error: 'invalid_grant' }],
    ['signup', 'SignUpRefused', 400, { name: 'BadRequestError', code: 'invalid_signup' }],
    ['logout', 'ServiceUnavailable', 503, {}],
  ])('%s that ends as %s', async (mutation, outcome, status, json) => {
    auth0.answer(mutations[mutation].path, { status, json });

    await perform(gateway, mutation);

    const lines = await mutationLines();
    expect(lines).toMatchObject([{ operation: mutation, outcome, clientIp: '127.0.0.1' }]);
    expect(lines[0]).not.toHaveProperty('actor');
    expect(lines[0]).not.toHaveProperty('subject');
  });

  it('input that was refused by ourselves', async () => {
    await perform(gateway, 'login', { password: '' });

    expect(await mutationLines()).toMatchObject([{ operation: 'login', outcome: 'InvalidInput' }]);
  });
});

it('L01: at the lowest level no line holds a username, a password or a token', async () => {
  const token = await auth0.accessToken({ jti: 'quiet' });
  for (const mutation of Object.keys(mutations) as Mutation[]) {
    if (mutations[mutation].path === '/oauth/token')
      auth0.answer('/oauth/token', { json: await auth0.tokens() });
    await perform(gateway, mutation, {}, { token });
    auth0.answer(mutations[mutation].path, {
      status: 403,
      json: {
        error: 'access_denied',
        error_description: JSON.stringify(mutations[mutation].input),
      },
    });
    await perform(gateway, mutation, {}, { token });
  }
  await gateway.close();

  const log = gateway.logText();
  const secrets = [
    ...Object.values(mutations).flatMap(({ input }) => Object.values(input)),
    'test-secret',
    'refresh-token-1',
    token,
  ];
  expect(log).not.toBe('');
  for (const secret of secrets) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/eyJ[\w-]+\./);
});

it('L02: a username with line breaks starts no line', async () => {
  const username = 'x\r\n{"level":30,"msg":"credential mutation","outcome":"Session"}';

  await perform(gateway, 'login', { username });

  expect(await mutationLines()).toMatchObject([{ outcome: 'InvalidInput' }]);
});

it('L02: a code of Auth0 with line breaks starts no line', async () => {
  const error = 'x\r\n{"msg":"credential mutation","outcome":"Session"}';
  auth0.answer('/oauth/token', { status: 400, json: { error } });

  await perform(gateway, 'login');

  expect(await mutationLines()).toMatchObject([{ outcome: 'ServiceUnavailable' }]);
});

/** Closes the gateway, and returns the log lines about credentials, which are complete then. */
async function mutationLines() {
  await gateway.close();
  return gateway.log().filter(({ msg }) => msg === 'credential mutation');
}
