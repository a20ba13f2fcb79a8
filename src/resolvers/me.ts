import type { QueryResolvers } from '../__generated__/graphql.ts';

/** Resolver of `me`. */
export const meQuery: QueryResolvers = {
  me: async (_parent, _args, context) => context.profile(await context.authenticated()),
};
