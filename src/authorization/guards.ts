import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Requirement } from '../errors.ts';
import { accessOf, type CallerContext } from './access.ts';
import { allOf, requireAll } from './requirements.ts';

/**
 * Puts the schema's directives into effect, in place: a guarded field's resolver runs for callers who meet its guards, and
 * for nobody else. A field without a guard is left as it is.
 *
 * @throws what `accessOf` throws: a schema with a field that is open by accident does not build
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const { field, access } of accessOf(schema)) {
    if (typeof access === 'string') continue;
    const requirement = allOf(access);
    field.resolve = guarded(field.resolve ?? defaultFieldResolver, requirement);
    if (field.subscribe) field.subscribe = guarded(field.subscribe, requirement);
  }
  return schema;
}

function guarded(
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
