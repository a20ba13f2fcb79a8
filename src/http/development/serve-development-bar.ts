import type { FastifyInstance } from 'fastify';
import { BarActions } from './bar-actions.ts';
import { refuseOthers } from './own-pages.ts';
import { TenantSwitches } from './tenant-switches.ts';

/** What the development bar of the app shows and does. It exists with the local tenant alone. */
export interface DevelopmentBar {
  /** Lists the accounts that sign in by one click, as they are at present. */
  accounts: () => Promise<readonly BarAccount[]>;
  /** URL of the local tenant, with a trailing slash. */
  tenantUrl: string;
}

/** An account of the local tenant. Its password is public. */
export interface BarAccount {
  email: string;
  password: string;
  roles: readonly string[];
  /** Name of the realm, where the gateway has several. */
  realm?: string;
}

/** Path of what the bar shows. Its actions are below. */
const prefix = '/development/bar';

/**
 * Serves what the app's development bar asks for, to the gateway's own pages on this machine. Without a local tenant the answer is that
 * there is no bar.
 *
 * @param path - path of the GraphQL endpoint
 */
export function serveDevelopmentBar(
  app: FastifyInstance,
  path: string,
  bar: DevelopmentBar | undefined,
): void {
  if (!bar) {
    app.get(prefix, () => ({ bar: null }));
    return;
  }
  const { accounts, tenantUrl } = bar;
  const actions = new BarActions(app, path, new TenantSwitches(tenantUrl));
  app.addHook('onClose', () => actions.repairAuth0());
  void app.register(
    (routes, _options, done) => {
      routes.addHook('onRequest', (request, _reply, next) => {
        refuseOthers(request);
        next();
      });
      routes.get('/', async () => ({
        bar: {
          accounts: await accounts(),
          tenant: tenantUrl,
          outbox: `${tenantUrl}outbox`,
          explorer: path,
        },
      }));
      routes.post('/expire-token', (request, reply) => actions.expireToken(request, reply));
      routes.post('/sign-out-elsewhere', (request) => actions.signOutElsewhere(request));
      routes.post('/outage', () => actions.breakAuth0());
      done();
    },
    { prefix },
  );
}
