import {
  accountLines,
  findGatewayClient,
  findGatewayConnection,
  listUsers,
  stateLine,
} from './accounts.ts';
import { readTenantConfig } from './config.ts';
import { describeStartFailure } from './start-failure.ts';
import { startTenant } from './tenant.ts';
import type { RunningTenant } from './tenant.ts';

/** Runs the local tenant alone (`npm run tenant`), until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const tenant = await startTenant(readTenantConfig(process.env));
  const stop = (): void => {
    void tenant.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  console.log(await welcome(tenant));
}

async function welcome({
  url,
  smtpUrl,
  settings,
  currentUsers,
  state,
  notices,
}: RunningTenant): Promise<string> {
  const client = findGatewayClient(settings);
  const connection = findGatewayConnection(settings, client)?.name;
  const users = client
    ? listUsers({ settings, users: await currentUsers() }, client, connection)
    : [];
  const hookSecret = settings.actions.secrets['GATEHOUSE_HOOK_SECRET'];
  const lines =
    users.length > 0
      ? accountLines(users.map((user) => ({ user })))
      : ['None can sign in: add users of the connection to TENANT_FILE, or sign up.'];
  return `
  The local tenant is ready: ${url}/   (open it in a browser)

  ${stateLine(state)}${
    smtpUrl === undefined
      ? ''
      : `
  Mails of your programs go to ${smtpUrl}, and from there to ${url}/outbox.`
  }
${notices.map((notice) => `  ${notice}\n`).join('')}
  Accounts
${lines.map((line) => `    ${line}`).join('\n')}

  For a gateway
    AUTH0_DOMAIN=${url}
    AUTH0_CLIENT_ID=${client?.client_id ?? ''}
    AUTH0_CLIENT_SECRET=${client?.client_secret ?? ''}
    AUTH0_CONNECTION=${connection ?? ''}
    AUTH0_AUDIENCE=${settings.resource_servers[0]?.identifier ?? ''}${hookSecret === undefined ? '' : `\n    AUTH0_HOOK_SECRET=${hookSecret}`}
`;
}

try {
  await main();
} catch (error) {
  console.error(describeStartFailure(error));
  process.exitCode = 1;
}
