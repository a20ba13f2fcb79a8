import type { CommonRefusal } from '../identity/outcomes.ts';
import { readActor, type Actor } from './actor.ts';
import { checkPermission, checkRealm, checkRoles, type NotAllowed } from './escalation.ts';
import { findIdFault, findLifetimeFault, lifetimes } from './invitation-input.ts';
import { notNow, withLease, type Lease } from './invitation-lease.ts';
import { readInvitation, stateOf, type Invitation } from './invitation-record.ts';
import { noInvitation, type BackOfficeOptions, type InvitationEnded } from './options.ts';
import { sendInvitation, takeMail, type InvitationSent } from './send-invitation.ts';

/** An invitation that can no longer be accepted. */
export interface InvitationRevoked {
  kind: 'InvitationRevoked';
  invitation: Invitation;
}

type Refused = NotAllowed | InvitationEnded | CommonRefusal;

/**
 * Sends an invitation again, with another token: the old one is dead. The actor vouches for the invitation from now on, so that an
 * invitation can go on after its inviter has left.
 */
export async function resendInvitation(
  { id, expiresIn = lifetimes.default }: { id: string; expiresIn?: number },
  actorId: string,
  options: BackOfficeOptions,
): Promise<InvitationSent | Refused> {
  const { directory, tokens, mailer, showsLinks, now } = options;
  const fault = findIdFault(id) ?? findLifetimeFault(expiresIn);
  if (fault) return fault;
  if (!mailer && !showsLinks) {
    options.reportMissingMail();
    return { ...notNow, retryAfter: 60 };
  }
  const act = { id, actorId, permission: 'create:invitations' } as const;
  return withInvitation(act, options, async ({ user, record }, { actor, lease }) => {
    const limited = takeMail(actorId, user.email ?? '', options);
    if (limited) return limited;
    const { secret, digest } = tokens.newSecret();
    const until = Math.floor(now().getTime() / 1000) + expiresIn;
    const by = { id: actor.id, name: actor.name.slice(0, 100) };
    const next = { ...record, secret: digest, until, by };
    if (!(await lease.isHeld())) return notNow;
    const saved = await directory.saveRecord(id, next);
    if (saved.kind !== 'Saved') return saved;
    return sendInvitation({ user, record: next }, secret, options);
  });
}

/**
 * Revokes an invitation: its token is dead, and the account stays blocked. First the record, then the roles that an acceptance
 * which stopped half-way may have given, so that a second call finishes the work of the first.
 */
export async function revokeInvitation(
  { id }: { id: string },
  actorId: string,
  options: BackOfficeOptions,
): Promise<InvitationRevoked | Refused> {
  const { directory } = options;
  const fault = findIdFault(id);
  if (fault) return fault;
  const act = { id, actorId, permission: 'delete:invitations' } as const;
  return withInvitation(act, options, async ({ user, record }, { lease }) => {
    const next = { ...record, state: 'revoked' } as const;
    if (!(await lease.isHeld())) return notNow;
    const saved = await directory.block(id, next);
    if (saved.kind !== 'Saved') return saved;
    const removed =
      record.roles.length > 0 ? await directory.removeRoles(id, record.roles) : undefined;
    if (removed && removed.kind !== 'Saved') return removed;
    const invitation = { user: { ...user, isBlocked: true, record: next }, record: next };
    return { kind: 'InvitationRevoked', invitation } as const;
  });
}

/** An act on an invitation, and the permission that it needs. */
interface Act {
  id: string;
  actorId: string;
  permission: 'create:invitations' | 'delete:invitations';
}

/** Reads an invitation under its lease, checks that it can be changed and that the actor may do so, and changes it. */
function withInvitation<Outcome>(
  { id, actorId, permission }: Act,
  options: BackOfficeOptions,
  change: (invitation: Invitation, by: { actor: Actor; lease: Lease }) => Promise<Outcome>,
): Promise<Outcome | Refused> {
  const { directory, now } = options;
  return withLease<Outcome | Refused>(id, options, async (lease) => {
    const [found, read] = await Promise.all([directory.findUser(id), readActor(actorId, options)]);
    if (read.kind === 'NoActor')
      return { kind: 'NotAllowed', rule: 'PERMISSION_LOST', missingPermissions: [] };
    if (read.kind !== 'Actor') return read;
    if (found.kind !== 'FoundUser') return found.kind === 'InvalidInput' ? noInvitation : found;
    const invitation = readInvitation(found.user);
    if (!invitation) return noInvitation;
    const { actor } = read;
    const { roles } = invitation.record;
    const refused =
      checkPermission(actor, permission) ??
      checkRealm(actor, found.user.realm) ??
      (await checkRoles(actor, roles, directory));
    if (refused && !isGone(refused)) return refused;
    const state = stateOf(invitation, now());
    // To revoke once more finishes a revocation that has stopped half-way.
    const canChange =
      permission === 'delete:invitations'
        ? state !== 'ACCEPTED'
        : state !== 'ACCEPTED' && state !== 'REVOKED' && !refused;
    if (!canChange) return ended(state);
    return change(invitation, { actor, lease });
  });
}

/** Whether a role of the invitation no longer exists. Such an invitation can only be revoked. */
function isGone({ kind }: NotAllowed | CommonRefusal): boolean {
  return kind === 'InvalidInput';
}

function ended(state: ReturnType<typeof stateOf>): InvitationEnded {
  const isOver = state === 'ACCEPTED' || state === 'REVOKED';
  return { kind: 'InvitationEnded', ended: isOver ? state : 'WITHDRAWN' };
}
