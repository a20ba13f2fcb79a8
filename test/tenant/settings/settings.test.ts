import { copyFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TenantConfigurationError } from '../../../src/tenant/configuration-error.ts';
import { parseSettings } from '../../../src/tenant/settings/parse-settings.ts';
import {
  defaultSettingsFile,
  readSettingsFile,
} from '../../../src/tenant/settings/settings-file.ts';
import { api, changedSettings, seededSettings } from '../support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function settingsFile(text: string): string {
  const file = join(temporaryFolder(), 'team.yaml');
  writeFileSync(file, text);
  return file;
}

function mistakes(value: unknown): string[] {
  try {
    parseSettings(value);
    return [];
  } catch (error) {
    if (error instanceof TenantConfigurationError) return error.mistakes;
    throw error;
  }
}

describe('parseSettings', () => {
  it('fills in Auth0’s own defaults (contract 7, 13.7, 13.8)', () => {
    const { attack_protection, clients, resource_servers, connections } = parseSettings({
      clients: [{ name: 'A', client_id: 'a', client_secret: 's' }],
      resource_servers: [{ identifier: api }],
      connections: [{ name: 'db' }],
    });
    expect(attack_protection).toMatchObject({
      brute_force_protection: {
        enabled: true,
        shields: ['block', 'user_notification'],
        mode: 'count_per_identifier_and_ip',
        max_attempts: 10,
      },
      suspicious_ip_throttling: {
        stage: {
          'pre-login': { max_attempts: 100, rate: 864_000 },
          'pre-user-registration': { max_attempts: 50, rate: 1_200 },
        },
      },
      breached_password_detection: { enabled: false },
      bot_detection: { challenge_password_policy: 'never' },
    });
    expect(clients[0]).toMatchObject({
      grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
      is_token_endpoint_ip_header_trusted: false,
      oidc_conformant: false,
      refresh_token: { rotation_type: 'non-rotating', leeway: 0, infinite_token_lifetime: true },
      jwt_configuration: { lifetime_in_seconds: 36_000 },
    });
    expect(resource_servers[0]).toMatchObject({
      allow_offline_access: false,
      token_lifetime: 86_400,
      signing_alg: 'RS256',
      subject_type_authorization: { user: { policy: 'allow_all' } },
    });
    expect(connections[0]?.options).toMatchObject({
      passwordPolicy: 'good',
      disable_signup: false,
    });
  });

  it('names every mistake with its path, all at once', () => {
    const wrong = {
      tenant: { flag: {}, flags: { x: 1 } },
      clients: [{ name: 'A', client_id: 'a', typo: 1, grant_types: 'password' }],
      unconfirmed: { action_deny_status: 200 },
      attack_protection: { brute_force_protection: { allowlist: ['nowhere'] } },
    };
    expect(mistakes(wrong)).toEqual([
      'tenant.flags.x: unknown key',
      'tenant.flag: unknown key',
      'attack_protection.brute_force_protection.allowlist[0]: must be an IP address or a CIDR range',
      expect.stringMatching(/^clients\[0\]\.grant_types: /),
      'clients[0].typo: unknown key',
      'clients[0].client_secret: a confidential client needs one',
      expect.stringMatching(/^unconfirmed\.action_deny_status: .*500\|403$/),
    ]);
  });

  it('refuses a connection with both ways to have usernames', () => {
    const options = { requires_username: true, attributes: {} };
    expect(mistakes({ connections: [{ name: 'people', options }] })).toEqual([
      'connections[0].options: Cannot set both options.attributes and options.requires_username',
    ]);
  });

  it('names what leads nowhere', () => {
    const settings = changedSettings(({ settings: { users, roles, client_grants }, admin }) => {
      admin.roles.push('nobody');
      admin.permissions.push({ resource_server_identifier: api, permission_name: 'fly' });
      users.push({
        ...admin,
        user_id: 'auth0|x',
        connection: 'nowhere',
        roles: [],
        permissions: [],
      });
      roles[0]?.permissions.push({
        resource_server_identifier: 'https://x.example',
        permission_name: 'read:users',
      });
      client_grants.push({ client_id: 'x', audience: api, scope: [], subject_type: 'client' });
    });
    expect(mistakes(settings)).toEqual([
      'users[0].roles[1]: no such role',
      'users[0].permissions[0]: no such permission',
      'users[3].connection: no such connection',
      'roles[0].permissions[9]: no such permission',
      'client_grants[1].client_id: no such client',
    ]);
  });

  it('names what leads nowhere, and duplicates, beside mistakes of every other kind', () => {
    const wrong = {
      typo: 1,
      connections: [{ name: 'db', realms: 'db' }],
      resource_servers: [
        { identifier: api, scopes: [{ value: 'read:users' }, 7], token_lifetime: 0 },
      ],
      client_grants: [{ client_id: 'x', audience: api, scope: 'read:users' }, 'none'],
      roles: [{ name: 'editor', description: 1 }, { name: 'editor' }],
      users: [
        7,
        {
          user_id: 'auth0|1',
          connection: 'nowhere',
          email: 'one@example.com',
          roles: ['editor', 'nobody', 7],
          permissions: [
            { resource_server_identifier: api, permission_name: 'fly' },
            { resource_server_identifier: api, permission_name: 7 },
          ],
        },
      ],
    };
    expect(mistakes(wrong).map((line) => line.replace(/(: (Invalid|Too)).*/, '$1'))).toEqual([
      'connections[0].realms: Invalid',
      'resource_servers[0].scopes[1]: Invalid',
      'resource_servers[0].token_lifetime: Too',
      'client_grants[0].scope: Invalid',
      'client_grants[1]: Invalid',
      'roles[0].description: Invalid',
      'users[0]: Invalid',
      'users[1].password: Invalid',
      'users[1].roles[2]: Invalid',
      'users[1].permissions[1].permission_name: Invalid',
      'typo: unknown key',
      'users[1].connection: no such connection',
      'users[1].roles[1]: no such role',
      'users[1].permissions[0]: no such permission',
      'roles[1].name: appears twice',
    ]);
  });

  it('blames no reference for a list that cannot be read', () => {
    const user = { user_id: 'auth0|1', email: 'one@example.com', password: 'p' };
    const wrong = {
      connections: 7,
      roles: 7,
      users: [{ ...user, connection: 'db', roles: ['r'] }],
    };
    expect(mistakes(wrong)).toEqual([
      expect.stringMatching(/^connections: /),
      expect.stringMatching(/^roles: /),
    ]);
  });

  it('names duplicates', () => {
    const settings = changedSettings(({ settings: { users }, admin }) => {
      users.push({ ...admin, email: 'ADMIN@example.com' }, { ...admin, user_id: 'auth0|other' });
    });
    expect(mistakes({ ...settings, roles: [...settings.roles, { name: 'admin' }] })).toEqual([
      'roles[3].name: appears twice',
      'users[3].user_id: appears twice',
      'users[3].email: appears twice',
      'users[4].email: appears twice',
    ]);
  });

  it.each([
    [{ name: 'A', client_id: 'a' }, 'clients[0].client_secret: a confidential client needs one'],
    [
      {
        name: 'A',
        client_id: 'a',
        token_endpoint_auth_method: 'none',
        is_token_endpoint_ip_header_trusted: true,
      },
      'clients[0].is_token_endpoint_ip_header_trusted: only a confidential client can be trusted with the header',
    ],
    [
      {
        name: 'A',
        client_id: 'a',
        client_secret: 's',
        refresh_token: { rotation_type: 'rotating' },
      },
      'clients[0].refresh_token.expiration_type: rotating refresh tokens must be expiring',
    ],
  ])('refuses a client Auth0 would refuse: %j', (client, mistake) => {
    expect(mistakes({ clients: [client] })).toEqual([mistake]);
  });

  it('L05: prints no value', () => {
    const secret = 'hunter2hunter2';
    const users = [{ user_id: secret, email: secret, password: [secret], connection: secret }];
    const clients = [{ client_secret: [secret], app_type: secret, name: 7 }];
    expect(mistakes({ users, clients })).not.toEqual([]);
    expect(mistakes({ users, clients }).join()).not.toContain(secret);
  });

  it('takes what it gave', () => {
    expect(parseSettings(structuredClone(seededSettings))).toEqual(seededSettings);
  });
});

describe('readSettingsFile', () => {
  it('names its mistakes, an Action that is not there among them', () => {
    const file = settingsFile('tenant: { typo: 1 }\nactions: { post-login: [action.js] }\n');
    expect(() => readSettingsFile(file)).toThrow(
      'The configuration has 2 mistakes:\n  tenant.typo: unknown key\n  actions["post-login"][0]: no such file',
    );
  });

  it('L05: tells where the file is no YAML, and quotes nothing of it', () => {
    const file = settingsFile('users:\n  - password: "hunter2\n');
    expect(() => readSettingsFile(file)).toThrow(/^ {2}line 3, column 1: not YAML/m);
    expect(() => readSettingsFile(file)).not.toThrow(/hunter2/);
  });

  it.each([
    ['an alias without its anchor', 'users: *nobody\n'],
    ['a folder as a file', undefined],
  ])('tells %s in a line', (_what, text) => {
    const file = settingsFile(text ?? '');
    const path = text === undefined ? join(file, 'team.yaml') : file;
    expect(() => readSettingsFile(path)).toThrow(/^The configuration has 1 mistake:\n {2}.*$/);
  });

  it('says that a file is not there', () => {
    expect(() => readSettingsFile('/nowhere/team.yaml')).toThrow(
      'names a file that does not exist',
    );
  });

  it('finds Actions beside the file', () => {
    const file = settingsFile('actions: { post-login: [action.js] }');
    const action = join(dirname(file), 'action.js');
    writeFileSync(action, '');
    expect(readSettingsFile(file).actions['post-login']).toEqual([action]);
  });

  it('reads a copy of the seeded settings as the seeded settings, wherever it lies', () => {
    const file = settingsFile('');
    copyFileSync(defaultSettingsFile, file);
    expect(readSettingsFile(file)).toEqual(seededSettings);
  });
});

describe('the seeded tenant', () => {
  it('holds what README promises', () => {
    const { users, clients, roles, tenant, connections } = seededSettings;
    expect(users.map(({ email, roles: names }) => [email, names])).toEqual([
      ['admin@example.com', ['admin']],
      ['editor@example.com', ['editor']],
      ['user@example.com', []],
    ]);
    expect(users.every(({ user_id }) => /^auth0\|[0-9a-f]{24}$/.test(user_id))).toBe(true);
    expect(clients[0]).toMatchObject({
      client_id: 'gatehouse-local',
      app_type: 'regular_web',
      is_token_endpoint_ip_header_trusted: true,
      refresh_token: { rotation_type: 'rotating', leeway: 10 },
    });
    expect(clients.every((client) => client.client_secret?.endsWith('NOT-FOR-PRODUCTION'))).toBe(
      true,
    );
    expect(roles.map(({ name }) => name)).toEqual(['admin', 'editor', 'support']);
    expect(tenant.default_directory).toBe(connections[0]?.name);
  });
});
