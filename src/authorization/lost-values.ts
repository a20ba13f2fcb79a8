import {
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { FieldAccess } from './access.ts';

/**
 * Finds the values that become null when the gateway refuses a field that cannot be null. GraphQL then replaces the object that
 * has the field by null. If the object cannot be null either, the same happens to the list or object around it, up to the nearest
 * value that can be null.
 *
 * @returns the values in words, such as `the whole list Query.orders`, one for each path to the type
 */
export function findLostValues(
  schema: GraphQLSchema,
  fields: readonly FieldAccess[],
  type: GraphQLObjectType,
): Set<string> {
  const lost = new Set<string>();
  const seen = new Set<GraphQLObjectType>();
  const roots = [schema.getQueryType(), schema.getMutationType()];

  function follow(type: GraphQLObjectType): void {
    if (seen.has(type)) return;
    seen.add(type);
    if (roots.includes(type)) lost.add('the whole answer');
    for (const above of fields) {
      if (!leadsTo(schema, above.field.type, type)) continue;
      const nullable = findNullable(above.field.type);
      if (nullable === undefined) follow(above.type);
      else lost.add(`${nullable}${above.type.name}.${above.field.name}`);
    }
  }

  follow(type);
  return lost;
}

function leadsTo(
  schema: GraphQLSchema,
  output: GraphQLOutputType,
  type: GraphQLObjectType,
): boolean {
  const named = getNamedType(output);
  return named === type || (isAbstractType(named) && schema.isSubType(named, type));
}

/** Finds the innermost part of a field's value that can be null: an item of a list, the list, or the field itself. */
function findNullable(
  type: GraphQLOutputType,
  canBeNull = true,
  isInList = false,
): string | undefined {
  if (isNonNullType(type)) return findNullable(type.ofType, false, isInList);
  const inner = isListType(type) ? findNullable(type.ofType, true, true) : undefined;
  if (inner !== undefined || !canBeNull) return inner;
  if (isInList) return 'the item of ';
  return isListType(type) ? 'the whole list ' : '';
}
