import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { scrape, type Scrape } from '../support/metrics.ts';
import { mutate } from '../support/mutate.ts';
import { patience } from '../support/patience.ts';
import { startScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// The tests read differences: they share one gateway, whose counters run on.
let local: Local;
let gateway: TestGateway;
const stateDir = temporaryFolder();

beforeAll(async () => {
  local = await startLocal({ env: { METRICS_PORT: '0', STATE_DIR: stateDir } });
  ({ gateway } = local);
});
afterAll(() => local.close());

const username = 'user@example.com';
const login = (to = gateway, password = seededPassword) =>
  mutate(to, 'login', { username, password });

/** Runs some work. Returns by how much each metric has grown, without those that stand still. */
async function growth(
  work: () => Promise<unknown>,
  metric: string,
): Promise<Record<string, number>> {
  const before = await scrape(gateway);
  await work();
  const after = await scrape(gateway);
  const values = ({ samples }: Scrape) =>
    samples
      .filter(({ name }) => name === metric)
      .map(({ labels, value }) => [Object.values(labels).join(' ').trim(), value] as const);
  const old = new Map(values(before));
  return Object.fromEntries(
    values(after)
      .map(([series, value]) => [series, value - (old.get(series) ?? 0)] as const)
      .filter(([, grown]) => grown !== 0),
  );
}

/** Makes the tenant's token endpoint fail while some work is done. */
async function withFault(fault: object, work: () => Promise<unknown>): Promise<void> {
  const url = new URL('/control/faults/token', local.tenant.url);
  const headers = { 'content-type': 'application/json' };
  await fetch(url, { method: 'PUT', headers, body: JSON.stringify(fault) });
  await work();
  await fetch(url, { method: 'DELETE' });
}

/** Reads the metrics until a condition holds. */
async function until(condition: (read: Scrape) => boolean, of = gateway): Promise<Scrape> {
  const end = performance.now() + patience;
  for (;;) {
    const read = await scrape(of);
    if (condition(read) || performance.now() > end) return read;
    await wait(20);
  }
}

describe('credential mutations are counted by outcome', () => {
  const metric = 'gatehouse_credential_mutations_total';

  it('logins', async () => {
    const logins = async () => {
      await login();
      await login(gateway, 'wrong');
      await login(gateway, '');
      await login();
    };
    expect(await growth(logins, metric)).toEqual({
      'login Session': 2,
      'login InvalidCredentials': 1,
      'login InvalidInput': 1,
    });
  });

  it('refresh, logout, and logout everywhere', async () => {
    const { result: first } = await login();
    // Two logins of one user within a second may give one token.
    const editor = { username: 'editor@example.com', password: seededPassword };
    const { result: second } = await mutate(gateway, 'login', editor);
    const session = async () => {
      await mutate(gateway, 'refresh', { refreshToken: first['refreshToken'] });
      await mutate(gateway, 'refresh', { refreshToken: 'none of ours' });
      await mutate(gateway, 'logout', { refreshToken: first['refreshToken'] });
      const token = String(second['accessToken']);
      await mutate(gateway, 'logout', { scope: 'ALL' }, { token });
    };
    expect(await growth(session, metric)).toEqual({
      'refresh Session': 1,
      'refresh InvalidRefreshToken': 1,
      'logout LoggedOut': 1,
      'logoutAll LoggedOut': 1,
    });
  });
});

describe('refused requests are counted', () => {
  const metric = 'gatehouse_request_errors_total';

  it('by the reason for which a token is refused', async () => {
    const { result } = await login();
    const requests = async () => {
      await gateway.request('{ me { id } }');
      await gateway.request('{ me { id } }', { token: String(result['idToken']) });
      await gateway.request('{ me { id } }', { token: 'a.b.c' });
    };
    expect(await growth(requests, metric)).toEqual({
      'UNAUTHENTICATED TOKEN_MISSING': 1,
      'UNAUTHENTICATED ID_TOKEN_SENT': 1,
      'UNAUTHENTICATED TOKEN_MALFORMED': 1,
    });
  });

  it('once for ten fields that one token refuses', async () => {
    const fields = Array.from({ length: 10 }, (_, index) => `f${index}: me { id }`).join(' ');
    expect(await growth(() => gateway.request(`{ ${fields} }`), metric)).toEqual({
      'UNAUTHENTICATED TOKEN_MISSING': 1,
    });
  });

  it("by Apollo's own codes", async () => {
    const requests = async () => {
      await gateway.request('{');
      await gateway.request('{ noSuchField }');
      await gateway.request('query A { __typename } query B { __typename }');
    };
    expect(await growth(requests, metric)).toEqual({
      GRAPHQL_PARSE_FAILED: 1,
      GRAPHQL_VALIDATION_FAILED: 1,
      OPERATION_RESOLUTION_FAILURE: 1,
    });
  });
});

describe('requests', () => {
  it('are timed once each', async () => {
    const requests = async () => {
      await gateway.request('{ __typename }');
      await login();
    };
    const metric = 'gatehouse_request_duration_seconds_count';
    expect(await growth(requests, metric)).toEqual({ '': 2 });
  });

  it('are in flight until they are answered, or their client leaves', async () => {
    await withFault({ fault: 'slow', delay_ms: 4000 }, async () => {
      const client = new AbortController();
      const query = 'mutation($input: LoginInput!) { login(input: $input) { __typename } }';
      const input = { username, password: seededPassword };
      const hanging = fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { input } }),
        signal: client.signal,
      });
      const during = await until(({ sum }) => sum('gatehouse_requests_in_flight') === 1);
      expect(during.sum('gatehouse_requests_in_flight')).toBe(1);
      client.abort();
      await expect(hanging).rejects.toThrow('aborted');
      const after = await until(({ sum }) => sum('gatehouse_requests_in_flight') === 0);
      expect(after.sum('gatehouse_requests_in_flight')).toBe(0);
    });
  });

  it('wait while the event loop is late, which the metrics tell', async () => {
    const late = ({ sum }: Scrape) =>
      (sum('gatehouse_event_loop_delay_seconds_count') ?? 0) -
      (sum('gatehouse_event_loop_delay_seconds_bucket', { le: '0.25' }) ?? 0);
    const before = late(await scrape(gateway));
    for (const end = performance.now() + 600; performance.now() < end;);
    expect(late(await until((read) => late(read) > before))).toBeGreaterThan(before);
  });
});

describe('calls to Auth0 are counted and timed', () => {
  it('by endpoint and outcome', async () => {
    const calls = async () => {
      const { result } = await login();
      await login(gateway, 'wrong');
      await mutate(gateway, 'logout', { refreshToken: result['refreshToken'] });
      await mutate(gateway, 'requestPasswordReset', { username });
      await withFault({ fault: 'server_error' }, () => login());
      await withFault({ fault: 'down' }, () => login());
    };
    expect(await growth(calls, 'gatehouse_auth0_calls_total')).toMatchObject({
      'oauth/token ok': 1,
      'oauth/token refused': 1,
      'oauth/token failed': 1,
      'oauth/token unreachable': 1,
      'oauth/revoke ok': 1,
      'dbconnections/change_password ok': 1,
    });
    const metric = 'gatehouse_auth0_call_duration_seconds_count';
    expect(await growth(() => login(gateway, 'wrong'), metric)).toEqual({ 'oauth/token': 1 });
  });

  it('with those for its keys, its limits and no answer in time', async () => {
    const auth0 = await startScriptedAuth0();
    auth0.answer('/oauth/token', { status: 429, json: { error: 'too_many_requests' } });
    const slow = await gatewayBefore(auth0, { METRICS_PORT: '0' }, { upstreamTimeoutMs: 1500 });
    await login(slow);
    auth0.answer('/oauth/token', () => undefined);
    await login(slow);
    await slow.request('{ me { id } }', { token: await auth0.accessToken() });
    const { sum } = await scrape(slow);
    const calls = (endpoint: string, outcome: string) =>
      sum('gatehouse_auth0_calls_total', { endpoint, outcome });
    expect(calls('oauth/token', 'rate_limited')).toBe(1);
    expect(calls('oauth/token', 'timed_out')).toBe(1);
    expect(calls('keys', 'ok')).toBe(1);
    expect(calls('other', 'other')).toBe(0);
    await slow.close();
    await auth0.close();
  });

  it('and a user id makes no series', async () => {
    const { result } = await login();
    const token = String(result['accessToken']);
    const before = (await scrape(gateway)).samples.length;
    const password = seededPassword;
    await mutate(gateway, 'reauthenticate', { password }, { token });
    const { samples, sum } = await scrape(gateway);
    expect(samples).toHaveLength(before);
    const user = { endpoint: 'api/v2/users/{id}', outcome: 'ok' };
    expect(sum('gatehouse_auth0_calls_total', user)).toBeGreaterThan(0);
  });
});

describe('the state of the store is told', () => {
  const stateOf = ({ samples }: Scrape) =>
    samples
      .filter(({ name, value }) => name === 'gatehouse_store_state' && value === 1)
      .map(({ labels }) => labels['state']);
  const told = (read: Scrape) => ({
    state: stateOf(read),
    isBehind: read.sum('gatehouse_store_behind'),
    isReady: read.sum('gatehouse_ready'),
  });

  it('while the file in STATE_DIR cannot be written, and when it can again', async () => {
    const file = join(stateDir, 'sessions.jsonl');
    await login();
    expect(told(await scrape(gateway))).toEqual({ state: ['available'], isBehind: 0, isReady: 1 });
    await rm(file);
    await mkdir(file);
    await login();
    const without = { state: ['refuses_writes'], isBehind: 1, isReady: 1 };
    expect(told(await scrape(gateway))).toEqual(without);
    await rmdir(file);
    await login();
    expect(told(await scrape(gateway))).toEqual({ state: ['available'], isBehind: 0, isReady: 1 });
  });

  it('while Redis cannot be reached', async () => {
    const env = { METRICS_PORT: '0', REDIS_URL: 'redis://127.0.0.1:1' };
    const other = await local.anotherGateway({ ...env, STATE_DIR: temporaryFolder() });
    const unready = { state: ['unreachable'], isReady: 0 };
    expect(told(await scrape(other))).toEqual({ ...unready, isBehind: 0 });
    await login(other);
    expect(told(await scrape(other))).toEqual({ ...unready, isBehind: 1 });
    await other.close();
  });
});
