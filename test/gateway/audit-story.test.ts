import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { URI, type TOTP } from 'otpauth';
import { askForEvents, readEvents, type ReadEvent } from '../support/audit.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate, type Mutated } from '../support/mutate.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Milliseconds by which the clocks of gateway and tenant are ahead. */
let later = 0;
const now = () => new Date(Date.now() + later);
const stateDir = temporaryFolder();
let local: Local;
let admin: string;

beforeAll(async () => {
  const env = { STATE_DIR: stateDir, REFRESH_WINDOW: '0', TRUSTED_PROXIES: '127.0.0.1' };
  local = await startLocal({ now, env });
  const { result } = await send('login', named('admin@example.com'));
  admin = String(result['accessToken']);
});
afterAll(() => local.close());

interface Sent {
  result: Mutated;
  requestId: string;
}
const headers = {
  'x-forwarded-for': '203.0.113.9',
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
};
async function send(mutation: string, input: object, token?: unknown): Promise<Sent> {
  later += 1000;
  const options = { headers, token: token as string | undefined };
  const answer = await mutate(local.gateway, mutation, input, options);
  return { result: answer.result, requestId: present(answer.headers.get('x-request-id')) };
}
const named = (username: string, password = seededPassword) => ({ username, password });
const login = async (username: string) => (await send('login', named(username))).result;
const idOf = ({ user }: Mutated) => (user as { id: string }).id;

/** Returns the log lines of a request that are events. */
const linesOf = (requestId: string) =>
  local.gateway
    .log()
    .filter((line) => line['requestId'] === requestId)
    .filter(({ msg }) => ['credential mutation', 'permission denied'].includes(String(msg)));

const text = expect.any(String);
const subjectDigest = expect.stringMatching(/^[\w-]{43}$/);
const nothing = {
  ...{ reason: null, actor: null, subject: null, subjectDigest: null, before: null, after: null },
};

/** Checks that a request has given one event, in the log and in the trail, of the one shape. */
async function expectOne(
  { requestId }: Pick<Sent, 'requestId'>,
  event: { [Member in keyof ReadEvent]?: unknown },
): Promise<void> {
  const lines = linesOf(requestId);
  expect(lines).toMatchObject([{ operation: event.operation, outcome: event.outcome }]);
  const found = await readEvents(local.gateway, admin);
  expect(found.filter((one) => one.requestId === requestId)).toEqual([
    {
      ...nothing,
      ...{ id: text, time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/), requestId },
      ...{ address: '203.0.113.9', client: 'Firefox on Windows' },
      ...event,
    },
  ]);
}

/** Makes an authenticator app that has scanned the QR code. */
function appOf({ otpauthUri }: Mutated): () => string {
  const totp = URI.parse(String(otpauthUri)) as TOTP;
  return () => totp.generate({ timestamp: now().getTime() });
}

describe('L03: each operation gives one event', () => {
  it('signup, and its refusal', async () => {
    const account = { email: 'new@example.com', password: 'Purple-Kettle-9-Violin' };
    const sent = await send('signup', account);
    const id = idOf(sent.result);
    const event = { operation: 'signup', actor: id, subject: id, subjectDigest };
    await expectOne(sent, { ...event, outcome: 'SignedUp' });
    const again = await send('signup', account);
    const refused = { ...event, actor: null, subject: null, outcome: 'SignUpRefused' };
    await expectOne(again, refused);
  });

  it('login, a wrong password, and an input that is refused', async () => {
    const sent = await send('login', named('user@example.com'));
    const id = idOf(sent.result);
    const after = [
      { name: 'transport', values: ['TOKENS'] },
      { name: 'newDevice', values: ['true'] },
    ];
    const event = { operation: 'login', subjectDigest };
    await expectOne(sent, { ...event, outcome: 'Session', actor: id, subject: id, after });
    const wrong = await send('login', named('USER@example.com', 'wrong'));
    await expectOne(wrong, { ...event, outcome: 'InvalidCredentials' });
    const invalid = await send('login', named('user@example.com', ''));
    await expectOne(invalid, { ...event, outcome: 'InvalidInput' });
    const events = await readEvents(local.gateway, admin, { operation: 'login' });
    const digests = events.slice(0, 3).map((one) => one.subjectDigest);
    expect(new Set(digests).size).toBe(1);
  });

  it('a refresh token that is used twice, with its user', async () => {
    const { refreshToken, ...session } = await login('user@example.com');
    const next = await send('refresh', { refreshToken });
    await send('refresh', { refreshToken: next.result['refreshToken'] });
    const reused = await send('refresh', { refreshToken });
    await expectOne(reused, {
      operation: 'refresh',
      outcome: 'InvalidRefreshToken',
      reason: 'used twice',
      ...{ actor: idOf(session), subject: idOf(session) },
    });
  });

  it('a refresh that succeeds is in the log alone', async () => {
    const { refreshToken } = await login('user@example.com');
    const { requestId } = await send('refresh', { refreshToken });
    expect(linesOf(requestId)).toMatchObject([{ operation: 'refresh', outcome: 'Session' }]);
    const events = await readEvents(local.gateway, admin);
    expect(events.filter((one) => one.requestId === requestId)).toEqual([]);
  });

  it.each([
    ['logout', undefined],
    ['logoutOthers', 'OTHERS'],
    ['logoutAll', 'ALL'],
  ])('%s', async (operation, scope) => {
    const session = await login('user@example.com');
    const { refreshToken, accessToken } = session;
    const sent = await send('logout', { refreshToken, scope }, accessToken);
    const id = idOf(session);
    await expectOne(sent, { operation, outcome: 'LoggedOut', actor: id, subject: id });
  });

  it('a logout that needs a valid bearer and has none', async () => {
    const sent = await send('logout', { scope: 'ALL' });
    await expectOne(sent, { operation: 'logoutAll', outcome: 'UNAUTHENTICATED' });
  });

  it('endDevice', async () => {
    const session = await login('user@example.com');
    const { data } = await local.gateway.request<{ devices: { id: string }[] }>(
      '{ devices { id } }',
      {
        token: String(session['accessToken']),
      },
    );
    const device = present(data?.devices[0]).id;
    const sent = await send('endDevice', { id: device }, session['accessToken']);
    const who = { actor: idOf(session), subject: idOf(session) };
    const before = [{ name: 'device', values: [device] }];
    await expectOne(sent, { operation: 'endDevice', outcome: 'DeviceEnded', ...who, before });
  });

  it('a second factor: reauthenticate, enrolment, challenge, a wrong and a right code, removal', async () => {
    const session = await login('editor@example.com');
    const { accessToken } = session;
    const who = { actor: idOf(session), subject: idOf(session) };
    const proof = await send('reauthenticate', { password: seededPassword }, accessToken);
    await expectOne(proof, { operation: 'reauthenticate', outcome: 'Reauthenticated', ...who });

    const { mfaToken } = proof.result;
    const enrolled = await send('enrollFactor', { mfaToken, type: 'TOTP' }, accessToken);
    await expectOne(enrolled, {
      operation: 'enrollFactor',
      outcome: 'TotpEnrollment',
      ...who,
      subjectDigest,
      after: [{ name: 'factor', values: ['TOTP'] }],
    });
    const code = appOf(enrolled.result);
    await send('verifyMfa', { mfaToken: enrolled.result['mfaToken'], code: code() });

    const asked = await send('login', named('editor@example.com'));
    await expectOne(asked, { operation: 'login', outcome: 'MfaRequired', subjectDigest });
    const factors = asked.result['factors'] as { id: string; type: string }[];
    const factorId = present(factors.find(({ type }) => type === 'TOTP')).id;
    const challenge = await send('challengeMfa', { mfaToken: asked.result['mfaToken'], factorId });
    const challenged = { operation: 'challengeMfa', outcome: 'MfaChallenge', subjectDigest };
    await expectOne(challenge, challenged);
    const wrong = await send('verifyMfa', {
      ...{ mfaToken: challenge.result['mfaToken'], code: '000000' },
    });
    const operation = 'verifyMfa';
    await expectOne(wrong, { operation, outcome: 'InvalidCode', subjectDigest });
    later += 30_000;
    const right = await send('verifyMfa', {
      ...{ mfaToken: challenge.result['mfaToken'], code: code() },
    });
    const after = [
      { name: 'transport', values: ['TOKENS'] },
      { name: 'newDevice', values: ['false'] },
    ];
    await expectOne(right, { operation, outcome: 'Session', ...who, subjectDigest, after });

    const token = right.result['accessToken'];
    const again = await send('reauthenticate', { password: seededPassword }, token);
    later += 30_000;
    const proven = await send('verifyMfa', { mfaToken: again.result['mfaToken'], code: code() });
    const removed = await send(
      'removeFactor',
      { mfaToken: proven.result['mfaToken'], factorId },
      token,
    );
    const before = [{ name: 'factor', values: [factorId] }];
    await expectOne(removed, {
      operation: 'removeFactor',
      outcome: 'FactorRemoved',
      ...who,
      before,
    });
  });

  it('passwords and mails', async () => {
    const reset = await send('requestPasswordReset', { username: 'user@example.com' });
    const outcome = 'PasswordResetRequested';
    await expectOne(reset, { operation: 'requestPasswordReset', outcome, subjectDigest });

    const session = await login('user@example.com');
    const who = { actor: idOf(session), subject: idOf(session) };
    const { accessToken } = session;
    const resent = await send('resendVerificationEmail', {}, accessToken);
    const operation = 'resendVerificationEmail';
    await expectOne(resent, { operation, outcome: 'EmailAlreadyVerified', ...who });

    const newPassword = 'Purple-Kettle-9-Violin';
    const input = { currentPassword: seededPassword, newPassword };
    const changed = await send('changePassword', input, accessToken);
    const after = [{ name: 'transport', values: ['TOKENS'] }];
    await expectOne(changed, { operation: 'changePassword', outcome: 'Session', ...who, after });
    const hooked = await readEvents(local.gateway, admin, { operation: 'passwordChanged' });
    expect(hooked).toMatchObject([
      { ...nothing, outcome: 'SignInsEnded', subject: who.subject, address: null, client: null },
    ]);
  });
});

describe('L06: a denied field', () => {
  it('gives one event, with the name of the schema and not the alias', async () => {
    const account = named('new@example.com', 'Purple-Kettle-9-Violin');
    const { accessToken, ...session } = (await send('login', account)).result;
    const {
      data,
      errors,
      headers: answered,
    } = await local.gateway.request(
      `{ logout: auditEvents { pageInfo { hasNextPage } } login: auditEvents { pageInfo { hasNextPage } } me { id } }`,
      { token: String(accessToken), headers },
    );
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(data).toMatchObject({ logout: null, login: null, me: { id: idOf(session) } });
    await expectOne(
      { requestId: present(answered.get('x-request-id')) },
      {
        operation: 'auditEvents',
        outcome: 'FORBIDDEN',
        reason: 'This needs the permissions read:audit.',
        actor: idOf(session),
      },
    );
  });

  it('to a client without a token is no event', async () => {
    const { errors, headers: answered } = await askForEvents(local.gateway, undefined);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(linesOf(present(answered.get('x-request-id')))).toEqual([]);
  });
});

describe('L02: a client that writes into the trail', () => {
  it.each([
    ['a line of its own', `x'; \n{"msg":"credential mutation","outcome":"Session"}`],
    ['a browser with a mark that turns text', 'Mozilla/5.0 \u00e2\u0080\u00ae Firefox/145.0'],
    ['100,000 characters', 'a'.repeat(7000)],
  ])('by a user agent with %s gets only a name', async (_what, agent) => {
    const { headers: answered } = await mutate(
      local.gateway,
      'login',
      named('user@example.com', 'wrong'),
      { headers: { 'user-agent': agent.replaceAll('\n', ' ') } },
    );
    const requestId = present(answered.get('x-request-id'));
    const events = await readEvents(local.gateway, admin);
    const [event] = events.filter((one) => one.requestId === requestId);
    expect(event?.client ?? '').toMatch(/^[\w .-]{0,60}$/);
  });

  it('by a name with control characters or of any length leaves only a digest', async () => {
    const names = [`x\r\n{"outcome":"Session"}`, '\u202Enimda@example.com', 'x'.repeat(5000)];
    for (const name of names) {
      const sent = await send('login', named(name));
      await expectOne(sent, { operation: 'login', outcome: 'InvalidInput', subjectDigest });
    }
    expect(local.gateway.logText()).not.toMatch(/nimda|xxxxx/);
  });
});
