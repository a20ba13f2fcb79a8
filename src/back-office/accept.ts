import type { DirectoryUser } from '../identity/directory.ts';
import type { CommonRefusal, RefusalOf } from '../identity/outcomes.ts';
import { findInputFault } from '../sessions/input.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import { readActor } from './actor.ts';
import { checkPermission, checkRealm, checkRoles } from './escalation.ts';
import { notNow, withLease, type Lease } from './invitation-lease.ts';
import { readInvitation, stateOf, type Invitation } from './invitation-record.ts';
import type { BackOfficeOptions, InvitationEnded } from './options.ts';

/** Input of an acceptance. */
export interface AcceptInput {
  token: string;
  password: string;
  /** Full name. Default: the name that the inviter has given. */
  name?: string;
  transport?: Transport;
}

/** What the holder of a token may know about the invitation. */
export interface InvitationPreview {
  kind: 'InvitationPreview';
  invitedBy: string;
  email: string;
  expiresAt: string;
}

const unknownToken: RefusalOf<'InvalidInput'> = {
  kind: 'InvalidInput',
  field: 'token',
  message: 'This is no invitation of ours. Open the link of the mail again.',
};

/** Describes an invitation to the holder of its token. Reading uses up nothing, because mail scanners open links. */
export async function previewInvitation(
  token: string,
  options: BackOfficeOptions,
): Promise<InvitationPreview | InvitationEnded | CommonRefusal> {
  const opened = await openToken(token, options);
  if (opened.kind !== 'Opened') return opened;
  const limited = options.limits.reads.take(opened.user);
  if (limited) return limited;
  const found = await findInvitation(opened, options);
  if (found.kind !== 'Found') return found;
  const { user, record } = found.invitation;
  return {
    kind: 'InvitationPreview',
    invitedBy: record.by.name,
    email: user.email ?? '',
    expiresAt: new Date(record.until * 1000).toISOString(),
  };
}

/**
 * Accepts an invitation, and signs the user in. The steps at the identity provider, each after a check of the lease:
 *
 * | Step | Call | If the gateway stops after it |
 * | --- | --- | --- |
 * | 0 | – | the user is blocked, the invitation open |
 * | 1 | verify the address | the same; the next acceptance goes on, and a revocation leaves the user blocked |
 * | 2 | add the roles | the same; a revocation and another invitation take the roles back |
 * | 3 | password, unblocked and `accepted` in one write | the user signs in by `login`; the token is used up |
 * | 4 | – (the lease was lost before step 3 had ended) | block and revoke: another process may have revoked the invitation |
 *
 * A password that is too weak fails in step 3 and leaves the invitation open. Only step 3 sets a password, because Auth0 unblocks a
 * user whose password is set. A process that stops between step 3 and 4, after it stood still for longer than its lease just before
 * step 3, leaves the user of an invitation active that was revoked meanwhile.
 */
export async function acceptInvitation(input: AcceptInput, options: BackOfficeOptions) {
  const { token, password, name, transport } = input;
  const fault =
    findInputFault({ password, ...(name !== undefined && { name }) }) ??
    options.sessions.findTransportFault(transport);
  if (fault) return fault;
  const opened = await openToken(token, options);
  if (opened.kind !== 'Opened') return opened;
  const limited = options.limits.reads.take(opened.user);
  if (limited) return limited;
  const accepted = await withLease(opened.user, options, async (lease) => {
    const found = await findInvitation(opened, options);
    if (found.kind !== 'Found') return found;
    const { invitation } = found;
    return (
      (await findWithdrawal(invitation, options)) ??
      (await activate(invitation, { password, name }, { ...options, lease }))
    );
  });
  if (accepted.kind !== 'Accepted') return accepted;
  const { realm, email = '' } = accepted.user;
  return options.sessions.signIn({ realm, username: email, password, transport });
}

async function openToken(token: string, { tokens }: BackOfficeOptions) {
  const opened = await tokens.open(token);
  if (opened === 'unknown') return unknownToken;
  if (opened === 'expired') return ended('EXPIRED');
  return { kind: 'Opened', ...opened } as const;
}

const ended = (why: InvitationEnded['ended']): InvitationEnded => ({
  kind: 'InvitationEnded',
  ended: why,
});

/** Finds the open invitation of a token. A token whose user or invitation is gone counts as revoked. */
async function findInvitation(
  { user: id, digest }: { user: string; digest: string },
  { directory, now }: BackOfficeOptions,
): Promise<{ kind: 'Found'; invitation: Invitation } | InvitationEnded | CommonRefusal> {
  const found = await directory.findUser(id);
  if (found.kind !== 'FoundUser') return found.kind === 'InvalidInput' ? ended('REVOKED') : found;
  const invitation = readInvitation(found.user);
  if (!invitation) return ended('REVOKED');
  const state = stateOf(invitation, now());
  if (state === 'ACCEPTED' || state === 'REVOKED') return ended(state);
  if (invitation.record.secret !== digest) return ended('REPLACED');
  return state === 'OPEN' ? { kind: 'Found', invitation } : ended(state);
}

/** Checks again what was checked when the invitation was sent: the user who vouches for it may have lost a permission since. */
async function findWithdrawal(
  { user, record }: Invitation,
  options: BackOfficeOptions,
): Promise<InvitationEnded | CommonRefusal | undefined> {
  const { directory } = options;
  const read = await readActor(record.by.id, options);
  if (read.kind === 'NoActor') return ended('WITHDRAWN');
  if (read.kind !== 'Actor') return read;
  const refused =
    checkPermission(read.actor, 'create:invitations') ??
    checkRealm(read.actor, user.realm) ??
    (await checkRoles(read.actor, record.roles, directory));
  if (refused?.kind === 'NotAllowed' || refused?.kind === 'InvalidInput') return ended('WITHDRAWN');
  return refused;
}

/** Carries out the steps of {@link acceptInvitation} at the identity provider. */
async function activate(
  { user, record }: Invitation,
  { password, name }: { password: string; name: string | undefined },
  { directory, lease }: BackOfficeOptions & { lease: Lease },
): Promise<
  | { kind: 'Accepted'; user: DirectoryUser }
  | RefusalOf<'WeakPassword' | 'ServiceUnavailable'>
  | CommonRefusal
> {
  const { id } = user;
  if (!user.emailVerified) {
    if (!(await lease.isHeld())) return notNow;
    const verified = await directory.verifyEmail(user);
    if (verified.kind !== 'Saved') return verified;
  }
  if (record.roles.length > 0) {
    if (!(await lease.isHeld())) return notNow;
    const added = await directory.addRoles(id, record.roles);
    if (added.kind !== 'Saved') return added;
  }
  if (!(await lease.isHeld())) return notNow;
  const accepted = { ...record, state: 'accepted' } as const;
  const saved = await directory.activate(user, { password, name, record: accepted });
  if (saved.kind !== 'Saved') return saved;
  if (await lease.isHeld()) return { kind: 'Accepted', user };
  await directory.block(id, { ...record, state: 'revoked' });
  return notNow;
}
