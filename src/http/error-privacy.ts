import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, Kind, print, type ASTNode, type GraphQLFormattedError } from 'graphql';

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
 * Removes the client's values from a message of graphql-js about an invalid document or variable. Such a message would repeat a
 * password that a client sends as a number or without quotes. Keeps the names of fields, types and variables.
 *
 * @returns the message without values
 */
export function removeValues({ message, nodes, extensions }: GraphQLError): string {
  const [node] = nodes ?? [];
  if (extensions['code'] === ApolloServerErrorCode.GRAPHQL_PARSE_FAILED)
    return redactSyntaxError(message);
  if (extensions['code'] === ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE) {
    return 'Name one of the operations of the document as operationName.';
  }
  if (!node) return message;
  if (
    node.kind === Kind.VARIABLE &&
    extensions['code'] === ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED
  ) {
    return 'The operation uses a variable that it does not define.';
  }
  return valueKinds.has(node.kind) ? removeLiteral(message, node) : message;
}

/**
 * Removes the value from a syntax error: `Expected ":", found Name "hunter2".` becomes `Expected ":", found Name.`, and `Unexpected
 * character: "é".` becomes `Unexpected character.`
 */
function redactSyntaxError(message: string): string {
  // The parser has no other failure than a nesting that exhausts the stack.
  if (!message.startsWith('Syntax Error')) return 'The document is nested too deeply.';
  return message.replace(/(?<=Name|Int|Float|String) ".*"|(?<!^Syntax Error): .*(?=\.)/s, '');
}

function removeLiteral(message: string, node: ASTNode): string {
  return message.replaceAll(print(node), '…');
}

/**
 * Replaces an unexpected error by a message that reveals nothing. Keeps the error's path and locations. Returns an error with a
 * code unchanged.
 */
export function maskUnexpected(
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  if (!isUnexpected(error)) return formatted;
  const { path, locations } = formatted;
  return {
    message: 'Something went wrong on our side.',
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

/** Whether an error is unexpected: it has neither a code of the gateway nor a code of Apollo Server. */
export function isUnexpected(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return true;
  const code = error.extensions['code'];
  return code === undefined || code === 'INTERNAL_SERVER_ERROR';
}

/** Whether graphql-js has rejected an argument during execution, because a variable with null is used in a non-null position. */
export function isArgumentFault({ nodes, path }: GraphQLError): boolean {
  const kind = nodes?.[0]?.kind ?? '';
  return path !== undefined && (kind === Kind.VARIABLE || valueKinds.has(kind));
}
