import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { connectionId } from '../../../src/tenant/logs/tenant-logs.ts';
import { managementTenant, refusal } from './support.ts';
import type { ManagementTenant } from './support.ts';

const connection_id = connectionId('Username-Password-Authentication');
let tenant: ManagementTenant;

beforeEach(async () => {
  tenant = await managementTenant();
});

/** Posts a form to `/jobs/users-imports`. */
async function upload(fields: Record<string, string | Blob>, scope = 'create:users') {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const authorization = `Bearer ${await tenant.managementToken({ scope })}`;
  const response = await fetch(`${tenant.url}/api/v2/jobs/users-imports`, {
    ...{ method: 'POST', headers: { authorization }, body },
  });
  return { status: response.status, body: (await response.json()) as { id: string } };
}

const fileOf = (content: unknown): Blob => new Blob([JSON.stringify(content)]);

describe('POST /api/v2/jobs/users-imports', () => {
  it('imports users who can log in, and tells who was left out', async () => {
    const password = 'Purple-Kettle-9-Violin';
    const password_hash = await bcrypt.hash(password, 4);
    const { status, body } = await upload({
      users: fileOf([
        { email: 'jo@example.com', email_verified: true, password_hash },
        { email: 'admin@example.com', password_hash },
      ]),
      ...{ connection_id, external_id: 'batch-7', send_completion_email: 'false' },
    });
    const job = {
      ...{ type: 'users_import', status: 'pending', created_at: '2026-03-01T12:00:00.500Z' },
      ...{ id: expect.stringMatching(/^job_\w{16}$/), connection_id, upsert: false },
      ...{ external_id: 'batch-7', send_completion_email: false },
    };
    expect([status, body]).toEqual([202, job]);
    expect((await tenant.call('GET', `/jobs/${body.id}`)).body).toEqual({
      ...job,
      status: 'completed',
      summary: { failed: 1, updated: 0, inserted: 1, total: 2 },
    });
    expect((await tenant.call('GET', `/jobs/${body.id}/errors`)).body).toEqual([
      {
        user: { email: 'admin@example.com', password_hash: '*****' },
        errors: [{ code: 'CONFLICT_EMAIL', message: 'a user has this address', path: 'email' }],
      },
    ]);
    expect((await tenant.login({ username: 'jo@example.com', password })).status).toBe(200);
    expect(JSON.stringify(await tenant.logs())).not.toContain(password_hash);
  });

  it('changes users who exist, with upsert', async () => {
    const users = fileOf([{ email: 'admin@example.com', given_name: 'Ada' }]);
    const { body } = await upload({ users, connection_id, upsert: 'true' });
    expect((await tenant.call('GET', `/jobs/${body.id}`)).body).toMatchObject({
      summary: { failed: 0, updated: 1, inserted: 0, total: 1 },
    });
    expect(await tenant.call('GET', `/jobs/${body.id}/errors`)).toMatchObject({
      status: 204,
      text: '',
    });
  });

  it('fails for a file that is not a JSON array', async () => {
    const { status, body } = await upload({ users: fileOf({}), connection_id });
    expect(status).toBe(202);
    const failed = {
      status: 'failed',
      status_details:
        'Failed to parse users file JSON when importing users. Make sure it is valid JSON.',
    };
    expect((await tenant.call('GET', `/jobs/${body.id}`)).body).toMatchObject(failed);
    expect((await tenant.call('GET', `/jobs/${body.id}/errors`)).body).toMatchObject(failed);
  });

  it('refuses a form without a file, an unknown connection, too much, and a body of another type', async () => {
    const users = fileOf([]);
    expect((await upload({ connection_id })).body).toMatchObject({ errorCode: 'invalid_body' });
    expect((await upload({ users, connection_id: 'con_0' })).body).toMatchObject({
      errorCode: 'invalid_body',
    });
    expect((await upload({ users, connection_id: 'con_0000000000000000' })).body).toEqual(
      refusal(400, 'Bad Request', 'The connection does not exist.', 'inexistent_connection'),
    );
    const large = await upload({ users: new Blob(['x'.repeat(512_000)]), connection_id });
    expect(large.body).toEqual(
      refusal(
        ...([413, 'Request Entity Too Large'] as const),
        'Payload content length greater than maximum allowed: 512000',
      ),
    );
    expect((await upload({ users, connection_id }, 'read:users')).body).toMatchObject({
      message: 'Insufficient scope, expected any of: create:users',
    });
    const json = await tenant.call('POST', '/jobs/users-imports', { body: { connection_id } });
    expect(json.status).toBe(415);
  });
});

describe('POST /api/v2/jobs/users-exports', () => {
  /** Exports users, and returns the text of the file. */
  async function exported(body: object): Promise<string> {
    const { body: job } = await tenant.call('POST', '/jobs/users-exports', { body });
    expect(job).toMatchObject({ type: 'users_export', status: 'pending', ...body });
    const done = await tenant.call('GET', `/jobs/${(job as { id: string }).id}`);
    const { status, location } = done.body as { status: string; location: string };
    expect(status).toBe('completed');
    const response = await fetch(location);
    return gunzipSync(await response.arrayBuffer()).toString();
  }

  it('writes lines of JSON with the fields, of as many users as the limit says', async () => {
    const fields = [{ name: 'user_id' }, { name: 'identities[0].connection', export_as: 'db' }];
    const text = await exported({ connection_id, format: 'json', limit: 1, fields });
    expect(text).toBe(
      '{"user_id":"auth0|6500000000000000000000a1","db":"Username-Password-Authentication"}\n',
    );
  });

  it('writes CSV in which no text is a formula', async () => {
    const email = 'formula@example.com';
    await upload({ users: fileOf([{ email, name: '=1+"1"' }]), connection_id });
    const fields = [{ name: 'name' }, { name: 'email_verified' }, { name: 'blocked' }];
    const lines = (await exported({ format: 'csv', fields })).split('\n');
    expect(lines[0]).toBe('"name","email_verified","blocked"');
    expect(lines).toContain(`"'=1+""1""",false,`);
  });

  it('has all users, with headings of its own, by default', async () => {
    const [heading, ...lines] = (await exported({ format: 'csv' })).trim().split('\n');
    expect(heading).toContain('"Id","Given Name"');
    const { body } = await tenant.call('GET', '/users');
    expect(lines).toHaveLength((body as unknown[]).length);
  });

  it.each([
    [{ format: 'xml' }, 'invalid_body'],
    [{ limit: 0 }, 'invalid_body'],
    [{ connection_id: 'con_0000000000000000' }, 'inexistent_connection'],
  ])('refuses %j', async (body, errorCode) => {
    const answer = await tenant.call('POST', '/jobs/users-exports', { body });
    expect([answer.status, answer.body]).toMatchObject([400, { errorCode }]);
  });

  it('shows no file without its URL', async () => {
    const response = await fetch(`${tenant.url}/user-exports/undefined/gatehouse.csv.gz`);
    expect(response.status).toBe(404);
  });
});
