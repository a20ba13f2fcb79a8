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
 * Takes values out of the messages that graphql-js makes for documents and variables that do not fit: a password sent as a
 * number, or without its quotes, would come back in them. Names of fields, types and variables stay.
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
    return 'A variable is used that the operation does not define.';
  }
  return valueKinds.has(node.kind) ? removeLiteral(message, node) : message;
}

/** `Expected ":", found Name "hunter2".` → `Expected ":", found Name.`; `Unexpected character: "é".` → `Unexpected character.` */
function redactSyntaxError(message: string): string {
  // Whatever else stops the parser, it is the stack that was exhausted.
  if (!message.startsWith('Syntax Error')) return 'The document is nested too deeply.';
  return message.replace(/(?<=Name|Int|Float|String) ".*"|(?<!^Syntax Error): .*(?=\.)/s, '');
}

function removeLiteral(message: string, node: ASTNode): string {
  return message.replaceAll(print(node), '…');
}

/** What a client sees of an error: only what was made for it. Everything else is a failure of ours, and is masked. */
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
