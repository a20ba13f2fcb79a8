import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { api, connectionName } from '../support.ts';
import { managementTenant, refusal } from './support.ts';
import type { ManagementTenant } from './support.ts';

const machine = 'gatehouse-local-management';

let tenant: ManagementTenant;
beforeAll(async () => {
  tenant = await managementTenant(({ settings }) => {
    settings.client_grants.push({
      client_id: 'gatehouse-local',
      audience: api,
      scope: ['read:users'],
      subject_type: 'user',
    });
  });
});

const body = async (path: string): Promise<unknown> => (await tenant.call('GET', path)).body;

describe('contract 13.8: GET /api/v2/resource-servers', () => {
  const gatehouseApi = {
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    identifier: api,
    name: 'Gatehouse API',
    signing_alg: 'RS256',
    enforce_policies: true,
    token_dialect: 'access_token_authz',
    allow_offline_access: true,
    token_lifetime: 86_400,
    scopes: expect.arrayContaining([{ value: 'read:users', description: 'Read users' }]),
    subject_type_authorization: { user: { policy: 'allow_all' } },
  };

  it('lists the APIs of the settings file after the Management API', async () => {
    expect(await body('/resource-servers')).toEqual([
      expect.objectContaining({ identifier: `${tenant.issuer}api/v2/`, is_system: true }),
      gatehouseApi,
    ]);
    expect(await body('/resource-servers?include_totals=true&per_page=1&page=1')).toEqual({
      start: 1,
      limit: 1,
      total: 2,
      resource_servers: [gatehouseApi],
    });
    const query = `identifiers=${encodeURIComponent(api)}&fields=name`;
    expect(await body(`/resource-servers?${query}`)).toEqual([{ name: 'Gatehouse API' }]);
  });

  it('reads on from a checkpoint', async () => {
    const first = (await body('/resource-servers?take=1')) as { next: string };
    const last = await body(`/resource-servers?from=${first.next}`);
    expect(last).toEqual({ resource_servers: [gatehouseApi] });
  });

  it('gives one by its id, and by its identifier', async () => {
    const [, listed] = (await body('/resource-servers')) as [unknown, { id: string }];
    expect(await body(`/resource-servers/${listed.id}`)).toEqual(listed);
    expect(await body(`/resource-servers/${encodeURIComponent(api)}`)).toEqual(listed);
    expect(await body('/resource-servers/none')).toEqual(
      refusal(404, 'Not Found', 'The resource server does not exist', 'inexistent_resource_server'),
    );
  });
});

describe('contract 13.8: GET /api/v2/client-grants', () => {
  it('lists what applications may request, with absolute audiences', async () => {
    const [first, second] = (await body('/client-grants')) as [{ id: string }, object];
    expect(first).toMatchObject({
      id: expect.stringMatching(/^cgr_[A-Za-z0-9]{16}$/),
      client_id: machine,
      audience: `${tenant.issuer}api/v2/`,
      subject_type: 'client',
    });
    expect(await body('/client-grants?subject_type=user')).toEqual([second]);
    expect(await body(`/client-grants?client_id=${machine}`)).toEqual([first]);
    expect(await body(`/client-grants?audience=${encodeURIComponent(api)}`)).toEqual([second]);
    expect(await body('/client-grants?take=1')).toEqual({ client_grants: [first], next: first.id });
    expect(await body(`/client-grants/${first.id}`)).toEqual(first);
    expect(await body('/client-grants/cgr_0')).toEqual(
      refusal(404, 'Not Found', 'The grant does not exist.', 'inexistent_client_grant'),
    );
  });
});

describe('contract 13.3: GET /api/v2/tenants/settings', () => {
  it('shows the settings, and those that a new tenant has', async () => {
    expect(await body('/tenants/settings')).toMatchObject({
      friendly_name: 'Gatehouse local tenant',
      default_directory: connectionName,
      flags: { enable_public_signup_user_exists_error: false, revoke_refresh_token_grant: false },
      enabled_locales: ['en'],
      session_lifetime: 168,
    });
    expect(await body('/tenants/settings?fields=friendly_name,session_lifetime')).toEqual({
      friendly_name: 'Gatehouse local tenant',
      session_lifetime: 168,
    });
  });
});

describe('contract 13.3: GET /api/v2/attack-protection', () => {
  it.each([
    [
      'brute-force-protection',
      {
        enabled: true,
        shields: ['block', 'user_notification'],
        mode: 'count_per_identifier_and_ip',
        allowlist: [],
        max_attempts: 10,
      },
    ],
    [
      'suspicious-ip-throttling',
      {
        enabled: true,
        shields: ['admin_notification', 'block'],
        allowlist: [],
        stage: {
          'pre-login': { max_attempts: 100, rate: 864_000 },
          'pre-user-registration': { max_attempts: 50, rate: 1_200 },
          'pre-custom-token-exchange': { max_attempts: 10, rate: 600_000 },
        },
      },
    ],
    [
      'breached-password-detection',
      {
        enabled: true,
        shields: ['block', 'user_notification'],
        admin_notification_frequency: [],
        method: 'standard',
        stage: { 'pre-user-registration': { shields: [] }, 'pre-change-password': { shields: [] } },
      },
    ],
    [
      'bot-detection',
      {
        challenge_password_policy: 'never',
        challenge_passwordless_policy: 'never',
        challenge_password_reset_policy: 'never',
        allowlist: [],
        bot_detection_level: 'medium',
        monitoring_mode_enabled: false,
      },
    ],
  ])('%s is shown as it is set', async (name, expected) => {
    expect(await body(`/attack-protection/${name}`)).toEqual(expected);
  });
});

describe('contract 13.3: GET /api/v2/guardian', () => {
  it('tells how messages are sent', async () => {
    const factors = '/guardian/factors';
    expect(await body(`${factors}/phone/message-types`)).toEqual({ message_types: ['sms'] });
    expect(await body(`${factors}/phone/selected-provider`)).toEqual({ provider: 'auth0' });
    expect(await body(`${factors}/push-notification/selected-provider`)).toEqual({
      provider: 'guardian',
    });
  });
});

describe('what the tenant has not built', () => {
  it('answers 404 as an unknown path does, with a header, and one line that names the path', async () => {
    const lines = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    try {
      for (const query of ['?per_page=1', '']) {
        const answer = await tenant.call('GET', `/organizations${query}`);
        expect([answer.status, answer.body]).toEqual([404, refusal(404, 'Not Found', 'Not Found')]);
        expect(answer.headers.get('x-local-tenant')).toBe('not-built');
      }
      await tenant.call('PATCH', '/tenants/settings', { body: {} });
      const page = await tenant.get('/authorize?client_id=gatehouse-local');
      expect([page.status, page.headers.get('x-local-tenant')]).toEqual([404, 'not-built']);
      expect(lines.mock.calls.flat()).toEqual([
        'The local tenant has not built GET /api/v2/organizations, and answers 404.',
        'The local tenant has not built PATCH /api/v2/tenants/settings, and answers 404.',
        'The local tenant has not built GET /authorize, and answers 404.',
      ]);
    } finally {
      lines.mockRestore();
    }
  });

  it('has no such header on a 404 for what is not there', async () => {
    const { status, headers } = await tenant.call('GET', '/users/auth0%7Cnobody');
    expect([status, headers.get('x-local-tenant')]).toEqual([404, null]);
  });
});
