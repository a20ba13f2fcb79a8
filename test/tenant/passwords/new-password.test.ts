import { describe, expect, it } from '@jest/globals';
import { password, testTenant } from '../support.ts';
import type { Seed, TestTenant } from '../support.ts';
import { better, choosePassword, logged, resetLink } from './support.ts';

type Options = Seed['connection']['options'];
type NewerOptions = NonNullable<Options['password_options']>;

const tenantWith = (change: (options: Options) => void): Promise<TestTenant> =>
  testTenant(({ connection }) => {
    change(connection.options);
  });

const defaultComplexity = {
  min_length: 8,
  character_types: [],
  character_type_rule: 'all',
  identical_characters: 'allow',
  sequential_characters: 'allow',
  max_length_exceeded: 'error',
} as const satisfies NewerOptions['complexity'];

/** Makes a newer password policy that has only a minimum length, and the given members. */
const newer = (members: Partial<NewerOptions>): NewerOptions => ({
  complexity: defaultComplexity,
  dictionary: { active: false, default: 'en_100k', custom: [] },
  history: { active: false, size: 3 },
  profile_data: { active: false },
  ...members,
});

const tooCommon = {
  name: 'PasswordDictionaryError',
  message: 'Password is too common',
  code: 'invalid_password',
  description: 'Password is not allowed, it might be too common.',
  statusCode: 400,
};
const tooPersonal = {
  name: 'PasswordNoUserInfoError',
  message: 'Password contains user information',
  code: 'invalid_password',
  statusCode: 400,
};

describe('contract 11.1: the levels of a policy, at sign-up', () => {
  it.each<[Options['passwordPolicy'], string, string]>([
    ['low', '12345', '123456'],
    ['fair', 'abcdefgh', 'abcDEF12'],
    ['good', 'abcDEFgh', 'abcdef1!'],
    ['excellent', 'abcDEF1112', 'abcDEF1122'],
  ])('%s refuses %j and takes %j', async (passwordPolicy, weak, strong) => {
    const tenant = await tenantWith((options) => {
      options.passwordPolicy = passwordPolicy;
    });
    const refused = await tenant.signUp({ password: weak });
    expect([refused.status, refused.body['name']]).toEqual([400, 'PasswordStrengthError']);
    expect((await tenant.signUp({ password: strong })).status).toBe(200);
  });

  it('none takes anything but nothing', async () => {
    const tenant = await tenantWith((options) => {
      options.passwordPolicy = 'none';
    });
    expect((await tenant.signUp({ password: '' })).status).toBe(400);
    expect((await tenant.signUp({ password: 'x' })).status).toBe(200);
  });

  it('the newer policy answers in the same envelope, with its numbers (13.9)', async () => {
    const tenant = await tenantWith((options) => {
      const complexity = { ...defaultComplexity, identical_characters: 'block' as const };
      options.password_options = newer({ complexity });
    });
    const { status, body } = await tenant.signUp({ password: 'aaabbb' });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      name: 'PasswordStrengthError',
      description: {
        rules: [
          { code: 'lengthAtLeast', format: [8], verified: false },
          { code: 'lengthAtMost', format: [72], verified: true },
          { code: 'identicalChars', format: [2, 'aaa'], verified: false },
        ],
        verified: false,
      },
    });
  });
});

describe('contract 11.1: passwords that are too common', () => {
  it.each<[string, (options: Options) => void]>([
    [
      'the dictionary',
      (options) => {
        options.password_dictionary = { enable: true, dictionary: ['Gatehouse-2026'] };
      },
    ],
    [
      'the dictionary of the newer policy (13.9)',
      (options) => {
        const dictionary = {
          active: true,
          default: 'en_10k' as const,
          custom: ['Gatehouse-2026'],
        };
        options.password_options = newer({ dictionary });
      },
    ],
  ])('%s refuses the best known, and words of its own, in any case', async (_title, change) => {
    const tenant = await tenantWith(change);
    for (const common of ['Password123!', 'GATEHOUSE-2026']) {
      const { status, body } = await tenant.signUp({ password: common });
      expect([status, body]).toEqual([400, tooCommon]);
    }
    expect((await tenant.signUp()).status).toBe(200);
  });

  it('are taken without it', async () => {
    expect((await (await testTenant()).signUp({ password: 'Password123!' })).status).toBe(200);
  });
});

describe('contract 11.1: passwords that hold what is known of the person', () => {
  it.each<[string, (options: Options) => void]>([
    [
      'password_no_personal_info',
      (options) => {
        options.password_no_personal_info.enable = true;
      },
    ],
    [
      'profile_data of the newer policy (13.9)',
      (options) => {
        options.password_options = newer({ profile_data: { active: true } });
      },
    ],
  ])('%s refuses name, nickname and the address before its @', async (_title, change) => {
    const tenant = await tenantWith(change);
    const person = { email: 'nina.newman@example.com', name: 'Nina Q Neumann', nickname: 'Nona' };
    for (const known of ['newman', 'NEUMANN', 'nona']) {
      const answer = await tenant.signUp({ ...person, password: `Xyz-7-${known}!` });
      expect([answer.status, answer.body]).toEqual([400, tooPersonal]);
    }
    expect((await tenant.signUp({ ...person, password: 'Example-Q-7-Violin' })).status).toBe(200);
  });
});

describe('contract 11.1: passwords that have been used', () => {
  it.each<[string, (options: Options) => void]>([
    [
      'password_history',
      (options) => {
        options.password_history = { enable: true, size: 2 };
      },
    ],
    [
      'history of the newer policy (13.9)',
      (options) => {
        options.password_options = newer({ history: { active: true, size: 2 } });
      },
    ],
  ])('%s refuses the last two', async (_title, change) => {
    const tenant = await tenantWith(change);
    const choose = async (chosen: string): Promise<string> =>
      (await choosePassword(tenant, await resetLink(tenant), chosen)).text;
    expect(await choose(password)).toContain('Password has previously been used');
    expect(await choose(better)).toContain('The password is set');
    expect(await choose(password)).toContain('Password has previously been used');
    expect(await choose('Yellow-Kettle-9-Violin')).toContain('The password is set');
    expect(await choose(password)).toContain('The password is set');
    expect((await tenant.login()).status).toBe(200);
  });

  it('are taken without it', async () => {
    const tenant = await testTenant();
    const { status } = await choosePassword(tenant, await resetLink(tenant), password);
    expect(status).toBe(200);
  });
});

describe('contract 7.3: passwords that have leaked, at sign-up and reset', () => {
  const leaked = 'AUTH0-TEST-Horse-7-Battery';
  const blocking = (stage: 'pre-user-registration' | 'pre-change-password') =>
    testTenant(({ settings }) => {
      settings.attack_protection.breached_password_detection.stage[stage].shields = ['block'];
    });

  it('are refused at sign-up where its shield says so, and have a log type', async () => {
    const tenant = await blocking('pre-user-registration');
    expect((await tenant.signUp({ password: leaked })).body['code']).toBe('password_leaked');
    expect(await logged(tenant, 'signup_pwd_leak', 'fs', 'ss')).toMatchObject([
      { type: 'signup_pwd_leak', user_name: 'newcomer@example.com' },
    ]);
  });

  it('are refused at a reset where its shield says so, and have a log type', async () => {
    const tenant = await blocking('pre-change-password');
    const { status, text } = await choosePassword(tenant, await resetLink(tenant), leaked);
    expect(status).toBe(400);
    expect(text).toContain('Password has been leaked in a data breach.');
    expect(await logged(tenant, 'reset_pwd_leak', 'fcp')).toMatchObject([
      { type: 'reset_pwd_leak', user_name: 'admin@example.com' },
    ]);
    expect((await tenant.signUp({ password: leaked })).status).toBe(200);
  });

  it('are taken at both as the tenant is seeded', async () => {
    const tenant = await testTenant();
    expect((await tenant.signUp({ password: leaked })).status).toBe(200);
    const { status } = await choosePassword(tenant, await resetLink(tenant), leaked);
    expect(status).toBe(200);
  });
});
