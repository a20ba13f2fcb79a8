import { z } from 'zod';

/** Flags of a tenant, named as in `PATCH /api/v2/tenants/settings`. */
const flagsSchema = z
  .strictObject({
    enable_public_signup_user_exists_error: z.boolean().default(false),
    revoke_refresh_token_grant: z.boolean().default(false),
  })
  .prefault({});

/** The `tenant` block: what `PATCH /api/v2/tenants/settings` takes, as far as a password grant is concerned. */
export const tenantSchema = z
  .strictObject({
    friendly_name: z.string().min(1).default('Gatehouse local tenant'),
    default_directory: z.string().min(1).optional(),
    default_audience: z.string().min(1).optional(),
    flags: flagsSchema,
  })
  .prefault({});

/** The second factors of a tenant, in the order Auth0 lists them. */
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

/** A second factor, as `GET /api/v2/guardian/factors` lists it. Only `otp`, `sms`, `email` and `recovery-code` do something here. */
const factorSchema = z.strictObject({
  name: z.enum(factorNames),
  enabled: z.boolean(),
});

/** The `guardian` block: `PUT /api/v2/guardian/policies` and `/guardian/factors/{name}`, and when a login is asked. */
export const guardianSchema = z
  .strictObject({
    policies: z.array(z.literal('all-applications')).default([]),
    factors: z.array(factorSchema).default([]),
    /** Whether a refresh asks for the second factor, as an Action that challenges on `oauth2-refresh-token` makes it. */
    challenge_on_refresh: z.boolean().default(false),
  })
  .prefault({});
