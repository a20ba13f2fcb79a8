import { RateLimit, type Limit } from './limit.ts';

/**
 * For all clients together: 5 lookups at once, then one a second. A lookup asks Auth0's Management API for an account by its
 * username. The tenant has one limit of Management calls, and anonymous clients must not use it up.
 */
const perTenant = { burst: 5, interval: 1000 };

/** Makes the limit of lookups. It counts in memory, in this process alone. */
export function createAccountLookupLimit(now: () => Date): Limit {
  return new RateLimit({ ...perTenant, of: 'requests', now });
}
