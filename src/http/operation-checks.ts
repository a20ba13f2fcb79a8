import {
  coerceInputValue,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  print,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { collectRootFields, countCredentialFields, type Operation } from './credential-fields.ts';
import { badRequest } from '../errors.ts';
import { maxRootFields } from './request-limits.ts';

/**
 * Checks an operation before its execution, and refuses it as a whole: for an operation type that the schema lacks, variables of
 * another type, more than {@link maxRootFields} root fields, or more than one credential mutation.
 *
 * @param variables - as the client sends them
 * @param namesParts - whether a refusal names the parts of a variable that do not fit; to a stranger it would tell which names
 *   the schema has
 * @throws `BAD_USER_INPUT`, HTTP 400
 */
export function checkOperation(
  { schema, document, operation, variables }: Operation,
  { namesParts }: { namesParts: boolean },
): void {
  if (!schema.getRootType(operation.operation)) {
    throw badRequest(`The schema has no type for a ${operation.operation}.`);
  }
  const fields = collectExecutedFields({
    schema,
    document,
    operation,
    variables: coerceVariables(schema, operation, variables, namesParts),
  });
  if (fields.length > maxRootFields) {
    throw badRequest(`One operation may have at most ${maxRootFields} root fields.`);
  }
  if (operation.operation !== OperationTypeNode.MUTATION) return;
  if (countCredentialFields(schema, fields) > 1) {
    throw badRequest(
      'One operation may hold one credential mutation, such as login: send them one by one.',
    );
  }
}

function collectExecutedFields(operation: Operation) {
  try {
    return collectRootFields(operation);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw badRequest('@skip and @include take true or false, not null.');
  }
}

/** Stops at the first error: graphql-js repeats the whole value in each message, and a body can cause many of them. */
function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
  namesParts: boolean,
): Record<string, unknown> {
  if (variableDefinitions.length === 0) return {};
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, variables, {
    maxErrors: 1,
  });
  if (coerced) return coerced;
  const [node] = errors[0]?.nodes ?? [];
  const definition = node as VariableDefinitionNode;
  if (!namesParts) {
    throw badRequest(`Variable "$${definition.variable.name.value}" does not fit its type.`, node);
  }
  throw badRequest(describeVariableProblem(definition, schema, variables), node);
}

/** Paths that one message names. */
const maxPlaces = 10;

/** Names the parts of a variable that do not fit, without their values: graphql-js' own message repeats them. */
function describeVariableProblem(
  { type: typeNode, variable }: VariableDefinitionNode,
  schema: GraphQLSchema,
  variables: Record<string, unknown>,
): string {
  const name = variable.name.value;
  const type = print(typeNode);
  if (!Object.hasOwn(variables, name)) return `Variable "$${name}" of type ${type} was not sent.`;
  const places: string[] = [];
  const full = new Error();
  try {
    coerceInputValue(variables[name], typeFromAST(schema, typeNode) as GraphQLInputType, (path) => {
      places.push(['$' + name, ...path].join('.'));
      if (places.length === maxPlaces) throw full;
    });
  } catch (error) {
    if (error !== full) throw error;
  }
  const where = [...new Set(places)].join(', ');
  return `Variable "$${name}" does not fit its type ${type}: a value is missing, unknown or of another type at ${where}.`;
}
