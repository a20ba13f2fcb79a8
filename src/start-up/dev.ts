// `npm run dev`: the gateway as a process of its own, started by scripts/watch.js. So are its local tenant and Vite.
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

/** Asks the watcher for the tenant, which it starts if need be. The clock of this process then follows the tenant's. */
function findTenant({ settings }: TenantConfig): Promise<RunningTenant> {
  let clockOffset = 0;
  return new Promise((resolve) => {
    process.on('message', (message: WebChanged | TenantFound | ClockMoved) => {
      if ('web' in message) return;
      if ('clockOffset' in message) {
        ({ clockOffset } = message);
        if (message.move !== undefined) tell({ followed: message.move });
      } else if (message.found) {
        const { url, issuer } = message.found;
        ({ clockOffset } = message.found);
        const now = () => new Date(Date.now() + clockOffset);
        const useHook = (hookUrl: string) => {
          tell({ hookUrl });
        };
        resolve({ url, issuer, settings, now, useHook, close: () => Promise.resolve() });
      } else {
        // The tenant has said why it did not start.
        process.exit(1);
      }
    });
    tell({ wanted: 'tenant' });
  });
}

function tell(message: TenantWanted | ClockFollowed | HookServed): void {
  process.send?.(message);
}
