import type { DirectoryUser } from '../identity/directory.ts';
import type { CommonRefusal, RefusalOf } from '../identity/outcomes.ts';
import { findRealm } from '../sessions/input.ts';
import { readActor, type Actor } from './actor.ts';
import { checkPermission, checkRealm, checkRoles, type NotAllowed } from './escalation.ts';
import { findInviteFault, lifetimes, type InviteInput } from './invitation-input.ts';
import { notNow, withLease } from './invitation-lease.ts';
import {
  maxRecordSize,
  readInvitation,
  sizeOfRecord,
  stateOf,
  type Invitation,
  type InvitationRecord,
} from './invitation-record.ts';
import type { BackOfficeOptions } from './options.ts';
import { sendInvitation, takeMail, type InvitationSent } from './send-invitation.ts';

/** The address has an invitation that is still open. It can be sent again or revoked. */
export interface AlreadyInvited {
  kind: 'AlreadyInvited';
  invitation: Invitation;
}

/** Result of an invitation. */
export type InviteOutcome =
  InvitationSent | AlreadyInvited | NotAllowed | RefusalOf<'UserExists'> | CommonRefusal;

/** An invitation before its user exists. */
interface Draft {
  realm: string;
  email: string;
  name: string | undefined;
  record: InvitationRecord;
  secret: string;
}

/**
 * Invites a person: creates a blocked user with the invitation's record in one call, then sends the mail. An address whose earlier
 * invitation has expired or was revoked gets another one, on the same user.
 *
 * @param actorId - id of the user who invites
 */
export async function inviteUser(
  input: InviteInput,
  actorId: string,
  options: BackOfficeOptions,
): Promise<InviteOutcome> {
  const fault = findInviteFault(input);
  if (fault) return fault;
  if (!options.mailer && !options.showsLinks) {
    options.reportMissingMail();
    return { ...notNow, retryAfter: 60 };
  }
  const drafted = await draftInvitation(input, actorId, options);
  if (drafted.kind !== 'Draft') return drafted;
  const { draft } = drafted;
  const limited = takeMail(actorId, draft.email, options);
  if (limited) return limited;
  const created = await options.directory.createBlockedUser(draft);
  if (created.kind === 'UserExists') return inviteAgain(draft, options);
  if (created.kind !== 'FoundUser') return created;
  // The record is the one that was sent: the answer need not repeat it.
  const user = { ...created.user, name: draft.name, record: draft.record };
  return sendInvitation({ user, record: draft.record }, draft.secret, options);
}

/** Checks the actor, the realm and the roles, and writes the record. Changes nothing at the identity provider. */
async function draftInvitation(
  input: InviteInput,
  actorId: string,
  options: BackOfficeOptions,
): Promise<{ kind: 'Draft'; draft: Draft } | NotAllowed | CommonRefusal> {
  const { directory, realms, tokens, now } = options;
  const named = input.realm === undefined ? undefined : findRealm(input.realm, realms);
  if (typeof named === 'object') return named;
  const read = await readActor(actorId, options);
  if (read.kind === 'NoActor')
    return { kind: 'NotAllowed', rule: 'PERMISSION_LOST', missingPermissions: [] };
  if (read.kind !== 'Actor') return read;
  const { actor } = read;
  const realm = named ?? actor.realm ?? realms[0] ?? '';
  const roles = await findRoles(input.roles ?? [], options);
  if (roles.kind !== 'RoleIds') return roles;
  const { ids } = roles;
  const refused =
    checkPermission(actor, 'create:invitations') ??
    checkRealm(actor, realm) ??
    (await checkRoles(actor, ids, directory));
  if (refused) return refused;
  const { secret, digest } = tokens.newSecret();
  const record = writeRecord(input, { actor, roles: ids, secret: digest, now: now() });
  if (sizeOfRecord(record) > maxRecordSize)
    return { kind: 'InvalidInput', field: 'note', message: 'This is too long.' };
  const { email, name } = input;
  return { kind: 'Draft', draft: { realm, email: email.toLowerCase(), name, record, secret } };
}

function writeRecord(
  { note, locale, expiresIn = lifetimes.default }: InviteInput,
  { actor, roles, secret, now }: { actor: Actor; roles: string[]; secret: string; now: Date },
): InvitationRecord {
  const at = Math.floor(now.getTime() / 1000);
  return {
    ...{ version: 1, state: 'open', secret, at, until: at + expiresIn, roles },
    by: { id: actor.id, name: shorten(actor.name) },
    ...(note !== undefined && { note }),
    ...(locale !== undefined && { locale }),
  };
}

/** Shortens a name, which may be 300 characters long, so that it fits into a record. */
const shorten = (name: string): string => Array.from(name).slice(0, 100).join('');

/** Finds the ids of roles by their names. */
async function findRoles(
  names: readonly string[],
  { directory }: BackOfficeOptions,
): Promise<{ kind: 'RoleIds'; ids: string[] } | CommonRefusal> {
  if (names.length === 0) return { kind: 'RoleIds', ids: [] };
  const all = await directory.listRoles();
  if (all.kind !== 'Roles') return all;
  const byName = new Map(all.roles.map(({ id, name }) => [name, id]));
  const ids = [...new Set(names)].map((name) => byName.get(name));
  if (ids.includes(undefined))
    return { kind: 'InvalidInput', field: 'roles', message: 'There is no such role.' };
  return { kind: 'RoleIds', ids: ids.filter((id) => id !== undefined) };
}

/** Invites an address that has a user already, if the user comes from an invitation that has ended and was never accepted. */
async function inviteAgain(draft: Draft, options: BackOfficeOptions): Promise<InviteOutcome> {
  const { directory, now } = options;
  const found = await directory.findUserByEmail(draft);
  if (found.kind === 'NoUser') return { kind: 'UserExists' };
  if (found.kind !== 'FoundUser') return found;
  return withLease(found.user.id, options, async (lease) => {
    const current = await directory.findUser(found.user.id);
    if (current.kind !== 'FoundUser') return current.kind === 'InvalidInput' ? notNow : current;
    const invitation = readInvitation(current.user);
    const state = invitation && stateOf(invitation, now());
    if (!invitation || state === 'ACCEPTED') return { kind: 'UserExists' };
    if (state === 'OPEN') return { kind: 'AlreadyInvited', invitation };
    // An acceptance that stopped half-way may have given the roles of the earlier invitation.
    const stale = invitation.record.roles.filter((role) => !draft.record.roles.includes(role));
    if (!(await lease.isHeld())) return notNow;
    const removed =
      stale.length > 0 ? await directory.removeRoles(current.user.id, stale) : undefined;
    if (removed && removed.kind !== 'Saved') return removed;
    if (!(await lease.isHeld())) return notNow;
    const saved = await directory.block(current.user.id, draft.record);
    if (saved.kind !== 'Saved') return saved;
    return sendInvitation(renewed(current.user, draft), draft.secret, options);
  });
}

function renewed(user: DirectoryUser, { name, record }: Draft): Invitation {
  return { user: { ...user, name: name ?? user.name, record }, record };
}
