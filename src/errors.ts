import { GraphQLError, type ASTNode } from 'graphql';

/** Every `extensions.code` the gateway itself sends; Apollo Server adds its own for requests that never ran. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'SERVICE_UNAVAILABLE'
  | 'BAD_USER_INPUT'
  | 'BAD_REQUEST'
  | 'NOT_FOUND'
  | 'INTERNAL_SERVER_ERROR';

/** `extensions.reason` of `UNAUTHENTICATED`: why a bearer is not good enough. The list is closed. */
export type TokenFault =
  | 'TOKEN_MISSING'
  | 'TOKEN_MALFORMED'
  | 'TOKEN_OPAQUE'
  | 'TOKEN_ENCRYPTED'
  | 'ID_TOKEN_SENT'
  | 'WRONG_ISSUER'
  | 'WRONG_AUDIENCE'
  | 'WRONG_CLIENT'
  | 'MACHINE_TOKEN'
  | 'BAD_SIGNATURE'
  | 'UNSUPPORTED_ALGORITHM'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_NOT_YET_VALID'
  | 'TOKEN_REVOKED';

/** What a caller would need: for each kind an *or* of *and*s, as the directive that asks for it spells it. */
export interface Requirement {
  scopes?: readonly (readonly string[])[];
  permissions?: readonly (readonly string[])[];
  roles?: readonly (readonly string[])[];
}

/** Nobody we know: the bearer is missing or bad. Carries the challenge of RFC 6750 §3. */
export function unauthenticated(reason: TokenFault, message: string): GraphQLError {
  const challenge =
    reason === 'TOKEN_MISSING'
      ? 'Bearer'
      : `Bearer error="invalid_token", error_description="${reason}"`;
  return coded('UNAUTHENTICATED', message, { reason }, challenge);
}

/**
 * Somebody we know, who may not: names what is missing, if that is known here. Carries the challenge of RFC 6750 §3.1.
 */
export function forbidden(requires: Requirement): GraphQLError {
  const [scopes] = requires.scopes ?? [];
  const challenge = `Bearer error="insufficient_scope"${scopes ? `, scope="${scopes.join(' ')}"` : ''}`;
  return coded('FORBIDDEN', inWords(requires), { requires }, challenge);
}

/** Something behind us does not answer; the caller did nothing wrong and stays signed in. */
export function serviceUnavailable(message: string): GraphQLError {
  return coded('SERVICE_UNAVAILABLE', message, {});
}

/** Whether an error is one that {@link serviceUnavailable} made. */
export function isServiceUnavailable(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions['code'] === 'SERVICE_UNAVAILABLE';
}

/** A value that fits the schema and that nothing can answer to. The rest of the operation stands. */
export function badUserInput(message: string): GraphQLError {
  return coded('BAD_USER_INPUT', message, {});
}

/** The request is one that no correct program sends. It never ran: HTTP 400. */
export function badRequest(message: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, {
    ...(node && { nodes: [node] }),
    extensions: { code: 'BAD_USER_INPUT' satisfies ErrorCode, http: { status: 400 } },
  });
}

/** The body of an answer that GraphQL had no part in: the request never got that far. */
export function errorBody(code: ErrorCode, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}

/**
 * A header, never a status: with a status in it Apollo Server would turn the whole answer, public fields too, into a
 * refusal. An operation that ran is 200.
 */
function coded(
  code: ErrorCode,
  message: string,
  details: Record<string, unknown>,
  challenge?: string,
): GraphQLError {
  const http = challenge && { headers: new Map([['www-authenticate', challenge]]) };
  return new GraphQLError(message, { extensions: { code, ...details, ...(http && { http }) } });
}

function inWords(requires: Requirement): string {
  const kinds = Object.entries(requires).map(([kind, alternatives]) => {
    const choices = (alternatives as string[][]).map((all) => all.join(' and '));
    return `the ${kind} ${choices.join(', or ')}`;
  });
  return kinds.length > 0 ? `This needs ${kinds.join('; and ')}.` : 'You may not do this.';
}
