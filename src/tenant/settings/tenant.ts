import { z } from 'zod';

/** Schema of a tenant's flags, with the names of `PATCH /api/v2/tenants/settings`. */
const flagsSchema = z
  .strictObject({
    enable_public_signup_user_exists_error: z.boolean().default(false),
    revoke_refresh_token_grant: z.boolean().default(false),
  })
  .prefault({});

/** Schema of the `tenant` block: the members of `PATCH /api/v2/tenants/settings` that have an effect here. */
export const tenantSchema = z
  .strictObject({
    friendly_name: z.string().min(1).default('Gatehouse local tenant'),
    default_directory: z.string().min(1).optional(),
    default_audience: z.string().min(1).optional(),
    flags: flagsSchema,
  })
  .prefault({});

/** Names of the second factors, in Auth0's order. */
export const factorNames = [
  'sms',
  'push-notification',
  'otp',
  'email',
  'duo',
  'webauthn-roaming',
  'webauthn-platform',
  'recovery-code',
] as const;

/**
 * Schema of a second factor, as `GET /api/v2/guardian/factors` shows it. Only `otp`, `sms`, `email` and `recovery-code` have an
 * effect here.
 */
const factorSchema = z.strictObject({
  name: z.enum(factorNames),
  enabled: z.boolean(),
});

/** Schema of the `guardian` block, which holds what `PUT /api/v2/guardian/policies` and `/guardian/factors/{name}` set at Auth0. */
export const guardianSchema = z
  .strictObject({
    policies: z.array(z.literal('all-applications')).default([]),
    factors: z.array(factorSchema).default([]),
    /** Whether a refresh requires the second factor, as with an Action that challenges on `oauth2-refresh-token`. */
    challenge_on_refresh: z.boolean().default(false),
  })
  .prefault({});
