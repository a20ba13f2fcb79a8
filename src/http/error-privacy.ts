import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  coerceInputValue,
  GraphQLError,
  Kind,
  print,
  typeFromAST,
  type ASTNode,
  type GraphQLFormattedError,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';

const valueKinds: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.NULL,
  Kind.LIST,
  Kind.OBJECT,
]);

/**
 * Takes values out of the messages that graphql-js makes for documents and variables that do not fit: a password sent as a
 * number, or without its quotes, would come back in them. Names of fields, types and variables stay.
 */
export function withoutValues(
  error: GraphQLError,
  schema: GraphQLSchema,
  variables: Record<string, unknown> = {},
): string {
  const { message, nodes, extensions } = error;
  const [node] = nodes ?? [];
  if (extensions['code'] === ApolloServerErrorCode.GRAPHQL_PARSE_FAILED) return parseFault(message);
  if (extensions['code'] === ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE) {
    return 'Name one of the operations of the document as operationName.';
  }
  if (!node) return message;
  if (node.kind === Kind.VARIABLE_DEFINITION)
    return variableFault(node, schema, variables) ?? message;
  return valueKinds.has(node.kind) ? withoutLiteral(message, node) : message;
}

/** `Expected ":", found Name "hunter2".` → `Expected ":", found Name.`; `Unexpected character: "é".` → `Unexpected character.` */
function parseFault(message: string): string {
  // Whatever else stops the parser, it is the stack that was exhausted.
  if (!message.startsWith('Syntax Error')) return 'The document is nested too deeply.';
  return message.replace(/(?<=Name|Int|Float|String) ".*"|(?<!^Syntax Error): .*(?=\.)/s, '');
}

function withoutLiteral(message: string, node: ASTNode): string {
  return message.replaceAll(print(node), '…');
}

/** Says again which parts of a variable do not fit, in words of our own. */
function variableFault(
  { type: typeNode, variable }: VariableDefinitionNode,
  schema: GraphQLSchema,
  variables: Record<string, unknown>,
): string | undefined {
  const type = typeFromAST(schema, typeNode) as GraphQLInputType | undefined;
  const name = variable.name.value;
  if (!type || variables[name] === undefined) return undefined;
  const places: string[] = [];
  coerceInputValue(variables[name], type, (path) => {
    places.push(['$' + name, ...path].join('.'));
  });
  const where = [...new Set(places)].slice(0, 10).join(', ');
  return `Variable "$${name}" does not fit its type ${print(typeNode)}: a value is missing, unknown or of another type at ${where}.`;
}

/** What a client sees of an error: only what was made for it. Everything else is a failure of ours, and is masked. */
export function masked(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  if (!isUnexpected(error)) return formatted;
  const { path, locations } = formatted;
  return {
    message: 'Something went wrong on our side.',
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

/** Whether an error is a failure of ours: thrown by a resolver without a code of ours or Apollo's. */
export function isUnexpected(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return true;
  const code = error.extensions['code'];
  return code === undefined || code === 'INTERNAL_SERVER_ERROR';
}

/** Whether graphql-js refused an argument while executing: a null, through a variable, where none may be. */
export function isArgumentFault({ nodes, path }: GraphQLError): boolean {
  const kind = nodes?.[0]?.kind ?? '';
  return path !== undefined && (kind === Kind.VARIABLE || valueKinds.has(kind));
}
