import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { api, gatehouse, testTenant } from '../support.ts';
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

  it.each([
    ['an unknown client', { client_id: 'nobody', client_secret: 'x' }],
    ['a wrong secret', { ...gatehouse, client_secret: 'wrong' }],
    ['no secret', { client_id: gatehouse.client_id }],
    [
      'a secret in the body where basic is configured',
      { client_id: 'basic', client_secret: 'a:secret & more' },
    ],
  ])('refuses %s', async (_title, form) => {
    const { status, text } = await login(form);
    expect([status, text]).toEqual([401, unauthorized]);
  });

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
  it.each([
    ['no grant_type', {}, 400, 'invalid_request', 'Missing required parameter: grant_type'],
    [
      'no client',
      { grant_type: 'password' },
      400,
      'invalid_request',
      'Missing required parameter: client_id',
    ],
    [
      'an unknown grant_type',
      { grant_type: 'implicit', ...gatehouse },
      501,
      'unsupported_grant_type',
      'Unsupported grant type: implicit',
    ],
    [
      'a grant the client does not have',
      { grant_type: 'client_credentials', ...gatehouse },
      403,
      'unauthorized_client',
      "Grant type 'client_credentials' not allowed for the client.",
    ],
  ])('refuses %s', async (_title, form, status, error, error_description) => {
    const answer = await tenant.post('/oauth/token', form);
    expect(answer.status).toBe(status);
    expect(answer.text).toBe(JSON.stringify({ error, error_description }));
  });

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

  it('ignores parameters it does not know (1.2)', async () => {
    expect((await tenant.login({ extra: 'value', realm2: 'x' })).status).toBe(200);
  });

  it('has no other paths', async () => {
    expect((await tenant.get('/authorize')).status).toBe(404);
  });
});

describe('contract 4: client credentials', () => {
  const machine = {
    grant_type: 'client_credentials',
    client_id: 'gatehouse-local-management',
    client_secret: 'local-management-secret-NOT-FOR-PRODUCTION',
  };

  const managementScope =
    'read:logs read:clients read:users update:users read:connections read:guardian_factors';

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

  it('narrows the scopes of the grant when asked to', async () => {
    const audience = `${tenant.issuer}api/v2/`;
    const { body } = await tenant.post('/oauth/token', { ...machine, audience, scope: 'read:x' });
    expect(body).not.toHaveProperty('scope');
  });

  it.each([
    [
      'an unknown audience',
      'https://nowhere.example',
      'Service not enabled within domain: https://nowhere.example',
    ],
    [
      'an API without a grant',
      api,
      `Client is not authorized to access "${api}". You need to create a "client-grant" associated to this API.`,
    ],
    [
      'no audience',
      '',
      'No audience parameter was provided, and no default audience has been configured',
    ],
  ])('refuses %s', async (_title, audience, error_description) => {
    const answer = await tenant.post('/oauth/token', { ...machine, audience });
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({ error: 'access_denied', error_description });
  });
});
