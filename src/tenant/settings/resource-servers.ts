import { z } from 'zod';

const scopeSchema = z.strictObject({
  value: z.string().regex(/^[^\s"\\]+$/),
  description: z.string().optional(),
});

const subjectTypeAuthorizationSchema = z
  .strictObject({
    user: z
      .strictObject({
        policy: z.enum(['allow_all', 'deny_all', 'require_client_grant']).default('allow_all'),
      })
      .prefault({}),
  })
  .prefault({});

/** Schema of an API, with keys and defaults of `POST /api/v2/resource-servers`. `token_lifetime` is in seconds. */
export const resourceServerSchema = z.strictObject({
  identifier: z.string().min(1).max(600),
  name: z.string().optional(),
  signing_alg: z.enum(['RS256', 'HS256']).default('RS256'),
  signing_secret: z.string().min(16).optional(),
  scopes: z.array(scopeSchema).default([]),
  enforce_policies: z.boolean().default(false),
  token_dialect: z
    .enum(['access_token', 'access_token_authz', 'rfc9068_profile', 'rfc9068_profile_authz'])
    .default('access_token'),
  allow_offline_access: z.boolean().default(false),
  token_lifetime: z.int().min(1).max(2_592_000).default(86_400),
  subject_type_authorization: subjectTypeAuthorizationSchema,
});

/**
 * Schema of the scopes that a client may request for an API, with the keys of `POST /api/v2/client-grants`. An `audience` that
 * starts with a slash is relative to this tenant's URL. So `/api/v2/` is its Management API at any port.
 */
export const clientGrantSchema = z.strictObject({
  client_id: z.string().min(1),
  audience: z.string().min(1),
  scope: z.array(z.string().min(1)).default([]),
  subject_type: z.enum(['client', 'user']).default('client'),
});
