import { getDirective } from '@graphql-tools/utils';
import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';

/** An operation before it is executed. */
export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Variables of the operation, coerced to their types, with defaults. */
  variables: Record<string, unknown>;
}

/**
 * Collects the root fields that an operation would execute. Counts each alias, but counts fields that merge into one result only
 * once. Follows fragments, and obeys `@skip` and `@include`.
 *
 * @throws `GraphQLError` for a null in `@skip` or `@include`
 */
export function collectRootFields({
  schema,
  document,
  operation,
  variables,
}: Operation): FieldNode[] {
  const type = schema.getRootType(operation.operation);
  if (!type) return [];
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const fields = collectFields(schema, fragments, variables, type, operation.selectionSet);
  return [...fields.values()].flatMap(([node]) => node ?? []);
}

/** Counts the root fields with `@credential`. One request with a thousand aliased logins counts as a thousand. */
export function countCredentialFields(schema: GraphQLSchema, fields: readonly FieldNode[]): number {
  const definitions = schema.getMutationType()?.getFields() ?? {};
  return fields.filter(({ name }) => {
    const definition = definitions[name.value];
    return definition && getDirective(schema, definition, 'credential');
  }).length;
}
