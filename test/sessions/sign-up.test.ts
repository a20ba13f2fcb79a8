import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';
import { scrape } from '../support/metrics.ts';
import { startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { mutate } from '../support/mutate.ts';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const password = 'Purple-Kettle-9-Violin';
const person = {
  name: 'Zoë Müller 👩\u200d🚀',
  givenName: 'Zoë',
  familyName: 'Müller',
  nickname: 'zoe',
  picture: 'https://cdn.example.com/zoe.png',
};
const userMetadata = { plan: 'free', 'favourite colour': '' };

describe('a sign-up with a name, a picture and metadata', () => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal();
  });
  afterAll(() => local.close());

  it('shows them in signup, in login and in me, and the tenant has saved them', async () => {
    const email = 'zoe@example.com';
    const shown = { name: person.name, nickname: person.nickname, picture: person.picture };
    const signedUp = await mutate(local.gateway, 'signup', {
      ...{ email, password, userMetadata },
      ...person,
    });
    expect(signedUp.result).toMatchObject({ __typename: 'SignedUp', user: shown });

    const login = await mutate(local.gateway, 'login', { username: email, password });
    expect(login.result).toMatchObject({ __typename: 'Session', user: shown });

    const token = String(login.result['accessToken']);
    const me = await local.gateway.request('{ me { name nickname picture } }', { token });
    expect(me).toMatchObject({ data: { me: shown }, errors: undefined });

    const users = await local.manage('GET', `users-by-email?email=${email}`);
    expect(users).toMatchObject([
      { given_name: 'Zoë', family_name: 'Müller', user_metadata: userMetadata },
    ]);
  });

  it('takes metadata that stands in the operation itself', async () => {
    const { data } = await local.gateway.request(`mutation { signup(input: {
      email: "literal@example.com", password: "${password}", userMetadata: { plan: "free" }
    }) { __typename } }`);
    expect(data).toEqual({ signup: { __typename: 'SignedUp' } });
    await expect(
      local.manage('GET', 'users-by-email?email=literal@example.com'),
    ).resolves.toMatchObject([{ user_metadata: { plan: 'free' } }]);
  });
});

describe('the request of a sign-up', () => {
  let auth0: ScriptedAuth0;
  let gateway: TestGateway;
  beforeAll(async () => {
    auth0 = await startScriptedAuth0();
    gateway = await gatewayBefore(auth0);
  });
  beforeEach(() => {
    auth0.requests.length = 0;
    auth0.answer('/dbconnections/signup', { json: { _id: '1', email: 'zoe@example.com' } });
  });
  afterAll(async () => {
    await gateway.close();
    await auth0.close();
  });

  const sent = () => JSON.parse(auth0.requests[0]?.body ?? '{}') as Record<string, unknown>;

  it("has Auth0's names for what was given (contract 11.1)", async () => {
    const input = { email: 'zoe@example.com', password, ...person, userMetadata };
    const { result } = await mutate(gateway, 'signup', input);
    expect(sent()).toMatchObject({
      name: person.name,
      given_name: 'Zoë',
      family_name: 'Müller',
      nickname: 'zoe',
      picture: person.picture,
      user_metadata: userMetadata,
    });
    expect(result).toMatchObject({ user: { name: person.name, picture: person.picture } });
  });

  it('has nothing that was not given, or that is null', async () => {
    const input = { email: 'zoe@example.com', password, name: null, userMetadata: null };
    const { result } = await mutate(gateway, 'signup', input);
    expect(Object.keys(sent()).sort()).toEqual(['client_id', 'connection', 'email', 'password']);
    expect(result).toMatchObject({ user: { name: null, nickname: null, picture: null } });
  });

  it.each([
    ['name', 'name'],
    ['given_name', 'givenName'],
    ['user_metadata', 'userMetadata'],
  ])('that Auth0 refuses for its %s is InvalidInput', async (member, field) => {
    auth0.answer('/dbconnections/signup', {
      status: 400,
      json: { error: `error in ${member} - too long` },
    });
    const { result } = await mutate(gateway, 'signup', { email: 'zoe@example.com', password });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field });
  });
});

describe('a password of more than 72 bytes', () => {
  it('is refused by a rule with its number where the tenant does not cut it off', async () => {
    const local = await startLocal({
      settings: ({ connections: [connection] }) => {
        if (!connection) return;
        connection.options.password_options = {
          complexity: {
            min_length: 8,
            character_types: [],
            character_type_rule: 'all',
            identical_characters: 'allow',
            sequential_characters: 'allow',
            max_length_exceeded: 'error',
          },
          dictionary: { active: false, default: 'en_10k', custom: [] },
          history: { active: false, size: 5 },
          profile_data: { active: false },
        };
      },
    });
    try {
      const rule = {
        code: 'lengthAtMost',
        message: 'At most 72 bytes; a letter of the English alphabet takes one',
        numbers: [72],
      };
      const { result } = await mutate(local.gateway, 'signup', {
        email: 'long@example.com',
        password: 'é'.repeat(37),
      });
      expect(result).toMatchObject({
        __typename: 'WeakPassword',
        rules: expect.arrayContaining([expect.objectContaining({ ...rule, met: false })]),
      });
      const { data } = await local.gateway.request(
        '{ capabilities { realms { passwordRules { code message numbers } } } }',
      );
      expect(data).toMatchObject({
        capabilities: { realms: [{ passwordRules: expect.arrayContaining([rule]) }] },
      });
    } finally {
      await local.close();
    }
  });
});

describe('what is closed on purpose, and what strangers try all the same', () => {
  const email = 'stranger@example.com';
  const tries = async (local: Local) => {
    for (let request = 0; request < 3; request += 1) {
      await mutate(local.gateway, 'signup', { email: `${request}.${email}`, password });
      await mutate(local.gateway, 'requestPasswordReset', { username: email });
      await mutate(local.gateway, 'requestPasswordReset', { username: 'stranger' });
    }
  };
  const loudLines = (local: Local) =>
    local.gateway.log().filter(({ level }) => Number(level) >= 40);
  const counts = async (local: Local) => {
    const { samples } = await scrape(local.gateway);
    return Object.fromEntries(
      samples
        .filter(({ name, value }) => name === 'gatehouse_setting_reports_total' && value > 0)
        .map(({ labels, value }) => [String(labels['setting']), value] as const),
    );
  };
  const unmanaged = { AUTH0_MANAGEMENT_CLIENT_ID: '', AUTH0_MANAGEMENT_CLIENT_SECRET: '' };

  it('sign-up, password reset and the Management API have one line each, which wakes nobody', async () => {
    const local = await startLocal({
      settings: ({ connections }) => {
        const { options } = present(connections[0]);
        Object.assign(options, {
          disable_signup: true,
          disable_self_service_change_password: true,
        });
      },
      env: { METRICS_PORT: '0', ...unmanaged },
    });
    await tries(local);
    expect(loudLines(local)).toMatchObject([
      { level: 40, operation: 'signUp', msg: tenantSettings.signUpDisabled },
      { level: 40, operation: 'requestPasswordReset', msg: tenantSettings.passwordReset },
      { level: 40, operation: 'management', msg: tenantSettings.managementMissing },
    ]);
    expect(await counts(local)).toEqual({
      signUpDisabled: 3,
      passwordReset: 3,
      managementMissing: 3,
    });
    await local.close();
  });

  it('so have sign-up and reset without a connection', async () => {
    const local = await startLocal({ env: { AUTH0_CONNECTION: '', METRICS_PORT: '0' } });
    await tries(local);
    expect(loudLines(local)).toMatchObject([
      { level: 40, msg: tenantSettings.signUpConnection },
      { level: 40, msg: tenantSettings.resetConnection },
    ]);
    expect(await counts(local)).toEqual({ signUpConnection: 3, resetConnection: 6 });
    await local.close();
  });
});
