import { GraphQLError, type ASTNode } from 'graphql';
import {
  formatInsufficientScopeChallenge,
  formatInvalidTokenChallenge,
  missingTokenChallenge,
} from './www-authenticate.ts';

/**
 * All values of `extensions.code` that the gateway itself sends. Apollo Server has further codes for requests that it does not
 * execute.
 */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'SERVICE_UNAVAILABLE',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'NOT_FOUND',
  'CROSS_SITE_REQUEST',
  'INTERNAL_SERVER_ERROR',
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];

/**
 * All values of `extensions.reason` for `UNAUTHENTICATED`: the reason why the gateway rejects a bearer token or a session cookie.
 */
export const tokenFaults = [
  'TOKEN_MISSING',
  'TOKEN_MALFORMED',
  'TOKEN_OPAQUE',
  'TOKEN_ENCRYPTED',
  'ID_TOKEN_SENT',
  'WRONG_ISSUER',
  'WRONG_AUDIENCE',
  'WRONG_CLIENT',
  'MACHINE_TOKEN',
  'BAD_SIGNATURE',
  'UNSUPPORTED_ALGORITHM',
  'TOKEN_EXPIRED',
  'TOKEN_NOT_YET_VALID',
  'TOKEN_REVOKED',
  'SESSION_EXPIRED',
  'SESSION_ENDED',
] as const;

/** One of {@link tokenFaults}. */
export type TokenFault = (typeof tokenFaults)[number];

/** Events that revoke an access token before it expires, or end a session. */
export const revocationCauses = [
  'LOGOUT',
  'LOGOUT_EVERYWHERE',
  'LOGOUT_ELSEWHERE',
  'PASSWORD_CHANGED',
  'REFRESH_TOKEN_REUSED',
  'REFRESH_TOKEN_REFUSED',
  'ACCOUNT_BLOCKED',
  'ENDED_BY_OPERATOR',
  'TOO_MANY_DEVICES',
] as const;

/**
 * Event that revoked the token or ended the session. `extensions.revokedBy` of `TOKEN_REVOKED` and `SESSION_ENDED` contains it,
 * if it is known.
 */
export type RevocationCause = (typeof revocationCauses)[number];

/**
 * Scopes, permissions and roles that a guard requires. In each list, the outer level is *or* and the inner level is *and*. A
 * caller must satisfy every list that is present.
 */
export interface Requirement {
  scopes?: readonly (readonly string[])[];
  permissions?: readonly (readonly string[])[];
  roles?: readonly (readonly string[])[];
}

/**
 * Creates the error for a request without a token, or with a token that the gateway rejects. Sets `WWW-Authenticate`.
 *
 * @param revokedBy - event that revoked the token or ended the session, for `TOKEN_REVOKED` and `SESSION_ENDED`
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
 * Creates the error for an authenticated caller who lacks a permission, scope or role. Sets `WWW-Authenticate`.
 *
 * @param requires - the missing permissions, scopes or roles, for the message and for `extensions.requires`. Empty if only a
 *   micro-service knows them
 */
export function forbidden(requires: Requirement): GraphQLError {
  const challenge = formatInsufficientScopeChallenge(requires.scopes?.[0]);
  return createError('FORBIDDEN', describeRequirement(requires), { requires }, challenge);
}

/** Creates the error for an outage of Auth0 or of a micro-service. The request is not at fault, and the user stays signed in. */
export function serviceUnavailable(message: string): GraphQLError {
  return createError('SERVICE_UNAVAILABLE', message, {});
}

/** Whether an error has the code of {@link serviceUnavailable}. */
export function isServiceUnavailable(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions['code'] === 'SERVICE_UNAVAILABLE';
}

/** Creates the error for a value that fits the schema but that a service does not accept. Only this field fails. */
export function badUserInput(message: string): GraphQLError {
  return createError('BAD_USER_INPUT', message, {});
}

/** Creates the error for an operation that the gateway refuses to execute. Sets HTTP status 400. */
export function badRequest(message: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, {
    ...(node && { nodes: [node] }),
    extensions: { code: 'BAD_USER_INPUT' satisfies ErrorCode, http: { status: 400 } },
  });
}

/** Creates the error for a page that may not receive a session in a cookie. Sets HTTP status 403. */
export function crossSiteRequest(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'CROSS_SITE_REQUEST' satisfies ErrorCode, http: { status: 403 } },
  });
}

/** Creates the body of an error response to a request that does not reach GraphQL. */
export function createErrorBody(code: ErrorCode, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}

/**
 * Creates an error. Adds a header if there is a challenge, but never a status: Apollo Server would apply a status in
 * `extensions.http` to the whole response, including public fields. An executed operation always has HTTP status 200.
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
