import type { AuditLog } from '../audit/audit-log.ts';
import type { AuditedChange } from '../audit/event.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { acceptInvitation, previewInvitation, type AcceptInput } from './accept.ts';
import { resendInvitation, revokeInvitation } from './change-invitation.ts';
import type { InviteInput } from './invitation-input.ts';
import { stateOf, type Invitation } from './invitation-record.ts';
import { inviteUser } from './invite.ts';
import { listInvitations, type ListInput } from './list-invitations.ts';
import type { BackOfficeOptions } from './options.ts';

/**
 * Acts of administrators, and the acceptance of invitations. Each request has an instance of its own. An operation returns each
 * refusal as an outcome. Each change is in the audit log.
 *
 * An invitation lives with the invited user at the identity provider. Every write to it happens under one lease. These are the
 * states in which the gateway may stop, and what the next call does:
 *
 * | State at the identity provider | Next `inviteUser` | `resendInvitation` | `revokeInvitation` | `acceptInvitation` |
 * | --- | --- | --- | --- | --- |
 * | blocked, record open, no mail sent | `AlreadyInvited` | sends | revokes | needs the mail first |
 * | the same, address verified, roles given | `AlreadyInvited` | sends | revokes, takes the roles back | finishes |
 * | record expired, roles given | takes other roles back, then invites | sends | revokes, takes the roles back | `EXPIRED` |
 * | record revoked, roles not yet taken back | takes other roles back, then invites | `REVOKED` | takes the roles back | `REVOKED` |
 * | active, record accepted | `UserExists` | `ACCEPTED` | `ACCEPTED` | `ACCEPTED` |
 * | unblocked elsewhere, record open | `UserExists` | `ACCEPTED` | `ACCEPTED` | `ACCEPTED` |
 */
export class BackOffice {
  readonly #options: BackOfficeOptions;
  readonly #audit: AuditLog;
  /** Names of all roles by id, read once for the whole request. */
  #roles: Promise<ReadonlyMap<string, string> | undefined> | undefined;

  constructor(options: BackOfficeOptions, audit: AuditLog) {
    this.#options = options;
    this.#audit = audit;
  }

  listInvitations(input: ListInput, caller: AuthenticatedCaller) {
    return listInvitations(input, caller, this.#options);
  }

  previewInvitation(token: string) {
    return previewInvitation(token, this.#options);
  }

  inviteUser(input: InviteInput, { id }: AuthenticatedCaller) {
    return this.#audit.act('inviteUser', inviteUser(input, id, this.#options), {
      ...{ actor: id, subject: subjectOf, typed: input },
      change: (outcome) => sent(outcome),
    });
  }

  resendInvitation(input: { id: string; expiresIn?: number }, { id }: AuthenticatedCaller) {
    return this.#audit.act('resendInvitation', resendInvitation(input, id, this.#options), {
      ...{ actor: id, subject: input.id },
      change: (outcome) => sent(outcome),
    });
  }

  revokeInvitation(input: { id: string }, { id }: AuthenticatedCaller) {
    return this.#audit.act('revokeInvitation', revokeInvitation(input, id, this.#options), {
      ...{ actor: id, subject: input.id },
      change: ({ kind }) =>
        kind === 'InvitationRevoked' ? { after: { invitation: 'REVOKED' } } : undefined,
    });
  }

  acceptInvitation(input: AcceptInput) {
    const accepted = acceptInvitation(input, this.#options);
    return this.#audit.record('acceptInvitation', accepted, { typed: input });
  }

  /** Returns the state of an invitation now. */
  stateOf(invitation: Invitation) {
    return stateOf(invitation, this.#options.now());
  }

  /** Returns the names of roles. A role that no longer exists is missing. Undefined if the roles cannot be read. */
  async namesOfRoles(ids: readonly string[]): Promise<string[] | undefined> {
    if (ids.length === 0) return [];
    const names = await (this.#roles ??= this.#readRoles());
    return names && ids.flatMap((id) => names.get(id) ?? []);
  }

  async #readRoles(): Promise<ReadonlyMap<string, string> | undefined> {
    const all = await this.#options.directory.listRoles();
    return all.kind === 'Roles' ? new Map(all.roles.map(({ id, name }) => [id, name])) : undefined;
  }
}

/** An outcome that may have an invitation. */
interface WithInvitation {
  kind: string;
  invitation?: Invitation;
  mailSent?: boolean;
}

const subjectOf = ({ invitation }: WithInvitation): string | undefined => invitation?.user.id;

/** Returns what an invitation gives, if it was sent. */
function sent({ kind, invitation, mailSent }: WithInvitation): AuditedChange | undefined {
  if (kind !== 'InvitationSent' || !invitation) return undefined;
  const { roles, until } = invitation.record;
  return {
    after: {
      ...{ invitation: 'OPEN', roles, expiresAt: new Date(until * 1000).toISOString() },
      mailSent: mailSent ?? false,
    },
  };
}
