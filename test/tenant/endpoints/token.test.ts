import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { gatehouse, testTenant } from '../support.ts';
import type { TestTenant } from '../support.ts';

const credentials = { username: 'admin@example.com', password: 'Correct-Horse-7-Battery' };
const unauthorized = '{"error":"access_denied","error_description":"Unauthorized"}';

function basic(client_id: string, client_secret: string): string {
  const encoded = [client_id, client_secret].map(encodeURIComponent).join(':');
  return `Basic ${Buffer.from(encoded).toString('base64')}`;
}

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant(({ settings, client, connection }) => {
    settings.clients.push(
      {
        ...client,
        client_id: 'basic',
        client_secret: 'a:secret & more',
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        ...client,
        client_id: 'public',
        client_secret: undefined,
        token_endpoint_auth_method: 'none',
      },
    );
    connection.enabled_clients.push('basic', 'public');
  });
});

describe('contract 1.6: client authentication', () => {
  const login = (form: Record<string, string>, headers = {}) =>
    tenant.post('/oauth/token', { grant_type: 'password', ...credentials, ...form }, headers);

  it('refuses basic where post is configured', async () => {
    const authorization = basic(gatehouse.client_id, gatehouse.client_secret);
    expect((await login({}, { authorization })).text).toBe(unauthorized);
  });

  it('takes a form-encoded id and secret as basic', async () => {
    const answer = await login({}, { authorization: basic('basic', 'a:secret & more') });
    expect(answer.status).toBe(200);
  });

  it('takes a public client without a secret', async () => {
    expect((await login({ client_id: 'public' })).status).toBe(200);
  });
});

describe('contract 1.4: requests that cannot be right', () => {
  it.each(['{', '[]', 'null', '"text"', ''])('refuses the JSON body %j', async (body) => {
    const response = await fetch(`${tenant.url}/oauth/token`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('cache-control')).toMatch(/no-store/);
    expect(await response.json()).toHaveProperty('error', 'invalid_request');
  });

  it('refuses a body of more than 32 KiB', async () => {
    const answer = await tenant.post('/oauth/token', { password: 'x'.repeat(40_000) });
    expect([answer.status, answer.body['error']]).toEqual([413, 'invalid_request']);
  });
});

describe('contract 4: client credentials', () => {
  const machine = {
    grant_type: 'client_credentials',
    client_id: 'gatehouse-local-management',
    client_secret: 'local-management-secret-NOT-FOR-PRODUCTION',
  };

  const managementScope =
    'read:logs read:clients read:users create:users update:users read:roles read:connections read:guardian_factors';

  it('gives a machine token for the Management API', async () => {
    const audience = `${tenant.issuer}api/v2/`;
    const { status, body } = await tenant.post('/oauth/token', { ...machine, audience });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      scope: managementScope,
      expires_in: 86_400,
      token_type: 'Bearer',
    });
    expect(decodeJwt(body['access_token'] ?? '')).toMatchObject({
      iss: tenant.issuer,
      sub: 'gatehouse-local-management@clients',
      aud: audience,
      azp: 'gatehouse-local-management',
      scope: managementScope,
      gty: 'client-credentials',
    });
  });
});
