import { readTenantConfig } from './config.ts';
import { readSettingsFile } from './settings.ts';
import { startTenant } from './tenant.ts';
import type { RunningTenant } from './tenant.ts';

/** `npm run tenant`: the local tenant alone, until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const { port, host, settingsFile } = readTenantConfig(process.env);
  const tenant = await startTenant({ settings: readSettingsFile(settingsFile), port, host });
  const stop = (): void => {
    void tenant.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  console.log(welcome(tenant));
}

function welcome({ url, settings }: RunningTenant): string {
  const { clients, resource_servers, users } = settings;
  const client = clients.find(({ grant_types }) => grant_types.includes('password'));
  return [
    `Local tenant: ${url}/`,
    '',
    'Accounts (never for production):',
    ...users.map(({ email, password }) => `  ${email}  ${password}`),
    '',
    'For a gateway:',
    `  AUTH0_DOMAIN=${url}`,
    `  AUTH0_CLIENT_ID=${client?.client_id ?? ''}`,
    `  AUTH0_CLIENT_SECRET=${client?.client_secret ?? ''}`,
    `  AUTH0_AUDIENCE=${resource_servers[0]?.identifier ?? ''}`,
  ].join('\n');
}

function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'EADDRINUSE'
    ? `TENANT_PORT: ${error.message.replace('listen EADDRINUSE: ', '')}`
    : error.message;
}

try {
  await main();
} catch (error) {
  console.error(startFailure(error));
  process.exitCode = 1;
}
