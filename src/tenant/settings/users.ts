import { z } from 'zod';

/** A permission, as `POST /api/v2/roles/{id}/permissions` and `/users/{id}/permissions` take it. */
const permissionSchema = z.strictObject({
  resource_server_identifier: z.string().min(1),
  permission_name: z.string().min(1),
});

/** A role, with the permissions it gives. */
export const roleSchema = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  permissions: z.array(permissionSchema).default([]),
});

const metadataSchema = z.record(z.string(), z.json()).optional();

/** An enrolled second factor, as `POST /api/v2/users/{id}/authentication-methods` takes it, and a recovery code. */
const authenticationMethodSchema = z.strictObject({
  type: z.enum(['totp', 'phone', 'email', 'push-notification', 'recovery-code']),
  /** Base32. */
  totp_secret: z
    .string()
    .regex(/^[A-Z2-7]{16,128}$/, { error: 'must be Base32' })
    .optional(),
  phone_number: z
    .string()
    .regex(/^\+[0-9]{1,15}$/, { error: 'must be a number such as +4930901820' })
    .optional(),
  /** Left out, it is the account's own. */
  email: z.email().optional(),
  recovery_code: z.string().min(8).optional(),
});

/** A user, as `POST /api/v2/users` takes it, with roles by name and permissions given directly. */
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
