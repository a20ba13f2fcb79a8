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

/** An operation about to run. */
export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Coerced to their types, defaults filled in. */
  variables: Record<string, unknown>;
}

/**
 * The root fields that an operation would execute: aliases count each, fragments are followed, `@skip` and `@include` are
 * obeyed, and fields that merge into one answer are one.
 *
 * @throws what graphql-js throws for a null in `@skip` or `@include`
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

/** How many of an operation's root fields are `@credential`: a thousand aliased logins are a thousand, and not one request. */
export function countCredentialFields(schema: GraphQLSchema, fields: readonly FieldNode[]): number {
  const definitions = schema.getMutationType()?.getFields() ?? {};
  return fields.filter(({ name }) => {
    const definition = definitions[name.value];
    return definition && getDirective(schema, definition, 'credential');
  }).length;
}
