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
import { maxRootFields } from './operation-limits.ts';

/**
 * Checks an operation before it is executed. Refuses an operation type that the schema lacks, variables that do not fit their
 * types, more than {@link maxRootFields} root fields, and more than one credential mutation.
 *
 * @param variables - variables as the client sends them
 * @param namesParts - whether a refusal names the invalid parts of a variable. Their names would reveal the schema to a
 *   stranger
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

/**
 * Coerces variables to their types, up to the first error. More errors would be costly, because graphql-js repeats the whole
 * value in each message.
 *
 * @throws `BAD_USER_INPUT`, HTTP 400
 */
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

/** Maximum number of paths in one message. */
const maxPlaces = 10;

/**
 * Describes a variable that does not fit its type, by the paths of the invalid parts. Does not repeat values, unlike the message
 * of graphql-js.
 */
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
