import type { MutationResolvers } from '../__generated__/graphql.ts';
import { dropNulls } from './drop-nulls.ts';
import { toResult } from './problem-messages.ts';

/** Resolvers of `requestPasswordReset`, `changePassword` and `resendVerificationEmail`. */
export const passwordMutations: MutationResolvers = {
  requestPasswordReset: async (_parent, { input }, { sessions }) =>
    toResult(await sessions.requestPasswordReset(input)),
  changePassword: async (_parent, { input }, context) => {
    const caller = await context.authenticated();
    const outcome = await context.sessions.changePassword(dropNulls(input), caller);
    if (outcome.kind !== 'PasswordChanged') return toResult(outcome);
    return toResult({ ...outcome, mfa: outcome.mfa && toResult(outcome.mfa) });
  },
  resendVerificationEmail: async (_parent, { input }, context) => {
    const token = input.verificationToken ?? undefined;
    const signedIn = () => context.authenticated();
    return toResult(await context.sessions.resendVerificationEmail(token, signedIn));
  },
};
