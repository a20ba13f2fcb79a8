import type { FieldAccessResolvers, QueryResolvers } from '../__generated__/graphql.ts';

/** Resolver of `access`. */
export const accessQuery: QueryResolvers = {
  access: async (_parent, _args, context, { schema }) =>
    context.explainAccess(await context.authenticated(), schema),
};

/** Resolvers of `FieldAccess`. */
export const fieldAccess: FieldAccessResolvers = {
  missingPermissions: ({ missing }) => missing.permissions ?? [],
  missingScopes: ({ missing }) => missing.scopes ?? [],
  missingRoles: ({ missing }) => missing.roles ?? [],
};
