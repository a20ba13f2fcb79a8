import type { CommonRefusal } from '../identity/outcomes.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { badUserInput } from '../errors.ts';
import { readInvitation, type Invitation, type InvitationState } from './invitation-record.ts';
import type { BackOfficeOptions } from './options.ts';

/** Arguments of the list. */
export interface ListInput {
  /** Default: all states. */
  state?: InvitationState;
  /** Number of invitations, 1 to 50. Default: 20. */
  first?: number;
  /** Cursor of the last invitation of the page before. */
  after?: string;
}

/** A page of invitations (Relay connection). */
export interface InvitationPage {
  kind: 'InvitationPage';
  edges: { node: Invitation; cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | undefined;
    endCursor: string | undefined;
  };
  /** Number of invitations on all pages. */
  totalCount: number;
  /** Whether there are more than can be listed. */
  isCutOff: boolean;
}

/** Number of users that Auth0's search returns at most. */
const maxListed = 1000;

/**
 * Lists invitations by a search, the newest first. The search may lack changes of the latest seconds. A page is one call to the
 * identity provider, and one more for the realm of the caller where there are several. It may have fewer than `first` invitations
 * although more follow, if `first` differs from that of the page before.
 *
 * @throws `BAD_USER_INPUT` for a cursor of another list, or for a `first` out of range
 */
export async function listInvitations(
  { state, first = 20, after }: ListInput,
  caller: AuthenticatedCaller,
  options: BackOfficeOptions,
): Promise<InvitationPage | CommonRefusal> {
  if (first < 1 || first > 50) throw badUserInput('first must be from 1 to 50.');
  const { cursors, directory, now } = options;
  const list = `invitations ${state ?? ''}`;
  const start = after === undefined ? 0 : cursors.read(after, list);
  if (start === undefined) throw badUserInput('after is no cursor of this list.');
  const realm = await findRealmOf(caller, options);
  if (realm.kind !== 'Realm') return realm;
  // Auth0 has pages of a fixed size. A position within a page leaves a shorter rest.
  const page = { number: Math.floor(start / first), size: first };
  const search = { realm: realm.name, ...searchFor(state, now()) };
  const found = await directory.searchRecords(search, page);
  if (found.kind !== 'UserPage') return found;
  const nodes = found.users.map(readInvitation).slice(start % first);
  const edges = nodes.flatMap((node, index) =>
    node ? [{ node, cursor: cursors.at(start + index + 1, list) }] : [],
  );
  const end = start + nodes.length;
  return {
    kind: 'InvitationPage',
    edges,
    pageInfo: {
      hasNextPage: nodes.length > 0 && end < Math.min(found.total, maxListed),
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
    },
    totalCount: found.total,
    isCutOff: found.total > maxListed,
  };
}

/** Returns the realm that the caller may list. Its name is undefined for all realms. */
async function findRealmOf(
  { id, permissions }: AuthenticatedCaller,
  { directory, realms }: BackOfficeOptions,
): Promise<{ kind: 'Realm'; name: string | undefined } | CommonRefusal> {
  if (realms.length === 1) return { kind: 'Realm', name: realms[0] };
  if (permissions.includes('manage:realms')) return { kind: 'Realm', name: undefined };
  const found = await directory.findUser(id);
  if (found.kind !== 'FoundUser') return found;
  // An account in no realm of the gateway sees nothing: no realm has the empty name.
  return { kind: 'Realm', name: found.user.realm ?? '' };
}

function searchFor(state: InvitationState | undefined, now: Date) {
  const seconds = Math.floor(now.getTime() / 1000);
  switch (state) {
    case undefined:
      return { state: undefined, until: undefined };
    case 'OPEN':
      return { state: 'open', until: { from: seconds + 1 } };
    case 'EXPIRED':
      return { state: 'open', until: { before: seconds + 1 } };
    default:
      return { state: state.toLowerCase(), until: undefined };
  }
}
