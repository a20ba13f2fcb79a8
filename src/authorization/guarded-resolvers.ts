import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Requirement } from '../errors.ts';
import { keepAccess, readAccess, type CallerContext } from './access.ts';
import { requireAll } from './requirements.ts';

/**
 * Applies the directives to a schema: the resolver of a guarded field runs only for callers who satisfy its guards. A field
 * without a guard keeps its resolver. Each field keeps its rule, for `accessOf`.
 *
 * @returns the same schema
 * @throws `AccessError` as `readAccess` does
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const { field, access } of readAccess(schema)) {
    keepAccess(field, access);
    if (typeof access === 'string') continue;
    field.resolve = guardResolver(field.resolve ?? defaultFieldResolver, access);
    if (field.subscribe) field.subscribe = guardResolver(field.subscribe, access);
  }
  return schema;
}

function guardResolver(
  resolve: GraphQLFieldResolver<unknown, CallerContext>,
  requirement: Requirement,
): GraphQLFieldResolver<unknown, CallerContext> {
  return (parent, args, context, info) => {
    const { caller } = context;
    if (caller instanceof Promise) {
      return caller.then((known) => {
        requireAll(known, requirement);
        return resolve(parent, args, context, info);
      });
    }
    requireAll(caller, requirement);
    return resolve(parent, args, context, info);
  };
}
