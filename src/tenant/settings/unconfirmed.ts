import { z } from 'zod';

/**
 * Schema of the `unconfirmed` block: behaviour of Auth0 that was not recorded from a real tenant, or about which sources
 * disagree. The default is the more likely behaviour. A gateway must support every value.
 */
export const unconfirmedSchema = z
  .strictObject({
    /** Status of a login that an Action denies with `api.access.deny`. Reports of 2026 have 500, older ones 403. */
    action_deny_status: z.literal([500, 403]).default(500),
    /** Status of the answer if an Action redirects the user. The password and refresh grants allow no redirect. */
    action_redirect_status: z.literal([403, 400]).default(403),
    /** Status of a login by a blocked user. */
    blocked_user_status: z.literal([403, 401]).default(403),
    /** Status of a login with an unknown realm. With 403 the error is `unauthorized_client`, with 400 `invalid_request`. */
    realm_unknown_status: z.literal([403, 400]).default(403),
    /**
     * Status of a login to a connection that is off or not enabled for the client. The answer with 400 names the reason. The
     * answer with 403 is the same as for a wrong password.
     */
    connection_disabled_status: z.literal([400, 403]).default(400),
    /** Status of a token request with an unknown `grant_type`. */
    unsupported_grant_type_status: z.literal([501, 403]).default(501),
    /** Form of the answer to a throttled sign-up. */
    sign_up_429_body: z.enum(['oauth', 'database']).default('oauth'),
    /** Form of the answer to a sign-up with a leaked password. */
    sign_up_password_leaked_body: z.enum(['database', 'oauth']).default('database'),
    /** Whether `mfa_required` lists the factors to challenge or enroll, which is an early-access feature of Auth0. */
    mfa_requirements: z.boolean().default(true),
    /** Status of the answer `User is already enrolled` at `/mfa/associate`. */
    already_enrolled_status: z.literal([403, 400]).default(403),
    /**
     * Status of the answer to a malformed `mfa_token` at `/mfa/*`. With 403 the error is `invalid_grant`, with 401
     * `invalid_token`.
     */
    mfa_token_malformed_status: z.literal([403, 401]).default(403),
    /** Text for a code that was already used: the `same` as for a wrong code, or a text of its `own`. */
    used_code_text: z.enum(['same', 'own']).default('same'),
    /** Status of the answer after too many wrong codes of a second factor. */
    too_many_codes_status: z.literal([429, 403]).default(429),
    /** Whether a password reset by mail verifies the e-mail address. */
    reset_verifies_email: z.boolean().default(true),
    /** Whether a change of password revokes the user's refresh tokens. */
    password_change_revokes_refresh_tokens: z.boolean().default(false),
    /** Whether a password that is set by the Management API ends an administrator's block, as Auth0's page about blocks says. */
    management_password_unblocks: z.boolean().default(true),
    /** Whether an answer with status 429 has the header `Retry-After`, in seconds. */
    retry_after: z.boolean().default(false),
  })
  .prefault({});
