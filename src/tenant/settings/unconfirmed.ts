import { z } from 'zod';

/**
 * The `unconfirmed` block: what nobody has recorded from a real tenant, or where the sources disagree. Each default is
 * the likelier answer; a gateway has to cope with every value.
 */
export const unconfirmedSchema = z
  .strictObject({
    /** `api.access.deny`: 500 was reported in 2026, 403 before. */
    action_deny_status: z.literal([500, 403]).default(500),
    /** An Action that redirects where no redirect is possible. */
    action_redirect_status: z.literal([403, 400]).default(403),
    /** A login of a blocked user. */
    blocked_user_status: z.literal([403, 401]).default(403),
    /** 403 answers `unauthorized_client`, 400 `invalid_request`. */
    realm_unknown_status: z.literal([403, 400]).default(403),
    /** The connection is off, or not enabled for the client. 400 says so; 403 looks like a wrong password. */
    connection_disabled_status: z.literal([400, 403]).default(400),
    /** A `grant_type` Auth0 does not know. */
    unsupported_grant_type_status: z.literal([501, 403]).default(501),
    /** Which envelope a throttled sign-up answers in. */
    sign_up_429_body: z.enum(['oauth', 'database']).default('oauth'),
    /** Which envelope a sign-up with a leaked password answers in. */
    sign_up_password_leaked_body: z.enum(['database', 'oauth']).default('database'),
    /** Whether `mfa_required` says what can be challenged or enrolled: early access at Auth0. */
    mfa_requirements: z.boolean().default(true),
    /** `User is already enrolled` at `/mfa/associate`. */
    already_enrolled_status: z.literal([403, 400]).default(403),
    /** An `mfa_token` that is none, at `/mfa/*`: 403 answers `invalid_grant`, 401 `invalid_token`. */
    mfa_token_malformed_status: z.literal([403, 401]).default(403),
    /** Whether a code that has been used is told apart from a wrong one. */
    used_code_text: z.enum(['same', 'own']).default('same'),
    /** Too many wrong codes of a second factor. */
    too_many_codes_status: z.literal([429, 403]).default(429),
    /** Whether following the link of a reset proves the e-mail address. */
    reset_verifies_email: z.boolean().default(true),
    /** Whether a change of password ends the user's refresh tokens. */
    password_change_revokes_refresh_tokens: z.boolean().default(false),
    /** Whether a 429 carries `Retry-After`, in seconds. */
    retry_after: z.boolean().default(false),
  })
  .prefault({});
