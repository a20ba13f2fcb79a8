import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TenantSettings } from '../../src/tenant/settings/settings.ts';
import { startLocal, seededPassword, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { present } from '../support/present.ts';

const connection = (name: string) => ({
  name,
  enabled_clients: ['gatehouse-local'],
});
const withOwnConnections = {
  settings: (settings: TenantSettings) => {
    const standard = present(settings.connections[0]);
    // The default connection is off, two additional connections are on, and there is no default directory.
    settings.connections = [
      { ...standard, enabled_clients: [] },
      { ...standard, ...connection('employees-db') },
      { ...standard, ...connection('customers-db') },
    ];
    delete settings.tenant.default_directory;
  },
};

describe('two realms, the default connection off and no default directory', () => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal({
      ...withOwnConnections,
      env: { AUTH0_REALMS: 'employees:employees-db,customers:customers-db' },
    });
  });
  afterAll(() => local.close());
  const email = 'newcomer@example.com';
  const ask = (mutation: string, input: object) => mutate(local.gateway, mutation, input);

  it('sign-up, login and reset work through the realm', async () => {
    const account = { email, password: seededPassword, realm: 'employees' };
    expect((await ask('signup', account)).result).toMatchObject({ __typename: 'SignedUp' });
    const credentials = { username: email, password: seededPassword, realm: 'employees' };
    expect((await ask('login', credentials)).result).toMatchObject({ __typename: 'Session' });
    const reset = { username: email, realm: 'employees' };
    expect((await ask('requestPasswordReset', reset)).result).toMatchObject({
      __typename: 'PasswordResetRequested',
    });
    expect(await local.lastMessage(email)).toMatchObject({ template: 'reset_email' });
  });

  it('a user of one realm cannot log in through the other', async () => {
    const credentials = { username: email, password: seededPassword, realm: 'customers' };
    expect((await ask('login', credentials)).result).toMatchObject({
      __typename: 'InvalidCredentials',
    });
  });

  it('one address can have an account in each', async () => {
    const account = { email, password: 'Another-Horse-8-Battery', realm: 'customers' };
    expect((await ask('signup', account)).result).toMatchObject({ __typename: 'SignedUp' });
    const credentials = { username: email, password: seededPassword, realm: 'customers' };
    expect((await ask('login', credentials)).result).toMatchObject({
      __typename: 'InvalidCredentials',
    });
  });

  it('capabilities name both, by the names that clients use', async () => {
    const { data, text } = await local.gateway.request(
      '{ capabilities { secondFactors realms { name identifiers signupOpen passwordRules { code } } } }',
    );
    const realm = {
      identifiers: ['EMAIL'],
      signupOpen: true,
      passwordRules: [{ code: 'lengthAtLeast' }, { code: 'containsAtLeast' }],
    };
    expect(data).toEqual({
      capabilities: {
        secondFactors: ['TOTP', 'SMS', 'EMAIL', 'RECOVERY_CODE'],
        realms: [
          { name: 'employees', ...realm },
          { name: 'customers', ...realm },
        ],
      },
    });
    expect(text).not.toContain('-db');
  });
});

it('the plain password grant fails there, and the log names both switches', async () => {
  const local = await startLocal({ ...withOwnConnections, env: { AUTH0_CONNECTION: '' } });
  const credentials = { username: 'user@example.com', password: seededPassword };
  const { result } = await mutate(local.gateway, 'login', credentials);
  expect(result).toMatchObject({ __typename: 'ServiceUnavailable' });
  const lines = local.gateway.logText();
  expect(lines).toContain('AUTH0_REALMS to a connection that is on for our application');
  expect(lines).toContain('tenants/settings.default_directory');
  await local.close();
});

describe('LoginInput.scopes at a tenant', () => {
  const login = async (local: Local, scopes: string[], username = 'editor@example.com') => {
    const credentials = { username, password: seededPassword, scopes };
    const { result } = await mutate(local.gateway, 'login', credentials);
    return result['scopes'];
  };
  const env = { AUTH0_SCOPES: 'openid email offline_access read:users write:users' };

  it('with RBAC on, grants what is asked for and permitted', async () => {
    const local = await startLocal({ env });
    expect(await login(local, ['openid', 'email', 'read:users'])).toEqual([
      'openid',
      'email',
      'read:users',
    ]);
    expect(await login(local, ['openid', 'email', 'write:users'])).toEqual(['openid', 'email']);
    await local.close();
  });

  it('with RBAC off, grants what is asked for to everybody', async () => {
    const local = await startLocal({
      env,
      settings: ({ resource_servers }) => (present(resource_servers[0]).enforce_policies = false),
    });
    const asked = ['openid', 'email', 'write:users'];
    expect(await login(local, asked, 'user@example.com')).toEqual(asked);
    await local.close();
  });
});
