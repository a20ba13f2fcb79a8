import type { MutationResolvers } from '../__generated__/graphql.ts';
import { dropNulls } from './drop-nulls.ts';
import { toResult } from './problem-messages.ts';

/** Resolvers of `challengeMfa`, `verifyMfa`, `enrollFactor`, `reauthenticate` and `removeFactor`. */
export const secondFactorMutations: MutationResolvers = {
  challengeMfa: async (_parent, { input }, { sessions }) =>
    toResult(await sessions.challengeMfa(input)),
  verifyMfa: async (_parent, { input }, { sessions }) =>
    toResult(await sessions.verifyMfa(dropNulls(input))),
  enrollFactor: async (_parent, { input }, context) => {
    const signedIn = () => context.authenticated();
    return toResult(await context.sessions.enrollFactor(dropNulls(input), signedIn));
  },
  reauthenticate: async (_parent, { input }, context) =>
    toResult(await context.sessions.reauthenticate(input.password, await context.authenticated())),
  removeFactor: async (_parent, { input }, context) =>
    toResult(await context.sessions.removeFactor(input, await context.authenticated())),
};
