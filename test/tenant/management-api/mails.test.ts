import { beforeEach, describe, expect, it } from '@jest/globals';
import { connectionName, password } from '../support.ts';
import { admin, managementTenant, refusal, userPath } from './support.ts';
import type { ManagementAnswer, ManagementTenant } from './support.ts';

let tenant: ManagementTenant;
beforeEach(async () => {
  tenant = await managementTenant(({ admin: user }) => {
    user.email_verified = false;
  });
});

const post = (path: string, body: unknown): Promise<ManagementAnswer> =>
  tenant.call('POST', path, { body });
const invalidBody = (message: unknown): object =>
  refusal(400, 'Bad Request', message, 'invalid_body');
const nobody = refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user');

interface Mail {
  to: string;
  template: string;
  link?: string;
}

async function mails(): Promise<Mail[]> {
  const { body } = await tenant.get('/outbox', { accept: 'application/json' });
  return (body as unknown as { messages: Mail[] }).messages;
}

const verifyMail = (to: string): unknown =>
  expect.objectContaining({ to, template: 'verify_email' });

/** Follows a link that the tenant has sent. */
const follow = (link = ''): Promise<{ status: number }> => tenant.get(link.replace(tenant.url, ''));

const isVerified = async (): Promise<unknown> =>
  ((await tenant.call('GET', userPath(admin))).body as Record<string, unknown>)['email_verified'];

const passwordChange = '/tickets/password-change';
const emailVerification = '/tickets/email-verification';
const link = (page: string): unknown =>
  expect.stringMatching(`^${tenant.issuer}u/${page}\\?ticket=[0-9A-Za-z]{32}#$`);

const result_url = 'https://app.example/done?from=mail';
const identityOf = (user_id: string) => ({ user_id, provider: 'auth0' });
const [, idOfAdmin = ''] = admin.split('|');

/** Follows a link to the end of its redirect, and returns the parameters of the redirect. */
async function redirect(answer: Promise<Response>): Promise<Record<string, string>> {
  const { headers } = await answer;
  const url = new URL(headers.get('location') ?? 'none:');
  expect(url.origin + url.pathname).toBe('https://app.example/done');
  return Object.fromEntries(url.searchParams);
}

describe('contract 13.5: members of tickets and jobs', () => {
  it.each([true, false])('a verified address leads to result_url, named: %s', async (named) => {
    const { body } = await post(emailVerification, {
      ...{ user_id: admin, result_url, includeEmailInRedirect: named },
      identity: identityOf(idOfAdmin),
    });
    const { ticket } = body as { ticket: string };
    expect(await redirect(fetch(ticket, { redirect: 'manual' }))).toEqual({
      from: 'mail',
      supportSignUp: 'true',
      supportForgotPassword: 'true',
      ...(named && { email: 'admin@example.com' }),
      success: 'true',
      code: 'success',
      message: 'Your email was verified. You can continue using the application.',
    });
  });

  it('a chosen password leads to result_url, which the form may go to', async () => {
    const { body } = await post(passwordChange, { user_id: admin, result_url });
    const { ticket } = body as { ticket: string };
    const page = await fetch(ticket);
    expect(page.headers.get('content-security-policy')).toContain(
      "form-action 'self' https://app.example;",
    );
    const chosen = 'Purple-Kettle-9-Violin';
    const id = new URL(ticket).searchParams.get('ticket') ?? '';
    const answer = fetch(`${tenant.url}/u/reset-password`, {
      method: 'POST',
      body: new URLSearchParams({ ticket: id, password: chosen, repeated: chosen }),
      redirect: 'manual',
    });
    expect(await redirect(answer)).toMatchObject({ success: 'true' });
    expect((await tenant.login({ password: chosen })).status).toBe(200);
  });

  it('a new_password is set by the link alone, once, and has to keep the rules', async () => {
    const chosen = 'Purple-Kettle-9-Violin';
    const { body } = await post(passwordChange, { user_id: admin, new_password: chosen });
    const { ticket } = body as { ticket: string };
    expect((await tenant.login({ password: chosen })).status).toBe(403);
    expect((await follow(ticket)).status).toBe(200);
    expect((await tenant.login({ password: chosen })).status).toBe(200);
    expect((await follow(ticket)).status).toBe(404);
    expect(JSON.stringify(await tenant.logs())).not.toContain(chosen);
    expect(await post(passwordChange, { user_id: admin, new_password: 'short' })).toMatchObject({
      status: 400,
    });
  });

  it.each([passwordChange, emailVerification, '/jobs/verification-email'])(
    '%s takes an identity of the user, and no other',
    async (path) => {
      const call = async (user_id: string) =>
        (await post(path, { user_id: admin, identity: identityOf(user_id) })).status;
      expect(await call(idOfAdmin)).toBe(201);
      expect(await call('nobody')).toBe(400);
    },
  );

  it.each(['/relative', 'javascript:alert(1)'])('refuses the result_url %s', async (wrong) => {
    const { body } = await post(emailVerification, { user_id: admin, result_url: wrong });
    expect(body).toEqual(invalidBody(expect.stringContaining('on property result_url')));
  });
});

describe('contract 13.5: /api/v2/jobs', () => {
  it('sends the mail that verifies an address, and tells when that is done', async () => {
    const { status, body } = await post('/jobs/verification-email', {
      user_id: admin,
      client_id: 'gatehouse-local',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      type: 'verification_email',
      status: 'pending',
      created_at: '2026-03-01T12:00:00.500Z',
      id: expect.stringMatching(/^job_\w{16}$/),
    });
    const { id } = body as { id: string };
    expect((await tenant.call('GET', `/jobs/${id}`)).body).toEqual({
      ...(body as object),
      status: 'completed',
    });

    expect(await mails()).toEqual([verifyMail('admin@example.com')]);
    expect((await follow((await mails())[0]?.link)).status).toBe(200);
    expect(await isVerified()).toBe(true);
  });

  it('writes to the log that the mail was asked for (8.1)', async () => {
    await post('/jobs/verification-email', { user_id: admin });
    expect(await tenant.logs()).toMatchObject([
      {
        ...{ type: 'svr', user_id: admin, user_name: 'admin@example.com' },
        ...{ connection: connectionName, details: { body: { user_id: admin } } },
      },
      { type: 'sapi' },
    ]);
  });

  it('lets either of two scopes read a job', async () => {
    const { body } = await post('/jobs/verification-email', { user_id: admin });
    const path = `/jobs/${(body as { id: string }).id}`;
    for (const scope of ['create:users', 'read:users']) {
      expect((await tenant.call('GET', path, { scope })).status).toBe(200);
    }
  });

  it('finds no job by an id that none has', async () => {
    expect((await tenant.call('GET', '/jobs/job_0')).body).toEqual(
      refusal(404, 'Not Found', 'The job does not exist.', 'inexistent_job'),
    );
  });

  it.each([
    [{ user_id: admin, client_id: 'nobody' }, invalidBody('The client does not exist.')],
    [{}, invalidBody(expect.stringContaining('Missing required property: user_id'))],
    [{ user_id: 'auth0|nobody' }, nobody],
  ])('refuses %j and sends nothing', async (body, expected) => {
    expect((await post('/jobs/verification-email', body)).body).toEqual(expected);
    expect(await mails()).toEqual([]);
  });
});

describe('contract 13.4: who is sent a mail to verify their address', () => {
  const create = (body: object): Promise<ManagementAnswer> =>
    post('/users', { connection: connectionName, email: 'new@example.com', password, ...body });

  it.each([{}, { verify_email: true }])('a new user, with %j', async (body) => {
    await create(body);
    expect(await mails()).toEqual([verifyMail('new@example.com')]);
  });

  it.each([{ verify_email: false }, { email_verified: true }])(
    'no new user, with %j',
    async (body) => {
      await create(body);
      expect(await mails()).toEqual([]);
    },
  );

  it('a user whose address changes, if asked for', async () => {
    const patch = (body: object) => tenant.call('PATCH', userPath(admin), { body });
    await patch({ email: 'ada@example.com' });
    expect(await mails()).toEqual([]);
    await patch({ email: 'ada@example.org', verify_email: true });
    expect(await mails()).toEqual([verifyMail('ada@example.org')]);
  });
});

describe('contract 13.5: POST /api/v2/tickets/email-verification', () => {
  it('gives a link that verifies an address, and sends none', async () => {
    const { status, body } = await post(emailVerification, { user_id: admin });
    expect([status, body]).toEqual([201, { ticket: link('email-verification') }]);
    expect(await mails()).toEqual([]);
    await follow((body as { ticket: string }).ticket);
    expect(await isVerified()).toBe(true);
  });

  it('gives one that lives as long as it is told to', async () => {
    const { body } = await post(emailVerification, { user_id: admin, ttl_sec: 60 });
    tenant.advance(60_000);
    await follow((body as { ticket: string }).ticket);
    expect(await isVerified()).toBe(false);
  });

  it.each([
    [{}, invalidBody(expect.stringContaining('Missing required property: user_id'))],
    [{ user_id: 'nobody' }, invalidBody(expect.stringContaining('format user-id'))],
    [{ user_id: admin, client_id: 'nobody' }, invalidBody('The client does not exist.')],
    [{ user_id: 'auth0|nobody' }, nobody],
  ])('refuses %j', async (body, expected) => {
    expect((await post(emailVerification, body)).body).toEqual(expected);
  });
});

describe('contract 13.5: POST /api/v2/tickets/password-change', () => {
  const connectionIdOf = async (name: string): Promise<string> => {
    const { body } = await tenant.call('GET', `/connections?name=${name}`);
    return (body as { id: string }[])[0]?.id ?? '';
  };

  it('gives a link to choose a password with, and sends none', async () => {
    const { status, body } = await post(passwordChange, { user_id: admin });
    expect([status, body]).toEqual([201, { ticket: link('reset-password') }]);
    expect(await mails()).toEqual([]);
    expect((await follow((body as { ticket: string }).ticket)).status).toBe(200);
  });

  it('finds the user by address and connection, too', async () => {
    const connection_id = await connectionIdOf(connectionName);
    const { status } = await post(passwordChange, { email: 'Admin@example.com', connection_id });
    expect(status).toBe(201);
  });

  it.each([
    [{}, invalidBody(expect.stringContaining('Missing required property: user_id'))],
    [
      { email: 'admin@example.com' },
      invalidBody(expect.stringContaining('or email and connection_id')),
    ],
    [
      { email: 'admin@example.com', connection_id: 'con_0' },
      refusal(404, 'Not Found', 'The connection does not exist', 'inexistent_connection'),
    ],
    [{ user_id: admin, ttl_sec: 'long' }, invalidBody(expect.stringContaining('ttl_sec'))],
    [{ user_id: 'auth0|nobody' }, nobody],
  ])('refuses %j', async (body, expected) => {
    expect((await post(passwordChange, body)).body).toEqual(expected);
  });

  it('finds nobody by an address that nobody has', async () => {
    const connection_id = await connectionIdOf(connectionName);
    const { body } = await post(passwordChange, { email: 'nobody@example.com', connection_id });
    expect(body).toEqual(nobody);
  });

  it('L01: writes the link to no log', async () => {
    const { body } = await post(passwordChange, { user_id: admin });
    const [, ticket = ''] = (body as { ticket: string }).ticket.split('ticket=');
    const records = await tenant.logs();
    expect(records).toMatchObject([
      { type: 'sapi', details: { response: { statusCode: 201, body: { ticket: '*****' } } } },
    ]);
    expect(JSON.stringify(records)).not.toContain(ticket.slice(0, 32));
  });
});
