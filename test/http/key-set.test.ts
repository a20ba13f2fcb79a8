import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { ConfigurationError, readConfig } from '../../src/config/config.ts';
import { startGateway } from '../../src/gateway.ts';
import { createHttpApp } from '../../src/http/app.ts';
import { serveKeySet } from '../../src/http/key-set.ts';
import { createLogger } from '../../src/telemetry/log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const path = '/.well-known/jwks.json';
const keySet = {
  keys: [{ kty: 'EC', crv: 'P-256', kid: 'one', use: 'sig', alg: 'ES256', x: 'x', y: 'y' }],
};

describe('serveKeySet', () => {
  let app: FastifyInstance;
  beforeEach(async () => {
    app = await createHttpApp({
      isReady: () => true,
      log: createLogger('silent'),
    });
    serveKeySet(app, () => Promise.resolve(keySet));
    await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => app.close());
  const ask = (method: string) => fetch(app.listeningOrigin + path, { method });

  it('K05: publishes the keys, to be kept for ten minutes', async () => {
    const answer = await ask('GET');

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=600');
    expect(await answer.json()).toEqual(keySet);
  });

  it('G10: has the security headers of every answer', async () => {
    expect((await ask('GET')).headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('lets nothing else be stored', async () => {
    const live = await fetch(`${app.listeningOrigin}/health/live`);

    expect(live.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['POST', 'PUT', 'DELETE'])('answers no %s', async (method) => {
    expect((await ask(method)).status).toBe(404);
  });
});

describe('a gateway', () => {
  const start = (auth: 'internal' | 'bearer', stateDir: string) => {
    const config = readConfig({
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'silent',
      AUTH0_DOMAIN: 'http://127.0.0.1:9',
      AUTH0_CLIENT_ID: 'client',
      AUTH0_CLIENT_SECRET: 'secret',
      AUTH0_AUDIENCE: 'https://api.example',
      STATE_DIR: stateDir,
    });
    return startGateway({ ...config, services: { orders: { url: 'http://127.0.0.1:9/', auth } } });
  };

  it('with a service that takes internal tokens publishes keys, the same after a restart', async () => {
    const folder = temporaryFolder();
    const published: unknown[] = [];
    for (let starts = 0; starts < 2; starts++) {
      const gateway = await start('internal', folder);
      const answer = await fetch(new URL(path, gateway.url));
      published.push(await answer.json());
      await gateway.close();
    }

    expect(published[0]).toEqual({ keys: [expect.objectContaining({ kty: 'EC', use: 'sig' })] });
    expect(published[1]).toEqual(published[0]);
    expect(JSON.stringify(published)).not.toContain('"d"');
  });

  it('whose services take bearers alone has none, and makes none', async () => {
    const folder = temporaryFolder();
    const gateway = await start('bearer', folder);
    const { status } = await fetch(new URL(path, gateway.url));
    await gateway.close();

    expect([status, await readdir(folder)]).toEqual([404, ['sessions.jsonl']]);
  });

  it('L05: does not start when its keys cannot be read or kept, and says so by the name of the variable', async () => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'signing-keys'), 'a file');
    await expectRefusal(start('internal', folder), /^STATE_DIR cannot be used: E/);

    const other = temporaryFolder();
    await mkdir(join(other, 'signing-keys'));
    await writeFile(join(other, 'signing-keys', 'x.json'), '{"jwk":{"d":"secret"}}');
    await expectRefusal(
      start('internal', other),
      /^STATE_DIR cannot be used: \S+x\.json holds no key pair$/,
    );
  });
});

async function expectRefusal(start: Promise<unknown>, mistake: RegExp): Promise<void> {
  await expect(start).rejects.toThrow(ConfigurationError);
  await expect(start).rejects.toMatchObject({ mistakes: [expect.stringMatching(mistake)] });
}
