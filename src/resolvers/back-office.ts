import type {
  InvitationResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../__generated__/graphql.ts';
import { serviceUnavailable } from '../errors.ts';
import { dropNulls } from './drop-nulls.ts';
import { toResult } from './problem-messages.ts';

/** Resolvers of `invitations` and `invitation`. */
export const invitationQueries: QueryResolvers = {
  invitations: async (_parent, args, context) => {
    const caller = await context.authenticated();
    const page = await context.backOffice.listInvitations(dropNulls(args), caller);
    if (page.kind === 'InvitationPage') return page;
    throw serviceUnavailable('The invitations cannot be read now. Try again later.');
  },
  invitation: async (_parent, { token }, { backOffice }) =>
    toResult(await backOffice.previewInvitation(token)),
};

/** Resolvers of `inviteUser`, `resendInvitation`, `revokeInvitation` and `acceptInvitation`. */
export const invitationMutations: MutationResolvers = {
  inviteUser: async (_parent, { input }, context) => {
    const caller = await context.authenticated();
    return toResult(await context.backOffice.inviteUser(dropNulls(input), caller));
  },
  resendInvitation: async (_parent, { input }, context) => {
    const caller = await context.authenticated();
    return toResult(await context.backOffice.resendInvitation(dropNulls(input), caller));
  },
  revokeInvitation: async (_parent, { input }, context) => {
    const caller = await context.authenticated();
    return toResult(await context.backOffice.revokeInvitation(input, caller));
  },
  acceptInvitation: async (_parent, { input }, { backOffice }) =>
    toResult(await backOffice.acceptInvitation(dropNulls(input))),
};

/** Resolvers of `Invitation`. */
export const invitation: InvitationResolvers = {
  id: ({ user }) => user.id,
  email: ({ user }) => user.email ?? '',
  name: ({ user: { name, email } }) => (name === email ? undefined : name),
  realm: ({ user }) => user.realm,
  roles: async ({ record }, _args, { backOffice }) => {
    const names = await backOffice.namesOfRoles(record.roles);
    if (!names) throw serviceUnavailable('The roles cannot be read now. Try again later.');
    return names;
  },
  note: ({ record }) => record.note,
  state: (found, _args, { backOffice }) => backOffice.stateOf(found),
  invitedBy: ({ record }) => record.by.name,
  invitedAt: ({ record }) => new Date(record.at * 1000).toISOString(),
  expiresAt: ({ record }) => new Date(record.until * 1000).toISOString(),
};
