// `npm run dev`: runs the gateway in a process of its own, which scripts/watch.js starts. The local tenant and Vite have processes of
// their own too.
import process from 'node:process';
import type { TenantConfig } from '../tenant/config.ts';
import type {
  ClockFollowed,
  ClockMoved,
  HookServed,
  TenantFound,
  TenantWanted,
} from '../tenant/dev-messages.ts';
import type { RunningTenant } from '../tenant/tenant.ts';
import type { CurrentUser } from '../tenant/users/seeded-users.ts';
import type { DevelopmentWeb } from '../gateway.ts';
import { startUp } from './start-up.ts';

let web: DevelopmentWeb = { state: 'building' };
process.on('message', (message: WebChanged | TenantFound | ClockMoved) => {
  if ('web' in message) ({ web } = message);
});

// The watcher passes the mistakes of .env as arguments.
await startUp(process.env, {
  found: process.argv.slice(2),
  startTenant: findTenant,
  web: () => web,
});

/** From Vite, passed on by the watcher: the state of the app. */
interface WebChanged {
  web: DevelopmentWeb;
}

/**
 * Asks the watcher for the local tenant. The watcher starts the tenant if necessary. The clock of this process then follows the
 * tenant's clock.
 */
function findTenant({ settings, state }: TenantConfig): Promise<RunningTenant> {
  let clockOffset = 0;
  return new Promise((resolve) => {
    process.on('message', (message: WebChanged | TenantFound | ClockMoved) => {
      if ('web' in message) return;
      if ('clockOffset' in message) {
        ({ clockOffset } = message);
        if (message.move !== undefined) tell({ followed: message.move });
      } else if (message.found) {
        const { url, issuer, smtpUrl } = message.found;
        ({ clockOffset } = message.found);
        const now = () => new Date(Date.now() + clockOffset);
        const useHook = (hookUrl: string) => {
          tell({ hookUrl });
        };
        resolve({
          ...{ url, issuer, smtpUrl, settings, state, now, useHook },
          notices: [], // The tenant's process has printed them.
          currentUsers: () => currentUsers(issuer),
          close: () => Promise.resolve(),
        });
      } else {
        // The tenant has already printed why it did not start.
        process.exit(1);
      }
    });
    tell({ wanted: 'tenant' });
  });
}

/** Asks the tenant for its users. Their passwords may have changed since it started. */
async function currentUsers(issuer: string): Promise<CurrentUser[]> {
  const response = await fetch(issuer, { headers: { accept: 'application/json' } });
  const { users } = (await response.json()) as { users: CurrentUser[] };
  return users;
}

function tell(message: TenantWanted | ClockFollowed | HookServed): void {
  process.send?.(message);
}
