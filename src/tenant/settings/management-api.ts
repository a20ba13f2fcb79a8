import { z } from 'zod';

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
