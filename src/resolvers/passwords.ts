import type { MutationResolvers } from '../__generated__/graphql.ts';
import { requireAuthenticated } from '../authorization/requirements.ts';
import { given } from './given.ts';
import { toResult } from './problems.ts';

/** `requestPasswordReset`, `changePassword`, `resendVerificationEmail`. */
export const passwordMutations: MutationResolvers = {
  requestPasswordReset: async (_parent, { input }, { sessions }) =>
    toResult(await sessions.requestPasswordReset(input)),
  changePassword: async (_parent, { input }, { sessions, caller }) => {
    const signedIn = requireAuthenticated(await caller);
    const outcome = await sessions.changePassword(given(input), signedIn);
    if (outcome.kind !== 'PasswordChanged') return toResult(outcome);
    return toResult({ ...outcome, mfa: outcome.mfa && toResult(outcome.mfa) });
  },
  resendVerificationEmail: async (_parent, { input }, { sessions, caller }) =>
    toResult(
      await sessions.resendVerificationEmail(input.verificationToken ?? undefined, async () =>
        requireAuthenticated(await caller),
      ),
    ),
};
