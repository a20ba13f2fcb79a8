// needs: redis-server
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigurationError } from '../../src/config/config.ts';
import {
  makeAuthority,
  type CertificateFiles,
  type TestAuthority,
} from '../support/certificates.ts';
import type { TestGateway } from '../support/gateway.ts';
import { startLocal, type Local } from '../support/local.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startSentinels } from '../support/sentinels.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let authority: TestAuthority;
let otherAuthority: TestAuthority;
let expiredCertificate: CertificateFiles;
let sentinelCertificate: CertificateFiles;
let redis: TestRedis;
let local: Local;

beforeAll(async () => {
  authority = await makeAuthority();
  otherAuthority = await makeAuthority();
  sentinelCertificate = await authority.sign(['127.0.0.1']);
  expiredCertificate = await authority.sign(['127.0.0.1'], new Date(Date.now() - 1000));
  redis = await startRedis({ tls: await authority.sign(['127.0.0.1', 'redis.internal']) });
  local = await startLocal();
});
afterAll(async () => {
  await local.close();
  await redis.close();
});

const readiness = async ({ url }: TestGateway) =>
  (await fetch(new URL('/health/ready', url))).status;

/** Warnings of a gateway about Redis. */
const warnings = (gateway: TestGateway) =>
  gateway.log().filter(({ level, msg }) => level === 40 && String(msg).startsWith('Redis'));

/** Starts a gateway, and returns its first warning about Redis. */
async function warningOf(env: Record<string, string>) {
  const gateway = await local.anotherGateway(env);
  while (warnings(gateway).length === 0) await wait(10);
  expect(await readiness(gateway)).toBe(503);
  // Two more attempts to connect, which say nothing new.
  await wait(300);
  const all = warnings(gateway);
  await gateway.close();
  expect(all).toHaveLength(1);
  // The error of Node.js carries the whole certificate.
  expect(JSON.stringify(all).length).toBeLessThan(2000);
  return all[0]?.['msg'];
}

describe('REDIS_CA_FILE', () => {
  it('names the authority that has signed the certificate of Redis', async () => {
    const gateway = await local.anotherGateway({
      REDIS_URL: redis.url,
      REDIS_CA_FILE: authority.caFile,
    });
    while ((await readiness(gateway)) !== 200) await wait(10);
    expect(await redis.client.keys('{gatehouse:*}:epoch')).toHaveLength(1);
    expect(warnings(gateway)).toEqual([]);
    await gateway.close();
  });

  it('and of the Sentinels, with rediss:// in REDIS_URL', async () => {
    const sentinels = await startSentinels({ tls: sentinelCertificate });
    const gateway = await local.anotherGateway(sentinels.env);
    while ((await readiness(gateway)) !== 200) await wait(10);
    expect(warnings(gateway)).toEqual([]);
    const { REDIS_CA_FILE, ...untrusting } = sentinels.env;
    expect(REDIS_CA_FILE).toBe(authority.caFile);
    expect(await warningOf(untrusting)).toBe(
      'Redis cannot be reached: no Sentinel answers over TLS; each needs a certificate for its host, from an authority that is trusted (REDIS_CA_FILE)',
    );
    await gateway.close();
    await sentinels.close();
  });

  it.each([
    ['no certificate in PEM', 'nothing of that kind', 'it has no certificate in PEM'],
    ['a broken certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', ''],
  ])('stops the start where the file has %s', async (_what, text, why) => {
    const REDIS_CA_FILE = join(temporaryFolder(), 'ca.pem');
    writeFileSync(REDIS_CA_FILE, text);
    const starting = local.anotherGateway({ REDIS_URL: redis.url, REDIS_CA_FILE });
    await expect(starting).rejects.toThrow(ConfigurationError);
    await expect(starting).rejects.toThrow(`REDIS_CA_FILE cannot be used: ${why}`);
  });
});

describe('a certificate that is refused has one line, which says what to set, and the gateway is not ready', () => {
  const port = () => new URL(redis.url).port;
  it('from an authority that is not trusted', async () => {
    expect(await warningOf({ REDIS_URL: redis.url })).toBe(
      'Redis cannot be reached: no trusted authority has signed its certificate; set REDIS_CA_FILE to the certificate of its authority',
    );
    expect(
      await warningOf({ REDIS_URL: redis.url, REDIS_CA_FILE: otherAuthority.caFile }),
    ).toContain('set REDIS_CA_FILE');
  });

  it('for another host', async () => {
    const env = { REDIS_URL: `rediss://localhost:${port()}`, REDIS_CA_FILE: authority.caFile };
    expect(await warningOf(env)).toBe(
      'Redis cannot be reached: its certificate is for another host; connect by a host of the certificate (docs/sessions.md)',
    );
  });

  it('that has expired', async () => {
    const expired = await startRedis({ tls: expiredCertificate });
    const env = { REDIS_URL: expired.url, REDIS_CA_FILE: authority.caFile };
    expect(await warningOf(env)).toBe(
      'Redis cannot be reached: its certificate has expired; renew it',
    );
    await expired.close();
  });
});
