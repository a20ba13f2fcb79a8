import { z } from 'zod';

/** Schema of a permission, with the keys of `POST /api/v2/roles/{id}/permissions` and `/users/{id}/permissions`. */
const permissionSchema = z.strictObject({
  resource_server_identifier: z.string().min(1),
  permission_name: z.string().min(1),
});

/** Schema of a role with its permissions. */
export const roleSchema = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  permissions: z.array(permissionSchema).default([]),
});

const metadataSchema = z.record(z.string(), z.json()).optional();

/** Schema of a phone number in E.164 format, as the MFA API accepts it. */
export const phoneNumberSchema = z
  .string()
  .regex(/^\+[1-9]\d{1,14}$/, { error: 'must be a number such as +4930901820' });

/**
 * Schema of an enrolled second factor, with the keys of `POST /api/v2/users/{id}/authentication-methods`. Auth0 has no type
 * `recovery-code` there.
 */
const authenticationMethodSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('totp'),
    /** Shared secret in Base32, at least 128 bits (RFC 4226 §4). */
    totp_secret: z
      .string()
      .regex(/^[A-Z2-7]{26,128}$/, { error: 'must be Base32 of 16 bytes or more' }),
  }),
  z.strictObject({ type: z.literal('phone'), phone_number: phoneNumberSchema }),
  z.strictObject({ type: z.literal('email'), email: z.email() }),
  z.strictObject({ type: z.literal('recovery-code'), recovery_code: z.string().min(8) }),
]);

/** Schema of a user, with the keys of `POST /api/v2/users`, names of roles, and direct permissions. */
export const userSchema = z.strictObject({
  user_id: z.string().regex(/^auth0\|\S{1,249}$/, { error: 'must be auth0| and the id' }),
  connection: z.string().min(1),
  email: z.email(),
  email_verified: z.boolean().default(false),
  username: z.string().min(1).max(128).optional(),
  name: z.string().max(300).optional(),
  password: z.string().min(1),
  blocked: z.boolean().default(false),
  roles: z.array(z.string()).default([]),
  permissions: z.array(permissionSchema).default([]),
  user_metadata: metadataSchema,
  app_metadata: metadataSchema,
  authentication_methods: z.array(authenticationMethodSchema).default([]),
});
