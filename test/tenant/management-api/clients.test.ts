import { beforeAll, describe, expect, it } from '@jest/globals';
import { managementTenant, refusal } from './support.ts';
import type { ManagementTenant } from './support.ts';

let tenant: ManagementTenant;
beforeAll(async () => {
  tenant = await managementTenant();
});

const [web, machine] = ['gatehouse-local', 'gatehouse-local-management'];
const scope = 'read:clients';
const ids = async (query: string): Promise<unknown[]> =>
  ((await tenant.call('GET', `/clients${query}`, { scope })).body as { client_id: string }[]).map(
    ({ client_id }) => client_id,
  );

describe('contract 13.9: GET /api/v2/clients/{id}', () => {
  it('shows an application as Auth0 does, without its secret', async () => {
    const { status, body } = await tenant.call('GET', `/clients/${web}`, { scope });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      client_id: web,
      app_type: 'regular_web',
      token_endpoint_auth_method: 'client_secret_post',
      is_first_party: true,
      oidc_conformant: true,
      jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000 },
      refresh_token: {
        rotation_type: 'rotating',
        expiration_type: 'expiring',
        leeway: expect.any(Number),
        token_lifetime: expect.any(Number),
        infinite_token_lifetime: expect.any(Boolean),
        idle_token_lifetime: expect.any(Number),
        infinite_idle_token_lifetime: expect.any(Boolean),
      },
    });
    expect(body).not.toHaveProperty('client_secret');
  });

  it('shows the secret to a token with read:client_keys', async () => {
    const { body } = await tenant.call('GET', `/clients/${web}`, { scope: 'read:client_keys' });
    expect(body).toMatchObject({ client_secret: expect.any(String) });
  });

  it('shows the fields asked for, or all others', async () => {
    const some = await tenant.call('GET', `/clients/${web}?fields=name,refresh_token`, { scope });
    expect(Object.keys(some.body as object).sort()).toEqual(['name', 'refresh_token']);
    const others = await tenant.call('GET', `/clients/${web}?fields=name&include_fields=false`, {
      scope,
    });
    expect(others.body).toMatchObject({ client_id: web });
    expect(others.body).not.toHaveProperty('name');
  });

  it('has no application with an unknown id', async () => {
    const answer = await tenant.call('GET', '/clients/nobody', { scope });
    expect(answer.body).toEqual(
      refusal(404, 'Not Found', 'The client does not exist', 'inexistent_client'),
    );
  });
});

describe('contract 13.9: GET /api/v2/clients', () => {
  it.each([
    ['', [web, machine]],
    ['?app_type=non_interactive', [machine]],
    ['?app_type=spa,regular_web', [web]],
    ['?is_first_party=false', []],
    ['?is_global=true', []],
    ['?page=1&per_page=1', [machine]],
  ])('lists by "%s"', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('tells totals when asked, and the fields asked for', async () => {
    const { body } = await tenant.call('GET', '/clients?include_totals=true&fields=client_id');
    expect(body).toEqual({
      ...{ start: 0, limit: 50, total: 2 },
      clients: [{ client_id: web }, { client_id: machine }],
    });
  });

  it('lists by checkpoints', async () => {
    const first = await tenant.call('GET', '/clients?take=1&fields=client_id');
    expect(first.body).toEqual({ clients: [{ client_id: web }], next: web });
    const last = await tenant.call('GET', `/clients?from=${web}&take=1&fields=client_id`);
    expect(last.body).toEqual({ clients: [{ client_id: machine }] });
  });
});
