import type { MutationResolvers } from '../__generated__/graphql.ts';
import { requireAuthenticated } from '../authorization/requirements.ts';
import { given } from './given.ts';
import { toResult } from './problems.ts';

/** `challengeMfa`, `verifyMfa`, `enrollFactor`, `reauthenticate`, `removeFactor`. */
export const secondFactorMutations: MutationResolvers = {
  challengeMfa: async (_parent, { input }, { sessions }) =>
    toResult(await sessions.challengeMfa(input)),
  verifyMfa: async (_parent, { input }, { sessions }) =>
    toResult(await sessions.verifyMfa(given(input))),
  enrollFactor: async (_parent, { input }, { sessions, caller }) =>
    toResult(
      await sessions.enrollFactor(given(input), async () => requireAuthenticated(await caller)),
    ),
  reauthenticate: async (_parent, { input }, { sessions, caller }) =>
    toResult(await sessions.reauthenticate(input.password, requireAuthenticated(await caller))),
  removeFactor: async (_parent, { input }, { sessions, caller }) =>
    toResult(await sessions.removeFactor(input, requireAuthenticated(await caller))),
};
