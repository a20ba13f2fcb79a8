import { z } from 'zod';
import type { DirectoryUser } from '../identity/directory.ts';

/** State of an invitation, as clients see it. */
export type InvitationState = 'OPEN' | 'EXPIRED' | 'ACCEPTED' | 'REVOKED';

const recordSchema = z.object({
  version: z.literal(1),
  state: z.enum(['open', 'accepted', 'revoked']),
  /** Digest of the token's secret. A token with another secret is dead. */
  secret: z.string(),
  /** Time of the invitation, and time until which it can be accepted (seconds since the epoch). */
  at: z.int(),
  until: z.int(),
  /** The user who vouches for the invitation: the inviter, or the last user who has sent it again. */
  by: z.object({ id: z.string(), name: z.string() }),
  /** Ids of the roles that the user gets. */
  roles: z.array(z.string()),
  note: z.string().optional(),
  locale: z.string().optional(),
});

/** An invitation as it is saved with the invited user, in at most {@link maxRecordSize} bytes. It contains no token. */
export type InvitationRecord = z.output<typeof recordSchema>;

/** Maximum size of a record (bytes of JSON), so that much of Auth0's metadata stays free for others. */
export const maxRecordSize = 2000;

/** An invited user with a record that could be read. */
export interface Invitation {
  user: DirectoryUser;
  record: InvitationRecord;
}

/** Reads the invitation of a user. Returns undefined for a user who was not invited, or whose record somebody has changed. */
export function readInvitation(user: DirectoryUser): Invitation | undefined {
  const { data: record } = recordSchema.safeParse(user.record);
  return record && { user, record };
}

/** Returns the size of a record (bytes of JSON). */
export function sizeOfRecord(record: InvitationRecord): number {
  return Buffer.byteLength(JSON.stringify(record));
}

/**
 * Returns the state of an invitation. An account that somebody has unblocked elsewhere is in use, so that its invitation counts as
 * accepted: nothing may set its password.
 */
export function stateOf({ user, record }: Invitation, now: Date): InvitationState {
  if (record.state === 'revoked') return 'REVOKED';
  if (record.state === 'accepted' || !user.isBlocked) return 'ACCEPTED';
  return record.until * 1000 > now.getTime() ? 'OPEN' : 'EXPIRED';
}
