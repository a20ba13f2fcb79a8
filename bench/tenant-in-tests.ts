import { startTenant, type TestTenant } from '../src/tenant/testing.ts';
import { inTurns, report } from './in-turns.ts';
import { unlessShort } from './short.ts';

// Measures the CPU time of a local tenant in a test: start, reset, and start with a login. The modules are loaded and the keys are
// made before, as they are for all but the first tenant of a test run.
const rounds = unlessShort(30, 1);

const tenant = await startTenant();
await login(tenant);

report(
  'CPU time of a local tenant in a test',
  await inTurns(rounds, {
    start: () => cpuOf(async () => (await startTenant()).close()),
    reset: () => cpuOf(() => tenant.control.reset()),
    'start and login': () =>
      cpuOf(async () => {
        const own = await startTenant();
        await login(own);
        await own.close();
      }),
  }),
);
await tenant.close();

async function login({ issuer }: TestTenant): Promise<void> {
  const body = new URLSearchParams({
    grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
    client_id: 'gatehouse-local',
    client_secret: 'local-tenant-secret-NOT-FOR-PRODUCTION',
    realm: 'Username-Password-Authentication',
    username: 'user@example.com',
    password: 'Correct-Horse-7-Battery',
    scope: 'openid',
  });
  const { status } = await fetch(`${issuer}oauth/token`, { method: 'POST', body });
  if (status !== 200) throw new Error(`the login failed: ${status}`);
}

/** Returns the CPU time of an action, in microseconds. */
async function cpuOf(act: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
