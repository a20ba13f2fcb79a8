import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startLocal } from '../support/local.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { login } from '../docs/documents.ts';
import { eventually, moveClock } from '../docs/use.ts';

const logs = '/api/v2/logs';
const confirmed = 'Auth0 counts logins by the address that the gateway forwards';
const givenUp = "Auth0's log does not tell whether the forwarded address counts";
/** The end user's address, the gateway's, and that of another user. */
const [user, peer, other] = ['203.0.113.7', '198.51.100.1', '203.0.113.8'];

let auth0: ScriptedAuth0;
let gateway: TestGateway;
/** Milliseconds by which the clock is ahead. */
let later: number;
let scope: string | undefined;
const now = () => new Date(Date.now() + later);

beforeEach(async () => {
  later = 0;
  scope = 'read:users read:logs';
  auth0 = await startScriptedAuth0();
  auth0.answer('/oauth/token', (response, { form, body }) => {
    // Auth0's clock is right.
    response.setHeader('date', now().toUTCString());
    const answer = (json: object) => response.end(JSON.stringify(json));
    if (form.get('grant_type') === null && body.includes('client_credentials')) {
      answer({ access_token: 'management', expires_in: 86_400, scope });
    } else void auth0.tokens().then(answer);
  });
  auth0.answer(logs, { json: [] });
  gateway = await gatewayBefore(
    auth0,
    {
      AUTH0_MANAGEMENT_CLIENT_ID: 'management',
      AUTH0_MANAGEMENT_CLIENT_SECRET: 'secret',
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'debug',
    },
    { now, upstreamTimeoutMs: 200_000 },
  );
});
afterEach(async () => {
  await gateway.close();
  await auth0.close();
});

const signIn = (from: string) => gateway.request(login(), { headers: { 'x-forwarded-for': from } });
const looks = () => auth0.seen(logs).length;
const lines = (msg: string) => gateway.log().filter((line) => line['msg'] === msg);
const ended = () => lines(confirmed).length + lines(givenUp).length + warnings().length > 0;
const warnings = () => lines(tenantSettings.forwardedAddress);
const record = (more: object = {}) => ({
  date: now().toISOString(),
  type: 'sepft',
  ip: peer,
  client_ip: peer,
  user_id: testUser,
  client_id: auth0.clientId,
  ...more,
});

describe('the forwarded address in the record of a login', () => {
  it.each([
    ['is the one that Auth0 counts', { ip: user }, [1, 0]],
    ['is spelt otherwise', { ip: `::ffff:${user}` }, [1, 0]],
    ['is not the one that Auth0 counts', {}, [0, 1]],
    ['is not the only one known', { client_ip: undefined }, [0, 1]],
  ])('%s: one line, 10 seconds after the login, and no second look', async (_what, more, told) => {
    await signIn(user);
    auth0.answer(logs, { json: [record(more)] });
    later += 11_000;
    await eventually(ended);
    await signIn(other);
    later += 400_000;
    await signIn(other);

    expect([lines(confirmed).length, warnings().length]).toEqual(told);
    expect(looks()).toBe(1);
    expect(JSON.stringify([...lines(confirmed), ...warnings()])).not.toMatch(
      new RegExp(`${user}|${testUser.replace('|', String.raw`\|`)}`),
    );
  });

  it('is looked for three times, then no more', async () => {
    await signIn(user);
    for (const [times, seconds] of [11, 50, 240].entries()) {
      expect(looks()).toBe(times);
      later += seconds * 1000;
      await eventually(() => looks() === times + 1);
    }
    await eventually(ended);
    await signIn(user);

    expect(lines(givenUp)).toEqual([expect.objectContaining({ level: 20 })]);
    expect(warnings()).toEqual([]);
  });

  it.each([
    ['of another user', { user_id: 'auth0|other' }],
    ['of another application', { client_id: 'other' }],
    ['of another kind', { type: 's' }],
    ['of another time', { date: new Date(Date.now() - 60_000).toISOString() }],
  ])('is not taken from a record %s', async (_what, more) => {
    await signIn(user);
    auth0.answer(logs, { json: [record(more)] });
    later += 11_000;
    await eventually(() => looks() === 1);
    const date = new Date(now().getTime() - 11_000).toISOString();
    auth0.answer(logs, { json: [record(more), record({ date, ip: user })] });
    later += 60_000;
    await eventually(ended);

    expect(lines(confirmed)).toHaveLength(1);
    expect(warnings()).toEqual([]);
  });

  it('tells nothing where it is the address of the gateway; another login does', async () => {
    await signIn(peer);
    auth0.answer(logs, { json: [record()] });
    later += 11_000;
    await eventually(() => looks() === 1);
    await signIn(user);
    auth0.answer(logs, { json: [record()] });
    later += 61_000;
    await eventually(ended);

    expect(warnings()).toEqual([expect.objectContaining({ counted: peer, level: 40 })]);
  });

  it('counts when another login of the user has one: Auth0 believes the header', async () => {
    await signIn(user);
    auth0.answer(logs, { json: [record({ ip: other })] });
    later += 11_000;
    await eventually(ended);

    expect(lines(confirmed)).toHaveLength(1);
  });

  it('is not looked for where one user signs in from two places at once', async () => {
    await signIn(user);
    await signIn(other);
    auth0.answer(logs, { json: [record({ ip: other, client_ip: other })] });
    later += 20_000;
    await signIn(user);
    auth0.answer(logs, { json: [record({ ip: user })] });
    later += 11_000;
    await eventually(ended);

    expect([looks(), lines(confirmed).length]).toEqual([1, 1]);
  });
});

it.each([['read:users'], [undefined]])(
  'the log is not read without the permission: %s',
  async (granted) => {
    scope = granted;
    await signIn(user);
    later += 400_000;
    await eventually(() => auth0.requests.some(({ body }) => body.includes('client_credentials')));
    await signIn(user);

    expect(looks()).toBe(0);
    expect(gateway.log().filter(({ level }) => level === 20 || level === 40)).toEqual([]);
  },
);

it('a log that fails is looked at again, and no line complains', async () => {
  await signIn(user);
  auth0.answer(logs, { status: 403, json: { errorCode: 'insufficient_scope' } });
  later += 11_000;
  await eventually(() => looks() === 1);
  auth0.answer(logs, {
    json: [record({ ip: user, date: new Date(now().getTime() - 11_000).toISOString() })],
  });
  later += 60_000;
  await eventually(ended);

  expect(lines(confirmed)).toHaveLength(1);
  expect(gateway.log().filter(({ level }) => Number(level) >= 40)).toEqual([]);
});

it('a look under way ends when the gateway stops', async () => {
  await signIn(user);
  let isClosed = false;
  auth0.answer(logs, (response) => response.on('close', () => (isClosed = true)));
  later += 11_000;
  await eventually(() => looks() === 1);
  await gateway.close();
  await eventually(() => isClosed);

  expect(ended()).toBe(false);
  gateway = await gatewayBefore(auth0);
});

it('the local tenant, which believes the header, is found to count it', async () => {
  const local = await startLocal({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  await local.gateway.request(login(), { headers: { 'x-forwarded-for': user } });
  await moveClock(local, 11);
  await eventually(() => local.gateway.log().some(({ msg }) => msg === confirmed));
  const [line] = local.gateway.log().filter(({ msg }) => msg === confirmed);
  await local.close();

  expect(line).toMatchObject({ level: 30 });
});
