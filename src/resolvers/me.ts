import type { QueryResolvers } from '../__generated__/graphql.ts';

/** `me`. */
export const meQuery: QueryResolvers = {
  me: async (_parent, _args, context) => context.profile(await context.authenticated()),
};
