import { z } from 'zod';

/**
 * Schema of the `user_search` block: seconds until the search of the Management API finds a change of a user. At Auth0 it takes
 * some seconds, and a new tenant of one developer rarely shows it, hence the default 0.
 *
 * @see https://auth0.com/docs/manage-users/user-search/user-search-best-practices
 */
export const userSearchSchema = z
  .strictObject({ delay_seconds: z.number().min(0).max(3_600).default(0) })
  .prefault({});

/**
 * Schema of the `management_api_rate_limit` block. At Auth0 the plan sets these limits: the free plan has a `burst` of 10 calls and
 * 2 `per_second`.
 *
 * @see https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy
 */
export const managementApiRateLimitSchema = z
  .strictObject({
    burst: z.int().min(1).default(50),
    per_second: z.number().positive().default(10),
  })
  .prefault({});
