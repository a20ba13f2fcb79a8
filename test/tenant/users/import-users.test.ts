import { beforeAll, describe, expect, it } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { SavedState } from '../../../src/tenant/saved-state/saved-state.ts';
import { importUsers, type ImportResult } from '../../../src/tenant/users/import-users.ts';
import { isPasswordOf } from '../../../src/tenant/users/password-hash.ts';
import { readUserFile } from '../../../src/tenant/users/read-user-file.ts';
import { UserDirectory } from '../../../src/tenant/users/user-directory.ts';
import { seededSettings } from '../support.ts';

const password = 'Purple-Kettle-9-Violin';
const [connection] = seededSettings.connections;
let bcryptHash: string;

beforeAll(async () => {
  bcryptHash = await bcrypt.hash(password, 4);
});

function directory(): UserDirectory {
  return new UserDirectory(new SavedState(), () => new Date(0));
}

function importInto(users: UserDirectory, rows: unknown[], upsert = false): ImportResult {
  if (!connection) throw new Error('the seed has no connection');
  return importUsers(users, rows, { connection, upsert });
}

/** Imports one user with these members, and returns its mistakes. */
function mistakes(members: object): ImportResult['failed'][number]['errors'] {
  const { failed } = importInto(directory(), [{ email: 'a@example.com', ...members }]);
  return failed.flatMap(({ errors }) => errors);
}

describe('importUsers', () => {
  it('imports a user with all members', () => {
    const users = directory();
    const { summary, failed } = importInto(users, [
      {
        email: 'Jo@Example.com',
        email_verified: true,
        user_id: '2000',
        given_name: 'Jo',
        family_name: 'Doe',
        name: 'Jo Doe',
        nickname: 'jo',
        picture: 'https://example.com/jo.png',
        blocked: true,
        password_hash: bcryptHash,
        app_metadata: { plan: 'premium' },
        user_metadata: { theme: 'light' },
        mfa_factors: [
          { totp: { secret: 'JBTWY3DPEHPK3PNP' } },
          { phone: { value: '+15551112233' } },
          { email: { value: 'jo@home.example' } },
        ],
      },
    ]);
    expect([summary, failed]).toEqual([{ failed: 0, updated: 0, inserted: 1, total: 1 }, []]);
    expect(users.findById('auth0|2000')).toMatchObject({
      connection: 'Username-Password-Authentication',
      email: 'jo@example.com',
      blocked: true,
      passwordHash: bcryptHash,
      app_metadata: { plan: 'premium' },
      authentication_methods: [
        { type: 'totp', totp_secret: 'JBTWY3DPEHPK3PNP' },
        { type: 'phone', phone_number: '+15551112233' },
        { type: 'email', email: 'jo@home.example' },
      ],
    });
  });

  it.each([
    ['bcrypt, $2a$', () => bcryptHash.replace('$2b$', '$2a$'), 'bcrypt'],
    ['bcrypt, $2y$', () => bcryptHash.replace('$2b$', '$2y$'), 'bcrypt'],
    [
      'argon2id',
      () =>
        '$argon2id$v=19$m=256,t=1,p=1$GDVtPI6se2uKjakqMGD/4Q$7L7HLUoZtHE9WEr2UvZ/3i+7UdiHo0oeKxJJgoXLRkA',
      'argon2',
    ],
    [
      'argon2i',
      () =>
        '$argon2i$v=19$m=256,t=1,p=1$DSP1/8xVHbCq3ktFo/gVIw$uOPN7fCM9dv1mTqhZgkfDxXHYUgF9jyuBB5pqCCHit0',
      'argon2',
    ],
    [
      'argon2d',
      () =>
        '$argon2d$v=19$m=256,t=1,p=1$/Wm9iSOAYe2i1P64R3f2QQ$npk/wMcKJxYHTN4vcUZzIYzGCNXDWwsYFIDN7rYCn4s',
      'argon2',
    ],
  ])('keeps a password: %s', async (_name, makeHash, algorithm) => {
    const users = directory();
    const value = makeHash();
    importInto(users, [
      { email: 'a@example.com', custom_password_hash: { algorithm, hash: { value } } },
    ]);
    const user = users.find('Username-Password-Authentication', 'a@example.com');
    expect(await isPasswordOf(user, password)).toBe(true);
    expect(await isPasswordOf(user, 'wrong')).toBe(false);
  });

  it('imports a user without a password, whom no password lets in', async () => {
    const users = directory();
    importInto(users, [{ email: 'a@example.com' }]);
    const user = users.find('Username-Password-Authentication', 'a@example.com');
    expect(user).toBeDefined();
    expect(await isPasswordOf(user, '')).toBe(false);
  });

  it('imports the other users of a file with a mistake', () => {
    const users = directory();
    const rows = [{ email: 'a@example.com' }, { email: 'nonsense' }, { email: 'b@example.com' }];
    const { summary, failed } = importInto(users, rows);
    expect(summary).toEqual({ failed: 1, updated: 0, inserted: 2, total: 3 });
    expect(failed).toEqual([
      {
        row: 2,
        user: { email: 'nonsense' },
        errors: [{ code: 'FORMAT', message: 'is not an e-mail address', path: 'email' }],
      },
    ]);
  });

  it('shows no hash and no secret of a user with a mistake', () => {
    const custom_password_hash = { algorithm: 'bcrypt', hash: { value: `${bcryptHash}x` } };
    const mfa_factors = [{ totp: { secret: 'JBTWY3DPEHPK3PNP' } }];
    const rows = [{ email: 'a@example.com', custom_password_hash, mfa_factors }, { email: 1 }];
    const { failed } = importInto(directory(), rows);
    expect(failed[0]?.user).toEqual({
      email: 'a@example.com',
      custom_password_hash: { algorithm: 'bcrypt', hash: { value: '*****' } },
      mfa_factors: [{ totp: { secret: '*****' } }],
    });
  });
});

describe('a mistake', () => {
  it.each([
    [{ email: undefined }, 'OBJECT_REQUIRED', 'email'],
    [{ email: 7 }, 'INVALID_TYPE', 'email'],
    [{ email_verified: 'yes' }, 'INVALID_TYPE', 'email_verified'],
    [{ name: 'x'.repeat(301) }, 'MAX_LENGTH', 'name'],
    [{ user_id: 'google-oauth2|1' }, 'PATTERN', 'user_id'],
    [{ password: 'secret' }, 'NOT_PASSED', 'password'],
    [{ password_hash: '$2x$10$abc' }, 'NOT_PASSED', 'password_hash'],
    [{ app_metadata: { email: 'x' } }, 'NOT_PASSED', 'app_metadata.email'],
    [{ mfa_factors: [] }, 'ARRAY_LENGTH_SHORT', 'mfa_factors'],
    [{ username: 'jo' }, 'NOT_PASSED', 'username'],
    [
      { custom_password_hash: { algorithm: 'sha256', hash: { value: 'x', encoding: 'utf8' } } },
      'ENUM_MISMATCH',
      'custom_password_hash.algorithm',
    ],
    [
      { custom_password_hash: { algorithm: 'argon2', hash: { value: '$argon2id$v=19$m=1' } } },
      'NOT_PASSED',
      'custom_password_hash.hash.value',
    ],
  ])('is named with Auth0’s code and the member: %j', (members, code, path) => {
    expect(mistakes(members)).toMatchObject([{ code, path }]);
  });

  it('names a hash of too high a cost, which would stop the tenant for minutes', () => {
    const password_hash = bcryptHash.replace('$04$', '$31$');
    expect(mistakes({ password_hash })).toMatchObject([{ path: 'password_hash' }]);
  });

  it('says that two hashes exclude each other', () => {
    const custom_password_hash = { algorithm: 'bcrypt', hash: { value: bcryptHash } };
    expect(mistakes({ password_hash: bcryptHash, custom_password_hash })).toMatchObject([
      { path: 'custom_password_hash' },
    ]);
  });
});

describe('a user who exists', () => {
  it.each([
    [{ email: 'JO@example.com', user_id: '2' }, 'CONFLICT_EMAIL'],
    [{ email: 'other@example.com', user_id: '1' }, 'CONFLICT'],
  ])('is a conflict: %j', (row, code) => {
    const users = directory();
    importInto(users, [{ email: 'jo@example.com', user_id: '1' }]);
    expect(importInto(users, [row]).failed).toMatchObject([{ errors: [{ code }] }]);
  });

  it('is a mistake twice in one file, also with upsert', () => {
    const rows = [{ email: 'jo@example.com' }, { email: 'Jo@example.com' }];
    const { summary, failed } = importInto(directory(), rows, true);
    expect(summary).toMatchObject({ inserted: 1, failed: 1 });
    expect(failed).toMatchObject([{ row: 2, errors: [{ code: 'DUPLICATED_USER' }] }]);
  });

  it('is changed with upsert, but for address, ID and block', () => {
    const users = directory();
    const before = { email: 'jo@example.com', user_id: '1', blocked: true, name: 'Jo' };
    importInto(users, [{ ...before, app_metadata: { plan: 'free', seats: 3 } }]);
    const row = { email: 'jo@example.com', user_id: '2', blocked: false };
    const { summary } = importInto(users, [{ ...row, app_metadata: { plan: 'premium' } }], true);
    expect(summary).toEqual({ failed: 0, updated: 1, inserted: 0, total: 1 });
    expect(users.findById('auth0|2')).toBeUndefined();
    expect(users.findById('auth0|1')).toMatchObject({
      ...{ blocked: true, name: 'Jo', app_metadata: { plan: 'premium' } },
    });
  });
});

describe('readUserFile', () => {
  it('reads an export with the default headings, and leaves out what cannot be set', () => {
    const text = `{"Id":"auth0|1","Given Name":"","Nickname":"jo","Email":"jo@example.com","Email Verified":true,"Created At":"2021-01-01T00:00:00.000Z"}
{"Id":"auth0|2","Given Name":"Al","Email":"al@example.com","Email Verified":false,"Connection":"Username-Password-Authentication"}
`;
    expect(readUserFile(text)).toEqual([
      { user_id: '1', nickname: 'jo', email: 'jo@example.com', email_verified: true },
      { user_id: '2', given_name: 'Al', email: 'al@example.com', email_verified: false },
    ]);
  });

  it('reads an export with the members of users', () => {
    const text = `{"user_id":"auth0|1","email":"jo@example.com","identities":[],"user_metadata":{"a":1},"logins_count":3}`;
    expect(readUserFile(text)).toEqual([
      { user_id: '1', email: 'jo@example.com', user_metadata: { a: 1 } },
    ]);
  });

  it('reads an export with password hashes', () => {
    const text = `{"_id":{"$oid":"60425dc43519d90068f82973"},"email_verified":false,"email":"jo@example.com","passwordHash":"${bcryptHash}","tenant":"x"}`;
    expect(readUserFile(text)).toEqual([
      {
        user_id: '60425dc43519d90068f82973',
        email: 'jo@example.com',
        email_verified: false,
        password_hash: bcryptHash,
      },
    ]);
  });

  it.each([
    ['[{"email":', /^is not JSON: /],
    ['', /^has no users$/],
    ['{"email":"a@example.com"}\n\nsecret', /^is neither .* line 3 is not a JSON object$/],
  ])('refuses %j in words', (text, words) => {
    expect(() => readUserFile(text)).toThrow(words);
  });
});
