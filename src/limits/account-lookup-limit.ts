import { RateLimit, type Limit } from './limit.ts';

/**
 * Rate of account lookups for all clients together: 5 at once, then one a second. A lookup asks Auth0's Management API for an
 * account by its username. Auth0 limits the Management calls of a tenant, and anonymous clients must not use them up.
 */
const perTenant = { burst: 5, interval: 1000 };

/** Creates the limit of account lookups. It counts in memory, so each replica has a limit of its own. */
export function createAccountLookupLimit(now: () => Date): Limit {
  return new RateLimit({ ...perTenant, of: 'requests', now });
}
