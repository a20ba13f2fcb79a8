import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { readTenantConfig } from '../../src/tenant/config.ts';
import { startTenant, type TestTenant } from '../../src/tenant/testing.ts';
import { makeAuthority, type CertificateFiles } from '../support/certificates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { connectionName, gatehouse, password, realmGrant } from './support.ts';

const tenants: TestTenant[] = [];
afterAll(() => Promise.all(tenants.map((tenant) => tenant.close())));

async function start(options: Parameters<typeof startTenant>[0] = {}): Promise<TestTenant> {
  const tenant = await startTenant(options);
  tenants.push(tenant);
  return tenant;
}

function post(base: string, path: string, form: Record<string, string>): Promise<Response> {
  return fetch(`${base}${path}`, { method: 'POST', body: new URLSearchParams(form) });
}

function login(base: string, username: string): Promise<Response> {
  const form = { ...gatehouse, grant_type: realmGrant, realm: connectionName, username, password };
  return post(base, 'oauth/token', { ...form, scope: 'openid offline_access' });
}

function signUp({ issuer }: TestTenant, email: string): Promise<Response> {
  const form = { client_id: gatehouse.client_id, connection: connectionName, email, password };
  return post(issuer, 'dbconnections/signup', form);
}

describe('reset', () => {
  it('returns to a first start, with the same address and keys', async () => {
    const { issuer, control } = await start();
    const keys = await (await fetch(`${issuer}.well-known/jwks.json`)).text();
    expect((await signUp({ issuer } as TestTenant, 'newcomer@example.com')).status).toBe(200);
    await control.advance(90_000);
    control.setFault('jwks', { fault: 'server_error' });
    control.setTokenLifetime(1);
    expect(control.messages('newcomer@example.com')).toHaveLength(1);
    expect(control.logs()).toMatchObject([{ type: 'ss' }]);

    await control.reset();
    expect(control.messages()).toEqual([]);
    expect(control.logs()).toEqual([]);
    expect((await login(issuer, 'newcomer@example.com')).status).toBe(403);
    const answer = await login(issuer, 'user@example.com');
    expect(await answer.json()).toMatchObject({ expires_in: 86_400 });
    expect(Math.abs(Date.parse(answer.headers.get('date') ?? '') - Date.now())).toBeLessThan(
      3_600_000,
    );
    expect(await (await fetch(`${issuer}.well-known/jwks.json`)).text()).toBe(keys);
  });

  it('ends what was issued before', async () => {
    const { issuer, control } = await start();
    const { refresh_token } = (await (await login(issuer, 'user@example.com')).json()) as {
      refresh_token: string;
    };
    await control.reset();
    const form = { ...gatehouse, grant_type: 'refresh_token', refresh_token };
    expect((await post(issuer, 'oauth/token', form)).status).toBe(403);
  });

  it('empties a state on disk, too', async () => {
    const state = temporaryFolder();
    const tenant = await start({ state });
    await signUp(tenant, 'newcomer@example.com');
    await tenant.control.reset();
    await signUp(tenant, 'other@example.com');
    await tenant.close();
    const { issuer } = await start({ state });
    expect((await login(issuer, 'newcomer@example.com')).status).toBe(403);
    expect((await login(issuer, 'other@example.com')).status).toBe(200);
  });
});

describe('tenants of one process', () => {
  it('are 50, and know nothing of each other', async () => {
    const fifty = await Promise.all(Array.from({ length: 50 }, () => start()));
    await Promise.all(fifty.map((tenant, index) => signUp(tenant, `user${index}@example.com`)));
    for (const [index, { issuer, control }] of fifty.entries()) {
      expect(control.messages()).toMatchObject([{ to: `user${index}@example.com` }]);
      expect((await login(issuer, `user${index}@example.com`)).status).toBe(200);
    }
    await fifty[0]?.control.reset();
    expect(fifty[0]?.control.messages()).toEqual([]);
    expect(fifty[1]?.control.messages()).toHaveLength(1);
  });
});

describe('a tenant that is reached under another name', () => {
  const publicUrl = 'https://tenant.example';
  let tenant: TestTenant;
  let address: string;
  beforeAll(async () => {
    tenant = await start({ publicUrl });
    address = `${tenant.url}/`;
  });

  it('has this name as its issuer, in tokens, metadata and mails', async () => {
    const { id_token } = (await (await login(address, 'user@example.com')).json()) as {
      id_token: string;
    };
    expect(tenant.issuer).toBe('https://tenant.example/');
    expect(decodeJwt(id_token).iss).toBe('https://tenant.example/');
    const metadata = await fetch(`${address}.well-known/openid-configuration`);
    expect(await metadata.json()).toMatchObject({
      issuer: 'https://tenant.example/',
      jwks_uri: 'https://tenant.example/.well-known/jwks.json',
    });
    await post(address, 'dbconnections/change_password', {
      ...{ client_id: gatehouse.client_id, connection: connectionName, email: 'user@example.com' },
    });
    expect(tenant.control.messages()).toMatchObject([
      { link: expect.stringMatching(/^https:\/\/tenant\.example\/u\/reset-password\?/) },
    ]);
  });

  it('lets the machine itself turn its switches', async () => {
    expect((await fetch(`${address}control`)).status).toBe(200);
  });
});

describe('TLS', () => {
  let files: CertificateFiles;
  beforeAll(async () => {
    files = await (await makeAuthority()).sign(['127.0.0.1']);
  });

  it('serves https with the given certificate', async () => {
    const { tls } = readTenantConfig({
      ...{ TENANT_TLS_CERT: files.certFile, TENANT_TLS_KEY: files.keyFile },
    });
    const { issuer } = await start({ ...(tls && { tls }) });
    expect(issuer).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/);
    const url = `${issuer}.well-known/jwks.json`;
    const status = await new Promise((resolve, reject) => {
      request(url, { ca: readFileSync(files.caFile) }, ({ statusCode }) => {
        resolve(statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each([
    [(): object => ({ TENANT_TLS_CERT: files.certFile }), 'TENANT_TLS_KEY must be set'],
    [() => ({ TENANT_TLS_KEY: files.keyFile }), 'TENANT_TLS_CERT must be set'],
    [
      () => ({ TENANT_TLS_CERT: files.certFile, TENANT_TLS_KEY: '/nowhere' }),
      'TENANT_TLS_KEY names a file that cannot be read (ENOENT)',
    ],
    [
      () => ({ TENANT_TLS_CERT: files.caFile, TENANT_TLS_KEY: files.keyFile }),
      'TENANT_TLS_KEY is not the private key',
    ],
    [() => ({ TENANT_URL: 'https://tenant.example/path' }), 'TENANT_URL must be a URL'],
    [() => ({ TENANT_URL: 'tenant.example' }), 'TENANT_URL must be a URL'],
  ])('L05: stops the start, in words: %#', (env, words) => {
    expect(() => readTenantConfig(env() as Record<string, string>)).toThrow(words);
  });
});
