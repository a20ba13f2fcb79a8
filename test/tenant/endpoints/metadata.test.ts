import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { testTenant } from '../support.ts';
import type { TestTenant } from '../support.ts';

let tenant: TestTenant;
let jwks: JSONWebKeySet;
beforeAll(async () => {
  tenant = await testTenant();
  jwks = JSON.parse((await tenant.get('/.well-known/jwks.json')).text) as JSONWebKeySet;
});

describe('contract 11.6: metadata', () => {
  it.each(['openid-configuration', 'oauth-authorization-server'])('is at %s', async (name) => {
    const { status, body, headers } = await tenant.get(`/.well-known/${name}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toMatchObject({
      issuer: `${tenant.url}/`,
      token_endpoint: `${tenant.url}/oauth/token`,
      userinfo_endpoint: `${tenant.url}/userinfo`,
      jwks_uri: `${tenant.url}/.well-known/jwks.json`,
      revocation_endpoint: `${tenant.url}/oauth/revoke`,
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      gatehouse_local_tenant: true,
    });
  });
});

describe('contract 11.5: JWKS', () => {
  it('has the current key and the next', () => {
    const members = ['kty', 'use', 'n', 'e', 'kid', 'x5t', 'x5c', 'alg'];
    expect(jwks.keys.map((key) => Object.keys(key))).toEqual([members, members]);
    const [current, next] = jwks.keys;
    expect(current?.kid).not.toBe(next?.kid);
  });

  it('verifies the tenant’s tokens, by the first key', async () => {
    const token = (await tenant.login()).body['access_token'] ?? '';
    expect(decodeProtectedHeader(token).kid).toBe(jwks.keys[0]?.kid);
    const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
      currentDate: new Date('2026-03-01T12:00:00Z'),
    });
    expect(payload.iss).toBe(tenant.issuer);
  });

  it('has certificates of the same keys', () => {
    for (const { n, x5c = [], x5t } of jwks.keys) {
      const certificate = new X509Certificate(Buffer.from(x5c[0] ?? '', 'base64'));
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(certificate.subject).toBe('CN=localhost');
      expect(certificate.publicKey.export({ format: 'jwk' }).n).toBe(n);
      const thumbprint = Buffer.from(certificate.fingerprint.replaceAll(':', ''), 'hex');
      expect(thumbprint.toString('base64url')).toBe(x5t);
    }
  });
});

describe('the page for people', () => {
  it('shows accounts and log records, escapes what others wrote, and loads nothing of another host', async () => {
    await tenant.login({ username: '<script>alert(1)</script>' });
    const { status, text, headers } = await tenant.get('/');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(text).toContain('editor@example.com');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script');
    const sources = [...text.matchAll(/(?:src|href)="([^"]*)"|url\(([^)]*)\)/g)];
    const addresses = sources.map(([, link, resource]) => link ?? resource ?? '');
    expect(addresses).toContain('/outbox');
    expect(addresses.filter((address) => !/^(\/(?!\/)|data:)/.test(address))).toEqual([]);
  });
});
