import { beforeAll, describe, expect, it } from '@jest/globals';
import { connectionName } from '../support.ts';
import { admin, managementTenant, refusal, userPath } from './support.ts';
import type { ManagementTenant } from './support.ts';

let tenant: ManagementTenant;
beforeAll(async () => {
  tenant = await managementTenant(({ settings }) => {
    const user = settings.users.find(({ email }) => email === 'user@example.com');
    if (user) user.user_metadata = { plan: 'free', tags: ['a', 'b'], size: { width: 10 } };
  });
});

const members = async (path: string, name: string): Promise<unknown[]> =>
  ((await tenant.call('GET', path)).body as Record<string, unknown>[]).map((user) => user[name]);

describe('contract 13.4: GET /api/v2/users/{id}', () => {
  it('tells of the last login once there was one', async () => {
    const other = await managementTenant();
    await other.login();
    expect((await other.call('GET', userPath(admin))).body).toMatchObject({
      last_login: '2026-03-01T12:00:00.500Z',
      last_ip: '127.0.0.1',
      logins_count: 1,
    });
  });

  it('tells that there is a second factor', async () => {
    const other = await managementTenant(({ admin: user }) => {
      user.authentication_methods = [
        { type: 'totp', totp_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
      ];
    });
    const { body } = await other.call('GET', userPath(admin));
    expect(body).toHaveProperty('multifactor', ['guardian']);
  });

  it('takes an id however long, percent-encoded', async () => {
    const { status, body } = await tenant.call('GET', userPath(`auth0|${'é'.repeat(250)}`));
    expect([status, body]).toEqual([
      404,
      refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user'),
    ]);
  });
});

describe('contract 13.4: GET /api/v2/users', () => {
  const query = (q: string): string => `/users?search_engine=v3&q=${encodeURIComponent(q)}`;

  it.each([
    ['email:"ADMIN@example.com"', ['admin@example.com']],
    ['email:admin@example.com', ['admin@example.com']],
    ['user_id:"auth0|6500000000000000000000e1"', ['editor@example.com']],
    ['username:"nobody"', []],
    ['email:"a AND b"', []],
    [
      `email:"user@example.com" AND identities.connection:"${connectionName}"`,
      ['user@example.com'],
    ],
    ['email:"user@example.com" AND identities.connection:"elsewhere"', []],
    [
      'email:"user@example.com" OR email:"admin@example.com" AND user_id:"nobody"',
      ['user@example.com'],
    ],
    ['email:adm*', ['admin@example.com']],
    ['email:*@example.com AND NOT name:"ED Editor"', ['admin@example.com', 'user@example.com']],
    ['name:"Ada Admin" OR nickname:ed?tor', ['admin@example.com', 'editor@example.com']],
    ['-(email:admin* OR email:editor*)', ['user@example.com']],
    ['email:("user@example.com" OR editor*)', ['user@example.com', 'editor@example.com']],
    ['created_at:[2026-03-01 TO *] AND _exists_:user_metadata.plan', ['user@example.com']],
    ['created_at:[2026-03-02 TO *]', []],
    [
      'created_at:{* TO 2026-03-02}',
      ['admin@example.com', 'user@example.com', 'editor@example.com'],
    ],
    ['user_metadata.plan:free AND user_metadata.tags:"b"', ['user@example.com']],
    ['user_metadata.size.width:[10 TO 20]', ['user@example.com']],
    ['user_metadata.size.width:{10 TO 20}', []],
    ['app_metadata.plan:free', []],
    [
      'email_verified:true AND NOT _exists_:blocked',
      ['admin@example.com', 'user@example.com', 'editor@example.com'],
    ],
  ])('finds by %s', async (q, emails) => {
    expect(await members(query(q), 'email')).toEqual(emails);
  });

  it('finds a username with quotation marks and backslashes in it', async () => {
    const other = await managementTenant(({ admin: user }) => {
      user.username = String.raw`a"b\c OR d`;
    });
    const q = encodeURIComponent(String.raw`username:"a\"b\\c OR d"`);
    const { body } = await other.call('GET', `/users?q=${q}&fields=user_id`);
    expect(body).toEqual([{ user_id: admin }]);
  });

  it.each(['', '*'])('finds everybody by "%s"', async (q) => {
    const path = q === '' ? '/users' : query(q);
    expect(await members(path, 'email')).toHaveLength(3);
  });

  it.each([
    ' ',
    'email:"a" OR',
    'OR email:"a"',
    'email:"a"email:"b"',
    'email:"a" email:"b"',
    'email:',
    'email:"a" NOT email:"b"',
    '(email:"a"',
    'email:"a")',
    'NOT',
    'email:[1 TO',
    'metadata.a:"b"',
    'constructor:"a"',
  ])('refuses %s rather than guess', async (q) => {
    expect((await tenant.call('GET', query(q))).body).toEqual(
      refusal(
        400,
        'Bad Request',
        expect.stringContaining('Query validation error'),
        'invalid_query_string',
      ),
    );
  });

  it.each([
    ['name:1', ['admin@example.com', 'editor@example.com', 'user@example.com']],
    ['email:-1', ['user@example.com', 'editor@example.com', 'admin@example.com']],
  ])('sorts by %s', async (sort, emails) => {
    expect(await members(`/users?sort=${sort}`, 'email')).toEqual(emails);
  });

  it('pages, with totals when asked', async () => {
    const { body } = await tenant.call(
      'GET',
      '/users?page=1&per_page=2&include_totals=true&fields=user_id',
    );
    expect(body).toEqual({
      start: 2,
      limit: 2,
      length: 1,
      total: 3,
      users: [{ user_id: expect.stringMatching(/^auth0\|/) }],
    });
  });

  it.each([
    ['page=x', "'Object didn't pass validation for format integer: x' on property page."],
    ['per_page=101', "'Value is too long or too large, maximum 100' on property per_page."],
    ['search_engine=v4', 'on property search_engine.'],
    ['sort=email', "'Object didn't pass validation for format sort: email' on property sort."],
    ['sort=password:1', 'for format sort'],
  ])('refuses %s', async (parameters, message) => {
    const { status, body } = await tenant.call('GET', `/users?${parameters}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      message: expect.stringContaining(message),
      errorCode: 'invalid_query_string',
    });
  });
});

it('pages through the first 1,000 users, and no further', async () => {
  expect((await tenant.call('GET', '/users?page=9&per_page=100')).status).toBe(200);
  const { status, body } = await tenant.call('GET', '/users?page=10&per_page=100');
  expect([status, body]).toEqual([
    400,
    refusal(
      400,
      'Bad Request',
      expect.stringContaining('You can only page through the first 1000 records.'),
      'invalid_paging',
    ),
  ]);
});
