// Run as a program of its own by sdk.test.ts: the certificate authority of a process is set when it starts.
import { gunzipSync } from 'node:zlib';
import { ManagementClient, ManagementError } from 'auth0';

const [domain = ''] = process.argv.slice(2);
const userId = 'auth0|6500000000000000000000b1';

const management = new ManagementClient({
  domain,
  clientId: 'gatehouse-local-management',
  clientSecret: 'local-management-secret-NOT-FOR-PRODUCTION',
});

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return error.body;
  }
}

const user = await management.users.get(userId);
const updated = await management.users.update(userId, { user_metadata: { theme: 'dark' } });
const found = await management.users.list({ q: 'email:"user@example.com"', search_engine: 'v3' });
const byEmail = await management.users.listUsersByEmail({ email: 'user@example.com' });
const connections = await management.connections.list({
  name: 'Username-Password-Authentication',
});
const factors = await management.guardian.factors.list();
const job = await management.jobs.verificationEmail.create({ user_id: userId });
const done = await management.jobs.get(job.id);
const { id: connection_id = '' } = connections.data[0] ?? {};
const users = Buffer.from(JSON.stringify([{ email: 'imported@example.com' }, { email: 'no' }]));
const importJob = await management.jobs.usersImports.create({ users, connection_id });
const imported = await management.jobs.get(importJob.id);
const importErrors = await management.jobs.errors.get(importJob.id);
const exportJob = await management.jobs.usersExports.create({
  connection_id,
  format: 'json',
  fields: [{ name: 'email' }],
});
const { location = '' } = await management.jobs.get(exportJob.id);
const file = gunzipSync(await (await fetch(location)).arrayBuffer()).toString();
const { id: roleId = '' } = await management.roles.create({ name: 'Auditor' });
await management.roles.permissions.add(roleId, {
  permissions: [
    { resource_server_identifier: 'https://api.gatehouse.example', permission_name: 'read:orders' },
  ],
});
await management.users.roles.assign(userId, { roles: [roleId] });
const roles = await management.users.roles.list(userId);
const permissions = await management.users.permissions.list(userId);
const members = await management.roles.users.list(roleId);
await management.roles.delete(roleId);
const left = await management.users.roles.list(userId);
const refreshTokens = await management.users.refreshToken.list(userId);
const sessions = await management.users.sessions.list(userId);
await management.users.refreshToken.delete(userId);
const userLogs = await management.users.logs.list(userId);
const missing = await errorOf(management.users.get('auth0|nobody'));
const forbidden = await errorOf(management.users.delete(userId));

console.log(
  JSON.stringify({
    user: user.email,
    updated: updated.user_metadata,
    found: found.data.map(({ email }) => email),
    byEmail: byEmail.map(({ email }) => email),
    connections: connections.data.map(({ name, strategy }) => [name, strategy]),
    factors: factors.filter(({ enabled }) => enabled).map(({ name }) => name),
    job: [job.status, done.status],
    imported: [importJob.status, imported.summary, importErrors],
    exported: file.includes('{"email":"imported@example.com"}\n'),
    roles: [roles.data, left.data].map((list) => list.map(({ name }) => name)),
    permissions: permissions.data.map(({ permission_name }) => permission_name),
    members: members.data.map(({ email }) => email),
    refreshTokens: [refreshTokens.data, sessions.data],
    userLogs: userLogs.data.map(({ type }) => type),
    missing,
    forbidden,
  }),
);
