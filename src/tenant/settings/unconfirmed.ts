import { z } from 'zod';

/**
 * The `unconfirmed` block: behaviour without a recording from a real tenant, or with contradictory sources. Each default is
 * the likelier behaviour; a gateway must support every value.
 */
export const unconfirmedSchema = z
  .strictObject({
    /** Status after `api.access.deny`: 500 was reported in 2026, 403 before. */
    action_deny_status: z.literal([500, 403]).default(500),
    /** Status for an Action that redirects during a password or refresh grant, which cannot redirect. */
    action_redirect_status: z.literal([403, 400]).default(403),
    /** Status for a login of a blocked user. */
    blocked_user_status: z.literal([403, 401]).default(403),
    /** Status for an unknown realm: 403 has the error `unauthorized_client`, 400 `invalid_request`. */
    realm_unknown_status: z.literal([403, 400]).default(403),
    /** Status for a connection that is off or not enabled for the client. 400 names the reason; 403 looks like a wrong password. */
    connection_disabled_status: z.literal([400, 403]).default(400),
    /** Status for an unknown `grant_type`. */
    unsupported_grant_type_status: z.literal([501, 403]).default(501),
    /** Envelope of the answer to a throttled sign-up. */
    sign_up_429_body: z.enum(['oauth', 'database']).default('oauth'),
    /** Envelope of the answer to a sign-up with a leaked password. */
    sign_up_password_leaked_body: z.enum(['database', 'oauth']).default('database'),
    /** True if `mfa_required` lists the factors to challenge or enrol, which is early access at Auth0. */
    mfa_requirements: z.boolean().default(true),
    /** Status of `User is already enrolled` at `/mfa/associate`. */
    already_enrolled_status: z.literal([403, 400]).default(403),
    /** Status for a malformed `mfa_token` at `/mfa/*`: 403 has the error `invalid_grant`, 401 `invalid_token`. */
    mfa_token_malformed_status: z.literal([403, 401]).default(403),
    /** Text for a used code: the `same` as for a wrong code, or its `own`. */
    used_code_text: z.enum(['same', 'own']).default('same'),
    /** Status after too many wrong codes of a second factor. */
    too_many_codes_status: z.literal([429, 403]).default(429),
    /** True if a password reset by mail verifies the e-mail address. */
    reset_verifies_email: z.boolean().default(true),
    /** True if a change of password revokes the user's refresh tokens. */
    password_change_revokes_refresh_tokens: z.boolean().default(false),
    /** True if a 429 has `Retry-After`, in seconds. */
    retry_after: z.boolean().default(false),
  })
  .prefault({});
