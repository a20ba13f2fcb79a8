import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';

const secret = 'a-secret-of-the-hook-that-is-long-enough';
const other = 'another-secret-of-the-hook-long-enough-too';
const username = 'user@example.com';
const connection = 'Username-Password-Authentication';

let local: Local;
let later: number;
const now = () => new Date(Date.now() + later);
beforeEach(async () => {
  later = 0;
  local = await startLocal({ now, env: { AUTH0_HOOK_SECRET: `${secret},${other}` } });
});
afterEach(() => local.close());

interface Call {
  body?: string;
  time?: string;
  signature?: string;
  secret?: string;
  gateway?: TestGateway;
}

/** Calls the hook, with a right signature by default. */
function call(content: object, { gateway = local.gateway, ...sent }: Call = {}): Promise<Response> {
  const { body = JSON.stringify(content), time = String(Math.floor(now().getTime() / 1000)) } =
    sent;
  const hmac = createHmac('sha256', sent.secret ?? secret).update(`${time}.${body}`);
  const { signature = hmac.digest('hex') } = sent;
  const signed = { 'gatehouse-time': time, 'gatehouse-signature': signature };
  const headers = { 'content-type': 'application/json', ...signed };
  return fetch(new URL('/hooks/auth0', gateway.url), { method: 'POST', headers, body });
}

const ask = async (mutation: string, input: object, token?: string) =>
  (await mutate(local.gateway, mutation, input, { token })).result;

interface Session {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
}
async function login(): Promise<Session> {
  later += 1000;
  const session = await ask('login', { username, password: seededPassword });
  expect(session).toMatchObject({ __typename: 'Session' });
  return session as unknown as Session;
}
async function look({ accessToken }: Session): Promise<unknown> {
  const { data, errors } = await local.gateway.request('{ me { id } }', { token: accessToken });
  return errors?.[0]?.extensions['revokedBy'] ?? data?.['me'];
}
const refreshed = async ({ refreshToken }: Session) =>
  (await ask('refresh', { refreshToken })).__typename;
const alive = { id: expect.any(String) };

/** What the Action sends of a change a second from now. */
function change(more: object = {}) {
  later += 1000;
  return { connection, last_password_reset: now().toISOString(), ...more };
}

describe('S13: the hook', () => {
  it('ends what is from before the change, and nothing of another user', async () => {
    const phone = await login();
    const admin = await ask('login', { username: 'admin@example.com', password: seededPassword });
    const response = await call(change({ user_id: phone.user.id }));
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await look(phone)).toBe('PASSWORD_CHANGED');
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
    expect(await look(admin as unknown as Session)).toEqual(alive);
    expect(local.gateway.log()).toContainEqual(
      expect.objectContaining({
        operation: 'passwordChanged',
        outcome: 'SignInsEnded',
        subject: phone.user.id,
        requestId: response.headers.get('x-request-id'),
      }),
    );
  });

  it.each([
    ['e-mail address', { email: 'USER@example.com' }],
    ['username', { username }],
  ])('ends what goes by the %s of the account, without its id', async (_how, names) => {
    const phone = await login();
    expect((await call(change({ ...names, connection: 'another' }))).status).toBe(204);
    expect(await look(phone)).toEqual(alive);
    expect((await call(change(names))).status).toBe(204);
    expect(await look(phone)).toBe('PASSWORD_CHANGED');
    expect(await refreshed(phone)).toBe('InvalidRefreshToken');
  });

  it('changes nothing when it comes again, or late', async () => {
    const phone = await login();
    const first = change({ user_id: phone.user.id });
    const second = change({ user_id: phone.user.id });
    expect((await call(second)).status).toBe(204);
    const desktop = await login();
    for (const content of [second, first]) expect((await call(content)).status).toBe(204);
    expect(await look(phone)).toBe('PASSWORD_CHANGED');
    expect(await look(desktop)).toEqual(alive);
    expect(await refreshed(desktop)).toBe('Session');
  });

  it.each([
    ['the id of the user', (id: string) => ({ user_id: id, email: username })],
    ['the name of the account', () => ({ email: username })],
  ])('ends what waits for a second factor, by %s', async (_how, names) => {
    const { user } = await login();
    local.tenant.settings.guardian.policies = ['all-applications'];
    const begin = async () =>
      (await ask('login', { username, password: seededPassword }))['mfaToken'];
    const enrol = async (mfaToken: unknown) =>
      (await ask('enrollFactor', { mfaToken, type: 'TOTP' })).__typename;
    const [before, beside] = [await begin(), await begin()];
    expect(await enrol(beside)).toBe('TotpEnrollment');
    // The tenant itself knows of no change: only the gateway ends the login.
    expect((await call(change(names(user.id)))).status).toBe(204);
    expect(await enrol(before)).toBe('MfaTokenExpired');
    later += 1000;
    expect(await enrol(await begin())).toBe('TotpEnrollment');
  });

  it('ends a proof of presence', async () => {
    const { accessToken, user } = await login();
    const { mfaToken } = await ask('reauthenticate', { password: seededPassword }, accessToken);
    expect((await call(change({ user_id: user.id }))).status).toBe(204);
    const next = await login();
    const input = { mfaToken, type: 'TOTP' };
    expect((await ask('enrollFactor', input, next.accessToken)).__typename).toBe('MfaTokenExpired');
  });

  it('takes two secrets', async () => {
    const phone = await login();
    const content = change({ user_id: phone.user.id });
    expect((await call(content, { secret: other })).status).toBe(204);
    expect(await look(phone)).toBe('PASSWORD_CHANGED');
  });

  it('answers 503 when not every process may know, and has ended what this one knows', async () => {
    const phone = await login();
    const gateway = await local.anotherGateway({ REDIS_URL: 'redis://127.0.0.1:1' });
    const content = change({ user_id: phone.user.id });
    expect((await call(content, { gateway })).status).toBe(503);
    const { errors } = await gateway.request('{ me { id } }', { token: phone.accessToken });
    expect(errors).toMatchObject([{ extensions: { revokedBy: 'PASSWORD_CHANGED' } }]);
    await gateway.close();
  });
});

describe('S13: the hook refuses', () => {
  const seconds = (off: number) => String(Math.floor(now().getTime() / 1000) + off);

  it.each<[string, () => Call]>([
    ['another secret', () => ({ secret: 'a-secret-that-nobody-has-set-anywhere' })],
    ['no signature', () => ({ signature: '' })],
    ['half a signature', () => ({ signature: 'ab'.repeat(16) })],
    ['a signature that is no hex', () => ({ signature: 'z'.repeat(64) })],
    ['no time', () => ({ time: '' })],
    ['a time that is no number', () => ({ time: 'now' })],
    ['a call of six minutes ago', () => ({ time: seconds(-360) })],
    ['a call in six minutes', () => ({ time: seconds(360) })],
  ])('%s, with 401', async (_what, sent) => {
    const phone = await login();
    const response = await call(change({ user_id: phone.user.id }), sent());
    expect(response.status).toBe(401);
    expect(await look(phone)).toEqual(alive);
    expect(local.gateway.logText()).not.toContain(secret);
  });

  it('a body that was changed on its way, and a time that was', async () => {
    const { user } = await login();
    const content = change({ user_id: user.id });
    const time = seconds(0);
    const hmac = createHmac('sha256', secret).update(`${time}.${JSON.stringify(content)}`);
    const signature = hmac.digest('hex');
    const changed = JSON.stringify({ ...content, user_id: 'auth0|another' });
    expect((await call({}, { body: changed, time, signature })).status).toBe(401);
    expect((await call(content, { time: seconds(1), signature })).status).toBe(401);
    expect((await call(content, { time, signature })).status).toBe(204);
  });

  it.each<[string, () => object | string]>([
    [
      'a change that is more than a minute in the future',
      () => change({ user_id: 'auth0|a', last_password_reset: new Date(now().getTime() + 70_000) }),
    ],
    ['a change at no time', () => change({ user_id: 'auth0|a', last_password_reset: 'now' })],
    ['a change without a time', () => ({ user_id: 'auth0|a', connection })],
    ['a change of nobody', () => change()],
    ['a change in no connection', () => change({ user_id: 'auth0|a', connection: undefined })],
    ['a body that is no object', () => 'null'],
    ['a body that is no JSON', () => '{'],
  ])('%s, with 400', async (_what, content) => {
    const made = content();
    const body = typeof made === 'string' ? made : JSON.stringify(made);
    expect((await call({}, { body })).status).toBe(400);
  });

  it('takes a change half a minute in the future: the clock of Auth0 may be ahead', async () => {
    const phone = await login();
    const last_password_reset = new Date(now().getTime() + 30_000).toISOString();
    expect((await call(change({ user_id: phone.user.id, last_password_reset }))).status).toBe(204);
    expect(await look(phone)).toBe('PASSWORD_CHANGED');
  });

  it('a body of more than 2 kB, with 413', async () => {
    const response = await call(change({ user_id: 'a'.repeat(2048) }));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      errors: [{ message: 'The body is larger than 2048 bytes.' }],
    });
  });

  it('any call while there is no secret, with 404', async () => {
    const gateway = await local.anotherGateway({ AUTH0_HOOK_SECRET: '' });
    expect((await call(change({ user_id: 'auth0|a' }), { gateway })).status).toBe(404);
    await gateway.close();
  });
});
