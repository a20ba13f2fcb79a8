import { getDirective } from '@graphql-tools/utils';
import {
  getVariableValues,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  OperationTypeNode,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';

/** An operation about to run. */
export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** As the client sent them. */
  variables: Record<string, unknown>;
}

/**
 * How many `@credential` fields an operation would execute: aliases count each, fragments are followed, `@skip` and
 * `@include` are obeyed, and fields that merge into one answer are one. So a thousand aliased logins are a thousand, and
 * not one request.
 *
 * @returns 0 as well for variables that do not fit their types: execution refuses those by itself
 */
export function credentialFields({ schema, document, operation, variables }: Operation): number {
  const mutation = schema.getMutationType();
  if (!mutation || operation.operation !== OperationTypeNode.MUTATION) return 0;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return 0;
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const fields = collectFields(schema, fragments, coerced, mutation, operation.selectionSet);
  const definitions = mutation.getFields();
  return [...fields.values()].filter(([node]) => {
    const definition = node && definitions[node.name.value];
    return definition && getDirective(schema, definition, 'credential');
  }).length;
}
