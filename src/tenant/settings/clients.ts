import { z } from 'zod';

/** Applies a rule about several members even if a single member has a mistake, so that all mistakes are reported at once. */
const when = ({ value }: { value: unknown }) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Schema of the `refresh_token` block. Lifetimes and `leeway` are in seconds. The defaults are those of `POST /api/v2/clients`. */
const refreshTokenSchema = z
  .strictObject({
    rotation_type: z.enum(['rotating', 'non-rotating']).default('non-rotating'),
    expiration_type: z.enum(['expiring', 'non-expiring']).default('non-expiring'),
    leeway: z.int().min(0).default(0),
    token_lifetime: z.int().min(1).max(157_788_000).default(2_592_000),
    infinite_token_lifetime: z.boolean().default(true),
    idle_token_lifetime: z.int().min(1).max(157_788_000).default(1_296_000),
    infinite_idle_token_lifetime: z.boolean().default(true),
  })
  .refine(
    (policy) => policy.rotation_type !== 'rotating' || policy.expiration_type === 'expiring',
    {
      error: 'rotating refresh tokens must be expiring',
      path: ['expiration_type'],
      when,
    },
  )
  .prefault({});

const jwtConfigurationSchema = z
  .strictObject({
    alg: z.enum(['RS256', 'HS256']).default('RS256'),
    lifetime_in_seconds: z.int().min(1).max(2_592_000).default(36_000),
  })
  .prefault({});

/**
 * Schema of an application, with keys and defaults of `POST /api/v2/clients`. Two defaults are surprising: no password grant, and
 * `oidc_conformant: false`. `callbacks` has no effect, and is accepted in an application that was copied from Auth0.
 */
export const clientSchema = z
  .strictObject({
    name: z.string().min(1),
    client_id: z.string().min(1),
    client_secret: z.string().min(1).optional(),
    app_type: z.enum(['regular_web', 'non_interactive', 'spa', 'native']).optional(),
    token_endpoint_auth_method: z
      .enum(['client_secret_post', 'client_secret_basic', 'none'])
      .default('client_secret_post'),
    grant_types: z
      .array(z.string())
      .default(['authorization_code', 'implicit', 'refresh_token', 'client_credentials']),
    is_first_party: z.boolean().default(true),
    oidc_conformant: z.boolean().default(false),
    is_token_endpoint_ip_header_trusted: z.boolean().default(false),
    callbacks: z.array(z.string()).default([]),
    organization_usage: z.enum(['deny', 'allow', 'require']).default('deny'),
    jwt_configuration: jwtConfigurationSchema,
    refresh_token: refreshTokenSchema,
  })
  .refine((client) => client.token_endpoint_auth_method === 'none' || client.client_secret, {
    error: 'a confidential client needs one',
    path: ['client_secret'],
    when,
  })
  .refine(
    (client) =>
      client.token_endpoint_auth_method !== 'none' || !client.is_token_endpoint_ip_header_trusted,
    {
      error: 'only a confidential client can be trusted with the header',
      path: ['is_token_endpoint_ip_header_trusted'],
      when,
    },
  );
