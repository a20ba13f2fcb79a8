import type { QueryResolvers } from '../__generated__/graphql.ts';
import { requireAuthenticated } from '../authorization/requirements.ts';

/** `me`. */
export const meQuery: QueryResolvers = {
  me: async (_parent, _args, context) =>
    context.profile(requireAuthenticated(await context.caller)),
};
