import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local, type LocalOptions } from '../support/local.ts';
import { mutate, type Mutated } from '../support/mutate.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

let local: Local;
let later: number;
let stateDir: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  later = 0;
  stateDir = temporaryFolder();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await local.close();
});

/** Milliseconds that the gateway waits for Auth0. */
const timeLimit = 1500;

/** @param overlap - seconds for which the tenant takes an exchanged refresh token once more */
async function start(overlap: number, options: LocalOptions = {}): Promise<void> {
  local = await startLocal({
    now: () => new Date(Date.now() + later),
    seams: { upstreamTimeoutMs: timeLimit },
    ...options,
    env: { STATE_DIR: stateDir, ...options.env },
    settings: (settings) => {
      for (const client of settings.clients) client.refresh_token.leeway = overlap;
      options.settings?.(settings);
    },
  });
}

const sign = async (by: TestGateway, mutation: string, input: object, token?: string) =>
  (await mutate(by, mutation, input, { token })).result;
async function login(): Promise<Tokens> {
  const credentials = { username: 'user@example.com', password: seededPassword };
  const session = await sign(local.gateway, 'login', credentials);
  expect(session.__typename).toBe('Session');
  later += 1000;
  return session as unknown as Tokens;
}
const refresh = async ({ refreshToken }: Tokens, by = local.gateway) =>
  (await sign(by, 'refresh', { refreshToken })) as Mutated & Tokens;
async function look({ accessToken }: Tokens, by = local.gateway): Promise<unknown> {
  const { data, errors } = await by.request('{ me { id } }', { token: accessToken });
  return errors?.[0]?.extensions['reason'] ?? data?.['me'];
}
const alive = { id: expect.any(String) };
/** How often the tenant has exchanged a refresh token. */
const exchanges = async () =>
  (await local.tenantLog()).filter(({ type }) => type === 'sertft').length;
const fault = (body: object) =>
  fetch(`${local.tenant.url}/control/faults/token`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const heal = () => fetch(`${local.tenant.url}/control/faults/token`, { method: 'DELETE' });
/** The lines of the audit trail for refreshes. */
const audited = (gateway: TestGateway) =>
  gateway
    .log()
    .filter(({ msg, operation }) => msg === 'credential mutation' && operation === 'refresh')
    .map(({ outcome, reason }) => [outcome, reason].filter(Boolean).join(': '));

/** Another process, with the folder of the one before. */
async function restart(env: Record<string, string> = {}): Promise<TestGateway> {
  await local.gateway.close();
  const gateway = await local.anotherGateway({ STATE_DIR: stateDir, ...env });
  const { tenant } = local;
  closing.push(() => gateway.close());
  local = { ...local, gateway, close: () => tenant.close() };
  return gateway;
}

describe.each([0, 10])(
  'S08: a refresh token, with an overlap of %d seconds at Auth0,',
  (overlap) => {
    it('is exchanged once for ten clients that present it together, and all ten work on', async () => {
      await start(overlap);
      const tokens = await login();
      const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(tokens)));
      expect(answers.map(({ __typename }) => __typename)).toEqual(Array(10).fill('Session'));
      expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
      expect(await exchanges()).toBe(1);
      for (const answer of answers) expect(await look(answer)).toEqual(alive);
      expect((await refresh(answers[7] as Tokens)).__typename).toBe('Session');
    });

    it('gives its successor again to a client that lost the answer, in another process too', async () => {
      await start(overlap);
      const tokens = await login();
      const lost = await refresh(tokens);
      later += 5000;
      const { refreshToken, expiresIn } = await refresh(tokens);
      expect(refreshToken).toBe(lost.refreshToken);
      expect(expiresIn).toBeLessThanOrEqual(Number(lost['expiresIn']) - 5);
      await restart();
      later += 9 * 60_000;
      const found = await refresh(tokens);
      expect(found.refreshToken).toBe(lost.refreshToken);
      expect(await exchanges()).toBe(1);
      expect(await look(found)).toEqual(alive);
    });

    it('ends the sign-in when it comes back after its successor', async () => {
      await start(overlap);
      const tokens = await login();
      const second = await refresh(tokens);
      later += 1000;
      const third = await refresh(second);
      later += 5000;
      // A tab that is slow: still within the window.
      expect((await refresh(tokens)).refreshToken).toBe(second.refreshToken);
      later += 6000;
      expect((await refresh(tokens)).__typename).toBe('InvalidRefreshToken');
      expect(audited(local.gateway).at(-1)).toBe('InvalidRefreshToken: used twice');
      expect(await look(third)).toBe('TOKEN_REVOKED');
      expect((await refresh(third)).__typename).toBe('InvalidRefreshToken');
    });

    it('ends the sign-in when it comes back after ten minutes', async () => {
      await start(overlap);
      const tokens = await login();
      await refresh(tokens);
      later += 10 * 60_000 + 1000;
      expect((await refresh(tokens)).__typename).toBe('InvalidRefreshToken');
      expect(audited(local.gateway).at(-1)).toBe('InvalidRefreshToken: used twice');
    });

    it('is not lost when Auth0 answers after the client has gone', async () => {
      await start(overlap);
      const tokens = await login();
      await fault({ fault: 'slow', delay_ms: 2 * timeLimit });
      expect((await refresh(tokens)).__typename).toBe('ServiceUnavailable');
      let next: Mutated & Tokens;
      do next = await refresh(tokens);
      while (next.__typename === 'ServiceUnavailable');
      expect(next.__typename).toBe('Session');
      expect(await exchanges()).toBe(1);
      await heal();
      expect((await refresh(next)).__typename).toBe('Session');
    });

    it('is not spent by an Auth0 that is in trouble', async () => {
      await start(overlap);
      const tokens = await login();
      for (const trouble of ['server_error', 'down']) {
        await fault({ fault: trouble });
        expect((await refresh(tokens)).__typename).toBe('ServiceUnavailable');
      }
      await heal();
      expect((await refresh(tokens)).__typename).toBe('Session');
    });

    it('gives nothing once its sign-in has ended', async () => {
      await start(overlap);
      const tokens = await login();
      const { accessToken } = await refresh(tokens);
      await sign(local.gateway, 'logout', {}, accessToken);
      expect((await refresh(tokens)).__typename).toBe('InvalidRefreshToken');
      expect(audited(local.gateway).at(-1)).toBe('InvalidRefreshToken: ended');
    });
  },
);

describe('S08: an answer of Auth0 that is cut off', () => {
  it('is asked for once more, with an overlap', async () => {
    await start(10);
    const tokens = await login();
    await fault({ fault: 'cut' });
    expect((await refresh(tokens)).__typename).toBe('ServiceUnavailable');
    await heal();
    const next = await refresh(tokens);
    expect(next.__typename).toBe('Session');
    expect(await look(next)).toEqual(alive);
  });

  it('ends the sign-in without an overlap, and the log says why and what to set', async () => {
    await start(0);
    const tokens = await login();
    await fault({ fault: 'cut' });
    expect((await refresh(tokens)).__typename).toBe('ServiceUnavailable');
    await heal();
    expect((await refresh(tokens)).__typename).toBe('InvalidRefreshToken');
    expect(audited(local.gateway)).toEqual([
      'ServiceUnavailable',
      'InvalidRefreshToken: answer lost',
    ]);
    const lines = local.gateway.log().map(({ msg }) => msg);
    expect(lines).toContainEqual(expect.stringContaining('Rotation Overlap Period'));
  });
});

describe('S08: an answer that cannot be used now', () => {
  it('with keys from a file that is behind is handed over once the file is right', async () => {
    const file = join(temporaryFolder(), 'keys.json');
    const keys = async () => (await fetch(`${local.tenant.url}/.well-known/jwks.json`)).text();
    await start(0, { env: {} });
    writeFileSync(file, await keys());
    await restart({ JWKS_FILE: file, JWKS_FILE_ONLY: 'true' });
    const tokens = await login();
    const rotate = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    for (let time = 0; time < 2; time += 1)
      await fetch(`${local.tenant.url}/control/keys/rotate`, rotate);
    const credentials = { username: 'user@example.com', password: seededPassword };
    expect((await sign(local.gateway, 'login', credentials)).__typename).toBe('ServiceUnavailable');
    expect((await refresh(tokens)).__typename).toBe('ServiceUnavailable');
    expect((await refresh(tokens)).__typename).toBe('ServiceUnavailable');
    expect(local.gateway.logText()).toContain('With JWKS_FILE_ONLY the file is behind');
    writeFileSync(file, await keys());
    later += 3000;
    const next = await refresh(tokens);
    expect(next.__typename).toBe('Session');
    expect(await look(next)).toEqual(alive);
    expect((await refresh(next)).__typename).toBe('Session');
  });
});

describe('S08: the secrets of the state', () => {
  it('can be changed without signing anybody out', async () => {
    const [first, second] = ['a'.repeat(32), 'b'.repeat(32)];
    await start(0, { env: { STATE_SECRETS: first } });
    const tokens = await login();
    const lost = await refresh(tokens);
    await restart({ STATE_SECRETS: `${second}, ${first}` });
    const next = await refresh(tokens);
    expect(next.refreshToken).toBe(lost.refreshToken);
    expect(await exchanges()).toBe(1);
    await sign(local.gateway, 'logout', { refreshToken: next.refreshToken });
    expect(await look(next)).toBe('TOKEN_REVOKED');
  });

  it('with those that are gone, the provider decides', async () => {
    await start(10);
    const tokens = await login();
    await refresh(tokens);
    await restart({ STATE_SECRETS: 'c'.repeat(32) });
    expect((await refresh(tokens)).__typename).toBe('Session');
  });
});

it('S08: without rotation each refresh asks Auth0, and one at a time does for all', async () => {
  await start(0, {
    settings: ({ clients }) => {
      for (const { refresh_token } of clients) refresh_token.rotation_type = 'non-rotating';
    },
  });
  const tokens = await login();
  const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(tokens)));
  expect(answers.map(({ refreshToken }) => refreshToken)).toEqual(
    Array(5).fill(tokens.refreshToken),
  );
  expect(await exchanges()).toBe(1);
  later += 3000;
  expect((await refresh(tokens)).__typename).toBe('Session');
  expect(await exchanges()).toBe(2);
});

it('S08: nothing that is saved can be used, and no older refresh token', async () => {
  await start(0);
  const first = await login();
  const second = await refresh(first);
  later += 1000;
  const third = await refresh(second);
  await wait(0);
  const saved = readdirSync(stateDir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => readFileSync(join(stateDir, file), 'utf8'))
    .join('\n');
  const values = new Set(saved.match(/[\w.+/=-]{16,}/g));
  expect(values.size).toBeGreaterThan(5);
  for (const { accessToken, refreshToken } of [first, second, third]) {
    expect(saved).not.toContain(accessToken);
    expect(saved).not.toContain(refreshToken);
  }
  for (const value of values) {
    expect(await look({ accessToken: value, refreshToken: '' })).toMatch(/^TOKEN_/);
    const { __typename } = await refresh({ accessToken: '', refreshToken: value });
    expect(['InvalidRefreshToken', 'InvalidInput']).toContain(__typename);
  }
  expect(await look(third)).toEqual(alive);
});
