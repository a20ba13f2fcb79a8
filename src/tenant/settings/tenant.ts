import { z } from 'zod';

/** Flags of a tenant, named as in `PATCH /api/v2/tenants/settings`. */
const flagsSchema = z
  .strictObject({
    enable_public_signup_user_exists_error: z.boolean().default(false),
    revoke_refresh_token_grant: z.boolean().default(false),
  })
  .prefault({});

/** The `tenant` block: the members of `PATCH /api/v2/tenants/settings` that matter to this tenant. */
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

/** A second factor, as in `GET /api/v2/guardian/factors`. Only `otp`, `sms`, `email` and `recovery-code` have an effect here. */
const factorSchema = z.strictObject({
  name: z.enum(factorNames),
  enabled: z.boolean(),
});

/** The `guardian` block: policies and factors, as `PUT /api/v2/guardian/policies` and `/guardian/factors/{name}` take them. */
export const guardianSchema = z
  .strictObject({
    policies: z.array(z.literal('all-applications')).default([]),
    factors: z.array(factorSchema).default([]),
    /** True if a refresh requires the second factor, as with an Action that challenges on `oauth2-refresh-token`. */
    challenge_on_refresh: z.boolean().default(false),
  })
  .prefault({});
