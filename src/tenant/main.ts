import { accountLines } from './account-lines.ts';
import { readTenantConfig } from './config.ts';
import { startTenant } from './tenant.ts';
import type { RunningTenant } from './tenant.ts';

/** Runs the local tenant alone (`npm run tenant`), until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const tenant = await startTenant(readTenantConfig(process.env));
  const stop = (): void => {
    void tenant.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  console.log(welcome(tenant));
}

function welcome({ url, settings }: RunningTenant): string {
  const { clients, resource_servers, users } = settings;
  const client = clients.find(({ grant_types }) => grant_types.includes('password'));
  return `
  The local tenant is ready: ${url}/   (open it in a browser)

  Accounts
${accountLines(users)
  .map((line) => `    ${line}`)
  .join('\n')}

  For a gateway
    AUTH0_DOMAIN=${url}
    AUTH0_CLIENT_ID=${client?.client_id ?? ''}
    AUTH0_CLIENT_SECRET=${client?.client_secret ?? ''}
    AUTH0_AUDIENCE=${resource_servers[0]?.identifier ?? ''}
`;
}

function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error)) return error.message;
  if (error.code === 'EADDRINUSE' && 'port' in error)
    return `Port ${String(error.port)} is in use: stop the other program, or set TENANT_PORT to another port.`;
  if ('hostname' in error) return `HOST cannot be resolved: ${String(error.hostname)}.`;
  return error.message;
}

try {
  await main();
} catch (error) {
  console.error(startFailure(error));
  process.exitCode = 1;
}
