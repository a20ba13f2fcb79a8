import { beforeEach, describe, expect, it } from '@jest/globals';
import { testTenant } from '../support.ts';
import type { Answer, Seed, TestTenant } from '../support.ts';
import { mails, requestReset } from './support.ts';

describe('contract 11.2: POST /dbconnections/change_password', () => {
  let tenant: TestTenant;
  beforeEach(async () => {
    tenant = await testTenant();
  });

  it('has a mail sent with a link', async () => {
    const { status, text, headers } = await requestReset(tenant, { email: 'Admin@Example.com' });
    expect(status).toBe(200);
    expect(text).toBe("We've just sent you an email to reset your password.");
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await mails(tenant)).toEqual([
      {
        channel: 'email',
        to: 'admin@example.com',
        template: 'reset_email',
        text: expect.stringContaining('Gatehouse local tenant'),
        link: expect.stringMatching(`^${tenant.issuer}u/reset-password\\?ticket=[0-9A-Za-z]{32}#$`),
        sentAt: '2026-03-01T12:00:00.500Z',
      },
    ]);
  });

  it('U06: answers alike for an address that nobody has, and sends nothing', async () => {
    const seen = ({ status, text, headers }: Answer): unknown => ({
      status,
      text,
      headers: [...headers].filter(([name]) => name !== 'date' && name !== 'x-auth0-requestid'),
    });
    const known = await requestReset(tenant);
    const unknown = await requestReset(tenant, { email: 'nobody@example.com' });
    expect(seen(unknown)).toEqual(seen(known));
    expect(await mails(tenant)).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, object]>([
    ['no address', { email: '' }, { error: 'email is required' }],
    [
      'a username',
      { email: 'admin' },
      { error: 'error in email - email format validation failed: admin' },
    ],
    [
      'an unknown connection',
      { connection: 'nowhere' },
      { error: 'invalid_request', error_description: 'the connection was not found' },
    ],
    [
      'no connection',
      { connection: '' },
      { error: 'invalid_request', error_description: 'Missing required parameter: connection' },
    ],
    [
      'a client the connection is not enabled for',
      { client_id: 'gatehouse-local-management' },
      { error: 'invalid_request', error_description: 'the connection was disabled' },
    ],
  ])('refuses %s', async (_title, parameters, body) => {
    const answer = await requestReset(tenant, parameters);
    expect([answer.status, answer.body]).toEqual([400, body]);
    expect(await mails(tenant)).toEqual([]);
  });

  it('finds nobody by a username that looks like an address', async () => {
    await tenant.signUp({ username: 'boss@example.com' });
    await requestReset(tenant, { email: 'boss@example.com' });
    expect(await mails(tenant)).toMatchObject([{ template: 'verify_email' }]);
  });

  it('looks into the connection named, and no other', async () => {
    const two = await testTenant(({ settings, connection }) => {
      settings.connections.push({ ...structuredClone(connection), name: 'employees-db' });
    });
    await requestReset(two, { connection: 'employees-db' });
    expect(await mails(two)).toEqual([]);
  });

  it('is refused where the connection forbids it', async () => {
    const strict = await testTenant(({ connection }: Seed) => {
      connection.options.disable_self_service_change_password = true;
    });
    const answer = await requestReset(strict);
    expect([answer.status, answer.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('tells of its bucket in its headers (7.6)', async () => {
    const { headers } = await requestReset(tenant);
    expect(headers.get('x-ratelimit-limit')).toBe('10');
    expect(headers.get('x-ratelimit-remaining')).toBe('9');
    expect(headers.get('x-ratelimit-reset')).toBe('1772366461');
  });

  it.each([
    [false, null],
    [true, '60'],
  ])(
    'takes ten requests for one address, then one a minute (7.6); Retry-After: %s',
    async (retry_after, expected) => {
      const limited = await testTenant(({ settings }) => {
        settings.unconfirmed.retry_after = retry_after;
      });
      for (let count = 0; count < 10; count += 1) {
        expect((await requestReset(limited)).status).toBe(200);
      }
      const { status, body, headers } = await requestReset(limited, { email: 'ADMIN@example.com' });
      expect([status, body['error']]).toEqual([429, 'too_many_requests']);
      expect(headers.get('retry-after')).toBe(expected);
      expect((await requestReset(limited, { email: 'user@example.com' })).status).toBe(200);
      limited.advance(60_000);
      expect((await requestReset(limited)).status).toBe(200);
    },
  );

  it('U06: limits requests for an address that nobody has just so', async () => {
    const email = 'nobody@example.com';
    for (let count = 0; count < 10; count += 1) await requestReset(tenant, { email });
    expect((await requestReset(tenant, { email })).status).toBe(429);
  });
});
