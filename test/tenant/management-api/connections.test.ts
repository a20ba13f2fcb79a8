import { beforeAll, describe, expect, it } from '@jest/globals';
import { connectionName } from '../support.ts';
import { managementTenant } from './support.ts';
import type { ManagementTenant } from './support.ts';

let tenant: ManagementTenant;
beforeAll(async () => {
  tenant = await managementTenant(({ settings, connection }) => {
    settings.connections.push({
      ...structuredClone(connection),
      name: 'staff',
      realms: ['staff', 'crew'],
    });
  });
});

/** What the parameter `fields=name` shows. */
const shown = (name: string) => ({
  id: expect.stringMatching(/^con_/) as unknown,
  name,
  is_domain_connection: false,
});

const names = async (query: string): Promise<unknown[]> =>
  ((await tenant.call('GET', `/connections${query}`)).body as { name: string }[]).map(
    ({ name }) => name,
  );

describe('contract 13.9: GET /api/v2/connections', () => {
  it('shows a connection as Auth0 does, its options as they are set', async () => {
    const { status, body } = await tenant.call('GET', `/connections?name=${connectionName}`);
    expect(status).toBe(200);
    expect(body).toEqual([
      {
        id: expect.stringMatching(/^con_[A-Za-z0-9]{16}$/),
        options: {
          mfa: { active: true, return_enroll_settings: true },
          passwordPolicy: 'good',
          strategy_version: 2,
          brute_force_protection: true,
          authentication_methods: { password: { enabled: true }, passkey: { enabled: false } },
        },
        strategy: 'auth0',
        name: connectionName,
        is_domain_connection: false,
        authentication: { active: true },
        connected_accounts: { active: false },
        realms: [connectionName],
        enabled_clients: ['gatehouse-local'],
      },
    ]);
  });

  it.each([
    ['', [connectionName, 'staff']],
    ['?name=staff', ['staff']],
    ['?name=elsewhere', []],
    ['?strategy=auth0', [connectionName, 'staff']],
    ['?strategy=sms', []],
    ['?strategy=sms&strategy=auth0&page=1&per_page=1', ['staff']],
  ])('lists by "%s"', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('tells totals when asked, and the fields asked for', async () => {
    const { body } = await tenant.call('GET', '/connections?include_totals=true&fields=name');
    expect(body).toEqual({
      start: 0,
      limit: 50,
      total: 2,
      connections: [shown(connectionName), shown('staff')],
    });
  });

  it('reads on from a checkpoint', async () => {
    const first = await tenant.call('GET', '/connections?take=1&fields=name');
    expect(first.body).toEqual({
      connections: [shown(connectionName)],
      next: expect.stringMatching(/^con_/),
    });
    const { next } = first.body as { next: string };
    const last = await tenant.call('GET', `/connections?from=${next}&fields=name`);
    expect(last.body).toEqual({ connections: [shown('staff')] });
  });

  it('refuses a parameter it does not know', async () => {
    expect((await tenant.call('GET', '/connections?nonsense=1')).body).toMatchObject({
      statusCode: 400,
      errorCode: 'invalid_query_string',
    });
  });

  it('gives one by its id', async () => {
    const { body } = await tenant.call('GET', '/connections?name=staff');
    const [staff] = body as { id: string }[];
    const one = await tenant.call('GET', `/connections/${staff?.id ?? ''}`);
    expect(one.body).toEqual(staff);
    expect(one.body).toMatchObject({ realms: ['staff', 'crew'] });
  });
});
