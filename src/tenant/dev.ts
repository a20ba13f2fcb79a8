// `npm run dev`: runs the local tenant in a process of its own, which scripts/watch.js starts.
import process from 'node:process';
import { readTenantConfig } from './config.ts';
import type { ClockFollowed, ClockMoved, HookServed, TenantReady } from './dev-messages.ts';
import { describeStartFailure } from './start-failure.ts';
import { startTenant } from './tenant.ts';

let moves = 0;

// Ctrl-C reaches the gateway too, which needs the tenant until its last request is answered. The watcher then sends SIGTERM.
process.on('SIGINT', () => undefined);

try {
  const tenant = await startTenant({ ...readTenantConfig(process.env), moveFollowers });
  const stop = (): void => {
    void tenant.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('message', (message: ClockFollowed | HookServed) => {
    if ('hookUrl' in message) tenant.useHook(message.hookUrl);
  });
  const { url, issuer, smtpUrl, settings, notices } = tenant;
  for (const notice of notices) console.log(`\n  ${notice}`);
  tell({ tenant: { url, issuer, smtpUrl, settings } });
} catch (error) {
  console.error(describeStartFailure(error));
  process.exit(1);
}

/** Moves the gateway's clock, and waits until the gateway has followed. */
function moveFollowers(clockOffset: number): Promise<void> {
  moves += 1;
  const move = moves;
  return new Promise((resolve) => {
    const listener = (message: ClockFollowed | HookServed) => {
      if (!('followed' in message) || message.followed !== move) return;
      process.off('message', listener);
      resolve();
    };
    process.on('message', listener);
    tell({ clockOffset, move });
  });
}

function tell(message: TenantReady | ClockMoved): void {
  process.send?.(message);
}
