import { accountLines } from './account-lines.ts';
import { readTenantConfig } from './config.ts';
import { describeStartFailure } from './start-failure.ts';
import { startTenant } from './tenant.ts';
import type { RunningTenant } from './tenant.ts';

/** `npm run tenant`: the local tenant alone, until SIGINT or SIGTERM. */
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

try {
  await main();
} catch (error) {
  console.error(describeStartFailure(error));
  process.exitCode = 1;
}
