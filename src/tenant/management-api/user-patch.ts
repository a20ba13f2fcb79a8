import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { User, UserChanges } from '../users/user.ts';
import { userMembers } from './user-members.ts';
import { validate } from './validation.ts';

const membersSchema = z.strictObject({
  ...userMembers,
  given_name: clearable(userMembers.given_name),
  family_name: clearable(userMembers.family_name),
  name: clearable(userMembers.name),
  nickname: clearable(userMembers.nickname),
  picture: clearable(userMembers.picture),
  connection: z.string().exactOptional(),
  client_id: z.string().exactOptional(),
});

const patchSchema = membersSchema.refine((patch) => Object.keys(patch).length > 0, {
  error: 'Too few properties defined (0), minimum 1',
});

/** Makes the schema of a member that null clears. In {@link UserChanges} such a member is undefined. */
function clearable<Schema extends z.ZodType>(schema: z.ZodExactOptional<Schema>) {
  return schema
    .unwrap()
    .nullable()
    .transform((value) => value ?? undefined)
    .exactOptional();
}

/** Body of a `PATCH /api/v2/users/{id}`, after parsing. */
export type UserPatch = z.output<typeof patchSchema>;

const exclusive = [
  ['password', 'email'],
  ['password', 'email_verified'],
  ['username', 'email'],
  ['username', 'email_verified'],
  ['username', 'password'],
] as const;

/**
 * Reads the body of a `PATCH /api/v2/users/{id}`.
 *
 * @throws Refusal 400 for an invalid member, and for two members that one call cannot change together
 */
export function userPatch(body: unknown): UserPatch {
  const patch = validate(patchSchema, body, 'Payload');
  for (const [one, other] of exclusive) {
    if (one in patch && other in patch) {
      throw managementError(
        400,
        `Cannot update ${one} and ${other} simultaneously.`,
        'invalid_body',
      );
    }
  }
  return patch;
}

/**
 * Turns a patch into changes of a user. A member in the patch replaces the old one, but metadata is merged, one level deep. A new
 * e-mail address is not verified.
 */
export function userChanges(
  user: User,
  { user_metadata, app_metadata, ...members }: ProfilePatch,
): UserChanges {
  const isNewAddress = members.email !== undefined && members.email.toLowerCase() !== user.email;
  return {
    ...(isNewAddress && { email_verified: false }),
    ...members,
    ...(user_metadata && { user_metadata: merge(user.user_metadata, user_metadata) }),
    ...(app_metadata && { app_metadata: absentIfEmpty(merge(user.app_metadata, app_metadata)) }),
  };
}

/** The members of a patch that change a user's profile. */
export type ProfilePatch = Omit<
  UserPatch,
  'password' | 'connection' | 'client_id' | 'verify_email'
>;

type Metadata = Record<string, unknown>;

/** Merges metadata. Null removes a key, and an empty object removes all keys. */
function merge(present: Metadata | undefined, sent: Metadata): Metadata {
  if (Object.keys(sent).length === 0) return {};
  const entries = Object.entries({ ...present, ...sent });
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

/** Returns undefined for empty `app_metadata`, which Auth0 was recorded to remove. Empty `user_metadata` stays `{}`. */
function absentIfEmpty(metadata: Metadata): Metadata | undefined {
  return Object.keys(metadata).length > 0 ? metadata : undefined;
}
