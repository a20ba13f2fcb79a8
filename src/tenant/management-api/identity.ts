import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { User } from '../users/user.ts';

/** Schema of the identity of a user that a call is about. */
export const identitySchema = z.strictObject({
  user_id: z.string(),
  provider: z.string(),
  connection_id: z.string().optional(),
});

/**
 * Checks that a user has an identity. The users of this tenant have one.
 *
 * @throws Refusal 400 if the user does not have it
 */
export function checkIdentity(
  { user_id }: User,
  identity: z.output<typeof identitySchema> | undefined,
): void {
  if (!identity || user_id === `${identity.provider}|${identity.user_id}`) return;
  throw managementError(400, 'The identity does not belong to the user.', 'invalid_body');
}
