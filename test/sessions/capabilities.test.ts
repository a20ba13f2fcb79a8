import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const document = `{ capabilities { secondFactors realms { name identifiers signupOpen verifiedEmailRequired
  passwordRules { code message numbers items { code message } } } } }`;
const management = {
  AUTH0_MANAGEMENT_CLIENT_ID: 'machine',
  AUTH0_MANAGEMENT_CLIENT_SECRET: 'machine-secret',
};

let auth0: ScriptedAuth0;
let gateway: TestGateway;
let later = 0;
const now = () => new Date(Date.now() + later);

beforeEach(async () => {
  later = 0;
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, management, { now });
  auth0.answer('/oauth/token', { json: { access_token: 'machine-token', expires_in: 86_400 } });
  options({ passwordPolicy: 'good' });
  auth0.answer('/api/v2/guardian/factors', {
    json: [
      { name: 'otp', enabled: true, trial_expired: false },
      { name: 'sms', enabled: true, trial_expired: false },
      { name: 'email', enabled: false, trial_expired: false },
      { name: 'recovery-code', enabled: true, trial_expired: false },
      { name: 'duo', enabled: true, trial_expired: false },
    ],
  });
});
afterEach(async () => {
  await gateway.close();
  await auth0.close();
});

function options(given: object, name = 'Username-Password-Authentication'): void {
  auth0.answer('/api/v2/connections', { json: [{ name, options: given }] });
}

interface Capabilities {
  secondFactors: unknown;
  realms: { passwordRules: unknown; [member: string]: unknown }[];
}

async function capabilities(from = gateway): Promise<Capabilities> {
  const { data, errors } = await from.request<{ capabilities: Capabilities }>(document);
  expect(errors).toBeUndefined();
  if (!data) throw new Error('no data');
  return data.capabilities;
}
const rules = async () => (await capabilities()).realms[0]?.passwordRules;

describe('capabilities', () => {
  it('tells what a form needs to know, to anybody', async () => {
    expect(await capabilities()).toEqual({
      secondFactors: ['TOTP', 'SMS', 'RECOVERY_CODE'],
      realms: [
        {
          name: 'default',
          identifiers: ['EMAIL'],
          signupOpen: true,
          verifiedEmailRequired: false,
          passwordRules: [
            { code: 'lengthAtLeast', message: 'At least 8 characters', numbers: [8], items: [] },
            {
              code: 'containsAtLeast',
              message: 'At least 3 of these 4 kinds of character',
              numbers: [3, 4],
              items: [
                { code: 'lowerCase', message: expect.any(String) },
                { code: 'upperCase', message: expect.any(String) },
                { code: 'numbers', message: expect.any(String) },
                { code: 'specialCharacters', message: expect.any(String) },
              ],
            },
          ],
        },
      ],
    });
  });

  const codes = (found: unknown) =>
    (found as { code: string; numbers: number[] }[]).map(({ code, numbers }) => [code, ...numbers]);

  it.each([
    [{ passwordPolicy: 'none' }, [['nonEmpty']]],
    [{ passwordPolicy: 'low' }, [['lengthAtLeast', 6]]],
    [{ passwordPolicy: 'fair' }, [['lengthAtLeast', 8], ['shouldContain']]],
    [
      { passwordPolicy: 'excellent' },
      [
        ['lengthAtLeast', 10],
        ['containsAtLeast', 3, 4],
        ['identicalChars', 2],
      ],
    ],
    [
      { passwordPolicy: 'low', password_complexity_options: { min_length: 12 } },
      [['lengthAtLeast', 12]],
    ],
    [
      {
        passwordPolicy: 'low',
        password_dictionary: { enable: true },
        password_history: { enable: true, size: 3 },
        password_no_personal_info: { enable: true },
      },
      [['lengthAtLeast', 6], ['dictionary'], ['noUserInfo'], ['history']],
    ],
    [
      {
        passwordPolicy: 'good',
        password_options: {
          complexity: {
            min_length: 15,
            character_types: ['lowercase', 'number'],
            character_type_rule: 'all',
            identical_characters: 'block',
            sequential_characters: 'block',
          },
          dictionary: { active: true },
          profile_data: { active: true },
          history: { active: true },
        },
      },
      [
        ['lengthAtLeast', 15],
        ['lengthAtMost', 72],
        ['shouldContain'],
        ['identicalChars', 2],
        ['sequentialChars', 2],
        ['dictionary'],
        ['noUserInfo'],
        ['history'],
      ],
    ],
    [
      { password_options: { complexity: { max_length_exceeded: 'truncate' } } },
      [['lengthAtLeast', 15]],
    ],
  ])('contract 11.1, 13.9: %j', async (given, expected) => {
    options(given);
    expect(codes(await rules())).toEqual(expected);
  });

  it.each([
    [{}, ['EMAIL']],
    [{ requires_username: true }, ['EMAIL', 'USERNAME']],
    [
      {
        attributes: {
          email: { identifier: { active: false } },
          username: { identifier: { active: true } },
          phone_number: { identifier: { active: true } },
        },
      },
      ['USERNAME', 'PHONE'],
    ],
  ])('names the identifiers of %j', async (given, identifiers) => {
    options(given);
    expect((await capabilities()).realms[0]).toMatchObject({ identifiers });
  });

  it('tells that nobody can sign up', async () => {
    options({ disable_signup: true });
    expect((await capabilities()).realms[0]).toMatchObject({ signupOpen: false });
  });

  const unknown = { identifiers: null, passwordRules: null, signupOpen: null };

  it.each([
    [
      'the Management API is down',
      () => {
        auth0.answer('/api/v2/connections', { status: 503 });
      },
    ],
    [
      'the scope is missing',
      () => {
        auth0.answer('/api/v2/connections', { status: 403 });
      },
    ],
    [
      'the connection is another one',
      () => {
        options({}, 'another');
      },
    ],
    [
      'the answer is no answer',
      () => {
        auth0.answer('/api/v2/connections', { text: '<html>' });
      },
    ],
  ])('is null, never guessed, where %s', async (_what, arrange) => {
    arrange();
    const { realms, secondFactors } = await capabilities();
    expect(realms[0]).toMatchObject(unknown);
    expect(secondFactors).toEqual(['TOTP', 'SMS', 'RECOVERY_CODE']);
  });

  it('knows the names of realms without the Management API', async () => {
    const alone = await gatewayBefore(auth0, {
      AUTH0_REALMS: 'employees:employees-db,customers:customers-db',
      REQUIRE_VERIFIED_EMAIL: 'true',
    });
    expect(await capabilities(alone)).toEqual({
      secondFactors: null,
      realms: [
        { name: 'employees', verifiedEmailRequired: true, ...unknown },
        { name: 'customers', verifiedEmailRequired: true, ...unknown },
      ],
    });
    await alone.close();
  });

  it('says that nobody can sign up in the tenant’s default directory', async () => {
    const alone = await gatewayBefore(auth0, { AUTH0_CONNECTION: '' });
    expect((await capabilities(alone)).realms[0]).toMatchObject({ ...unknown, signupOpen: false });
    await alone.close();
  });

  it('asks the Management API once for many forms, and again after a while', async () => {
    await Promise.all([capabilities(), capabilities(), capabilities()]);
    expect(auth0.seen('/api/v2/connections')).toHaveLength(1);
    later = 301_000;
    await capabilities();
    expect(auth0.seen('/api/v2/connections')).toHaveLength(2);
  });

  it('asks again soon after a failure', async () => {
    auth0.answer('/api/v2/connections', { status: 503 });
    await capabilities();
    options({});
    expect((await capabilities()).realms[0]).toMatchObject(unknown);
    later = 16_000;
    expect((await capabilities()).realms[0]).toMatchObject({ signupOpen: true });
  });
});
