import { z } from 'zod';
import { phoneNumberSchema } from '../settings/users.ts';
import { userMembers } from './user-members.ts';
import { validate } from './validation.ts';

const newUserSchema = z.strictObject({
  ...userMembers,
  connection: z.string().min(1),
  email: z.email().exactOptional(),
  phone_number: phoneNumberSchema.exactOptional(),
  phone_verified: z.boolean().exactOptional(),
  password: z.string().min(1),
  user_id: z
    .string()
    .max(255)
    .regex(/^\S+$/)
    .transform((id): string => `auth0|${id}`)
    .exactOptional(),
});

/** Body of a `POST /api/v2/users`, after parsing, which adds `auth0|` to the `user_id`. */
export type NewManagementUser = z.output<typeof newUserSchema>;

/**
 * Reads the body of a `POST /api/v2/users`.
 *
 * @throws Refusal 400 for an invalid member
 */
export function newManagementUser(body: unknown): NewManagementUser {
  return validate(newUserSchema, body, 'Payload');
}
