import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/config/config.ts';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startLocal } from '../support/local.ts';
import { present } from '../support/present.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const jwks = '/.well-known/jwks.json';
const hour = 3_600_000;

let auth0: ScriptedAuth0;
let stateDir: string;
/** Milliseconds by which the gateways' clock is ahead. */
let later: number;
const gateways: TestGateway[] = [];

beforeEach(async () => {
  auth0 = await startScriptedAuth0();
  stateDir = temporaryFolder();
  later = 0;
});
afterEach(async () => {
  await auth0.close();
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
});

async function start(env: Record<string, string> = {}): Promise<TestGateway> {
  const seams = { now: () => new Date(Date.now() + later) };
  const gateway = await gatewayBefore(auth0, { STATE_DIR: stateDir, ...env }, seams);
  gateways.push(gateway);
  return gateway;
}
const me = async (gateway: TestGateway, claims = {}, header = {}) =>
  gateway.request('{ me { id } }', { token: await auth0.accessToken(claims, header) });
const longLived = { exp: Math.floor(Date.now() / 1000) + 7 * 86_400 };
const answered = { me: { id: testUser } };
const ages = async (gateway: TestGateway) => {
  const text = await (await fetch(present(gateway.metricsUrl))).text();
  return [...text.matchAll(/^gatehouse_issuer_keys_age_seconds (\S+)$/gm)].map(([, age]) =>
    Number(age),
  );
};

describe('K04: a gateway that starts while the issuer is down', () => {
  it('verifies with the keys that another has kept in STATE_DIR, up to the hard age', async () => {
    const before = await start();
    await me(before);
    await before.close();
    gateways.pop();
    expect(await readdir(stateDir)).toEqual(['issuer-keys.jwt', 'sessions.jsonl']);
    auth0.answer(jwks, { status: 503 });

    later = 20 * hour;
    const gateway = await start();
    expect((await me(gateway, longLived)).data).toEqual(answered);
    later = 25 * hour;
    const { data, errors } = await me(gateway, longLived);
    expect(data).toEqual({ me: null });
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  });

  it('says that it has ignored what somebody changed, and heals', async () => {
    await writeFile(join(stateDir, 'issuer-keys.jwt'), 'a.b.c');
    auth0.answer(jwks, { status: 503 });
    const gateway = await start();
    expect((await me(gateway)).errors).toMatchObject([
      { extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ]);
    expect(gateway.log()).toContainEqual(
      expect.objectContaining({
        msg: "the issuer's keys that were kept are ignored",
        err: expect.objectContaining({ message: expect.stringContaining('it was changed') }),
      }),
    );
    auth0.answer(jwks, { json: { keys: [auth0.publicJwk] } });
    later = 1001;
    expect((await me(gateway)).data).toEqual(answered);
  });

  it('writes no secret and no token', async () => {
    const gateway = await start();
    await me(gateway);
    await gateway.close();
    gateways.pop();
    const text = await readFile(join(stateDir, 'issuer-keys.jwt'), 'utf8');
    expect(text).not.toContain('test-secret');
    expect(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()).not.toMatch(/"d"|"k"/);
  });

  it('asks the local tenant for metadata and keys as it asks Auth0', async () => {
    const local = await startLocal({ env: { STATE_DIR: stateDir } });
    const login = `mutation { login(input: { username: "user@example.com", password: "Correct-Horse-7-Battery" }) {
      ... on Session { accessToken } } }`;
    const { data } = await local.gateway.request<{ login: { accessToken: string } }>(login);
    const token = present(data).login.accessToken;
    expect((await local.gateway.request('{ me { email } }', { token })).data).toEqual({
      me: { email: 'user@example.com' },
    });
    await local.close();
    expect(await readdir(stateDir)).toEqual(['audit', 'issuer-keys.jwt', 'sessions.jsonl']);
  });
});

describe('JWKS_FILE', () => {
  let file: string;
  beforeEach(async () => {
    file = join(temporaryFolder(), 'jwks.json');
    await writeFile(file, JSON.stringify({ keys: [auth0.publicJwk] }));
  });

  it('serves a gateway that has kept nothing and reaches nobody', async () => {
    auth0.answer(jwks, { status: 503 });
    expect((await me(await start({ JWKS_FILE: file }))).data).toEqual(answered);
  });

  it('with JWKS_FILE_ONLY is all there is: the issuer is never asked for keys', async () => {
    const gateway = await start({ JWKS_FILE: file, JWKS_FILE_ONLY: 'true' });
    expect((await me(gateway)).data).toEqual(answered);
    const { errors } = await me(gateway, {}, { kid: 'next' });
    expect(errors).toMatchObject([{ extensions: { reason: 'BAD_SIGNATURE' } }]);
    expect(auth0.requests).toEqual([]);
    expect(await readdir(stateDir)).toEqual(['sessions.jsonl', 'sessions.jsonl.lock']);
  });

  it.each<[string, string | undefined, RegExp]>([
    ['is missing', undefined, /^JWKS_FILE cannot be used: ENOENT/],
    ['is no JSON', 'jwks', /^JWKS_FILE cannot be used: the file is not JSON$/],
    ['T16: holds weak keys alone', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}', /no usable key$/],
  ])('L05: stops the start when it %s', async (_case, text, mistake) => {
    const wrong = join(temporaryFolder(), 'jwks.json');
    if (text !== undefined) await writeFile(wrong, text);
    for (const JWKS_FILE_ONLY of ['true', 'false']) {
      const starting = start({ JWKS_FILE: wrong, JWKS_FILE_ONLY });
      await expect(starting).rejects.toThrow(ConfigurationError);
      await expect(starting).rejects.toMatchObject({ mistakes: [expect.stringMatching(mistake)] });
    }
  });
});

it('L05: a start tells every file that it cannot use at once', async () => {
  const JWKS_FILE = join(temporaryFolder(), 'jwks.json');
  await expect(start({ JWKS_FILE, STATE_DIR: '/dev/null/state' })).rejects.toMatchObject({
    mistakes: [
      expect.stringMatching(/^STATE_DIR cannot be used: E/),
      expect.stringMatching(/^JWKS_FILE cannot be used: ENOENT/),
    ],
  });
});

describe('metrics', () => {
  it('tell the age of the keys, in use or too old, on a port of their own', async () => {
    const gateway = await start({ METRICS_PORT: '0' });
    expect(await ages(gateway)).toEqual([]);
    await me(gateway);
    auth0.answer(jwks, { status: 503 });
    for (const hours of [0, 1, 20, 30]) {
      later = hours * hour;
      const [age] = await ages(gateway);
      expect(age).toBeGreaterThanOrEqual(hours * 3600);
      expect(age).toBeLessThan(hours * 3600 + 60);
    }
    const response = await fetch(present(gateway.metricsUrl));
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    for (const path of ['/graphql', '/health/live', '/']) {
      const { status } = await fetch(new URL(path, gateway.metricsUrl));
      expect(status).toBe(404);
    }
  });

  it('are not on the public port, and nowhere unless METRICS_PORT is set', async () => {
    const gateway = await start();
    expect(gateway.metricsUrl).toBeUndefined();
    for (const one of [gateway, await start({ METRICS_PORT: '0' })]) {
      expect((await fetch(new URL('/metrics', one.url))).status).toBe(404);
    }
  });

  it('end with the gateway', async () => {
    const gateway = await start({ METRICS_PORT: '0' });
    await gateway.close();
    gateways.pop();
    await expect(fetch(present(gateway.metricsUrl))).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it('L05: a port that is in use stops the start', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start({ METRICS_PORT: String(port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port,
    });
    other.close();
  });
});
