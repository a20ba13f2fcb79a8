import { GraphQLError, type ASTNode } from 'graphql';
import {
  formatInsufficientScopeChallenge,
  formatInvalidTokenChallenge,
  missingTokenChallenge,
} from './www-authenticate.ts';

/** Every `extensions.code` that the gateway itself sends. Apollo Server adds its own for requests that it does not execute. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'SERVICE_UNAVAILABLE'
  | 'BAD_USER_INPUT'
  | 'BAD_REQUEST'
  | 'NOT_FOUND'
  | 'INTERNAL_SERVER_ERROR';

/** `extensions.reason` of `UNAUTHENTICATED`: the reason why the gateway rejects a bearer token. The list is closed. */
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

/** Events that revoke an access token before it expires. */
export const revocationCauses = [
  'LOGOUT',
  'LOGOUT_EVERYWHERE',
  'PASSWORD_CHANGED',
  'REFRESH_TOKEN_REUSED',
  'REFRESH_TOKEN_REFUSED',
  'ACCOUNT_BLOCKED',
] as const;

/** `extensions.revokedBy` of `TOKEN_REVOKED`: the event that revoked the token. Missing when it is unknown. */
export type RevocationCause = (typeof revocationCauses)[number];

/**
 * Scopes, permissions and roles that a rule asks for. In each list the outer level is *or*, the inner level is *and*; the kinds
 * together are *and*.
 */
export interface Requirement {
  scopes?: readonly (readonly string[])[];
  permissions?: readonly (readonly string[])[];
  roles?: readonly (readonly string[])[];
}

/**
 * No valid access token: the request carries none, or one that the gateway rejects. Sets `WWW-Authenticate`.
 *
 * @param revokedBy - the event that revoked the token, for `TOKEN_REVOKED`
 */
export function unauthenticated(
  reason: TokenFault,
  message: string,
  revokedBy?: RevocationCause,
): GraphQLError {
  const challenge =
    reason === 'TOKEN_MISSING' ? missingTokenChallenge : formatInvalidTokenChallenge(reason);
  return createError(
    'UNAUTHENTICATED',
    message,
    { reason, ...(revokedBy && { revokedBy }) },
    challenge,
  );
}

/**
 * Authenticated, but lacks a permission, scope or role. Sets `WWW-Authenticate`.
 *
 * @param requires - named in the message and in `extensions.requires`; empty where only a micro-service knows it
 */
export function forbidden(requires: Requirement): GraphQLError {
  const challenge = formatInsufficientScopeChallenge(requires.scopes?.[0]);
  return createError('FORBIDDEN', describeRequirement(requires), { requires }, challenge);
}

/** Auth0, its keys or a micro-service does not answer. The request is not at fault, and the user stays signed in. */
export function serviceUnavailable(message: string): GraphQLError {
  return createError('SERVICE_UNAVAILABLE', message, {});
}

/** Whether {@link serviceUnavailable} made an error. */
export function isServiceUnavailable(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions['code'] === 'SERVICE_UNAVAILABLE';
}

/** A value that fits the schema and that no service can hold. The other fields of the operation keep their results. */
export function badUserInput(message: string): GraphQLError {
  return createError('BAD_USER_INPUT', message, {});
}

/** An operation that no correct program sends. The gateway does not execute it: HTTP 400. */
export function badRequest(message: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, {
    ...(node && { nodes: [node] }),
    extensions: { code: 'BAD_USER_INPUT' satisfies ErrorCode, http: { status: 400 } },
  });
}

/** The body of an error response to a request that never reaches GraphQL. */
export function createErrorBody(code: ErrorCode, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}

/**
 * Sets a header and never a status: Apollo Server applies a status in `extensions.http` to the whole response, public fields
 * included. An executed operation is HTTP 200.
 */
function createError(
  code: ErrorCode,
  message: string,
  details: Record<string, unknown>,
  challenge?: string,
): GraphQLError {
  const http = challenge && { headers: new Map([['www-authenticate', challenge]]) };
  return new GraphQLError(message, { extensions: { code, ...details, ...(http && { http }) } });
}

function describeRequirement(requires: Requirement): string {
  const kinds = Object.entries(requires).map(([kind, alternatives]) => {
    const choices = (alternatives as string[][]).map((all) => all.join(' and '));
    return `the ${kind} ${choices.join(', or ')}`;
  });
  return kinds.length > 0 ? `This needs ${kinds.join('; and ')}.` : 'You may not do this.';
}
