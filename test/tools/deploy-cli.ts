// `npm run test:tools`: auth0-deploy-cli, unmodified, exports the tenant's roles to a folder and imports what a person changed there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { Agent, request } from 'undici';
import { managementScopes } from '../../src/tenant/resource-servers/management-scopes.ts';
import { defaultSettingsFile, readSettingsFile } from '../../src/tenant/settings/settings-file.ts';
import { startTenant } from '../../src/tenant/tenant.ts';
import type { RunningTenant } from '../../src/tenant/tenant.ts';

const program = fileURLToPath(
  new URL('node_modules/auth0-deploy-cli/lib/index.js', import.meta.url),
);
const folder = mkdtempSync(join(tmpdir(), 'deploy-cli-'));
const exported = join(folder, 'exported');
const ca = join(folder, 'ca.pem');

const client = {
  client_id: 'gatehouse-local-management',
  client_secret: 'local-management-secret-NOT-FOR-PRODUCTION',
};

let tenant: RunningTenant;
before(async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
  writeFileSync(ca, cert);
  const settings = readSettingsFile(defaultSettingsFile);
  const [grant] = settings.client_grants;
  if (grant) grant.scope = [...managementScopes];
  tenant = await startTenant({ settings, port: 0, tls: { key, cert } });
});
after(async () => {
  await tenant.close();
  rmSync(folder, { recursive: true });
});

/** Runs the program against the tenant. An error shows what the program has printed. */
async function deployCli(...args: string[]): Promise<void> {
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: ca,
    AUTH0_DOMAIN: new URL(tenant.url).host,
    AUTH0_CLIENT_ID: client.client_id,
    AUTH0_CLIENT_SECRET: client.client_secret,
    AUTH0_INCLUDED_ONLY: '["roles"]',
  };
  const child = spawn(process.execPath, [program, ...args], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 0, output);
}

void test('exports roles with their permissions, and imports a changed one', async () => {
  await deployCli('export', '--format', 'directory', '--output_folder', exported);
  const roles = join(exported, 'roles');
  assert.deepEqual(readdirSync(roles).sort(), ['admin.json', 'editor.json', 'support.json']);
  const editor = JSON.parse(readFileSync(join(roles, 'editor.json'), 'utf8')) as {
    description: string;
    permissions: object[];
  };
  assert.deepEqual(editor.permissions, [
    {
      permission_name: 'read:users',
      resource_server_identifier: 'https://api.gatehouse.example',
    },
  ]);

  editor.description = 'Changed in the folder';
  editor.permissions.push({
    permission_name: 'read:orders',
    resource_server_identifier: 'https://api.gatehouse.example',
  });
  writeFileSync(join(roles, 'editor.json'), JSON.stringify(editor));
  await deployCli('import', '--input_file', exported);
  const [, changed] = await callTenant<Role[]>('/api/v2/roles');
  assert.equal(changed?.description, editor.description);
  const permissions = await callTenant<{ permission_name: string }[]>(
    `/api/v2/roles/${changed.id}/permissions`,
  );
  const names = permissions.map(({ permission_name }) => permission_name);
  assert.deepEqual(names.sort(), ['read:orders', 'read:users']);
});

interface Role {
  id: string;
  description: string;
}

/** Reads from the Management API. */
async function callTenant<Answer>(path: string): Promise<Answer> {
  const dispatcher = new Agent({ connect: { ca: readFileSync(ca, 'utf8') } });
  const form = { ...client, grant_type: 'client_credentials', audience: `${tenant.issuer}api/v2/` };
  const body = new URLSearchParams(form).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const login = { method: 'POST', headers, body, dispatcher } as const;
  const { access_token } = (await (
    await request(`${tenant.url}/oauth/token`, login)
  ).body.json()) as { access_token: string };
  const authorization = `Bearer ${access_token}`;
  const answer = await request(tenant.url + path, { headers: { authorization }, dispatcher });
  const read = (await answer.body.json()) as Answer;
  await dispatcher.close();
  return read;
}
