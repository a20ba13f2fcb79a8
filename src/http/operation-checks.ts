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
 * Refuses an operation as a whole, before anything of it runs: a kind that the schema has not, variables that do not fit, more
 * root fields than anybody needs, more than one credential.
 *
 * @param variables - as the client sent them
 * @throws `BAD_USER_INPUT`, HTTP 400
 */
export function checkOperation({ schema, document, operation, variables }: Operation): void {
  if (!schema.getRootType(operation.operation)) {
    throw badRequest(`The schema has no type for a ${operation.operation}.`);
  }
  const fields = collectExecutedFields({
    schema,
    document,
    operation,
    variables: coerceVariables(schema, operation, variables),
  });
  if (fields.length > maxRootFields) {
    throw badRequest(`One operation may hold ${maxRootFields} root fields.`);
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
    throw badRequest('@skip and @include take true or false, and no null.');
  }
}

/** Stops at the first fault: graphql-js shows the whole value in each, and there may be as many as a body holds. */
function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  if (variableDefinitions.length === 0) return {};
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, variables, {
    maxErrors: 1,
  });
  if (coerced) return coerced;
  const [node] = errors[0]?.nodes ?? [];
  throw badRequest(
    describeVariableProblem(node as VariableDefinitionNode, schema, variables),
    node,
  );
}

/** Places named in one message. */
const maxPlaces = 10;

/** Says which parts of a variable do not fit, in words of our own: graphql-js repeats the value. */
function describeVariableProblem(
  { type: typeNode, variable }: VariableDefinitionNode,
  schema: GraphQLSchema,
  variables: Record<string, unknown>,
): string {
  const name = variable.name.value;
  const type = print(typeNode);
  if (!Object.hasOwn(variables, name)) return `Variable "$${name}" of type ${type} was not sent.`;
  const places: string[] = [];
  const enough = new Error();
  try {
    coerceInputValue(variables[name], typeFromAST(schema, typeNode) as GraphQLInputType, (path) => {
      places.push(['$' + name, ...path].join('.'));
      if (places.length === maxPlaces) throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  const where = [...new Set(places)].join(', ');
  return `Variable "$${name}" does not fit its type ${type}: a value is missing, unknown or of another type at ${where}.`;
}
