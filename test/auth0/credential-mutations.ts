import { randomUUID } from 'node:crypto';
import type { GraphQLAnswer, RequestOptions, TestGateway } from '../support/gateway.ts';

/** Result of a credential mutation: its type, and the selected fields of the type. */
export interface MutationResult {
  __typename: string;
  [member: string]: unknown;
}

/** For each credential mutation, the path of its request to Auth0, a valid input and the fields to select. */
export const mutations = {
  login: {
    path: '/oauth/token',
    input: { username: 'user@example.com', password: 'Correct-Horse-7-Battery' },
    success:
      '... on Session { accessToken refreshToken idToken tokenType expiresIn scopes user { id email } }',
  },
  refresh: {
    path: '/oauth/token',
    input: { refreshToken: 'refresh-token-0' },
    success:
      '... on Session { accessToken refreshToken idToken tokenType expiresIn scopes user { id } }',
  },
  signup: {
    path: '/dbconnections/signup',
    input: { email: 'newcomer@example.com', password: 'Correct-Horse-7-Battery' },
    success: `... on SignedUp { user { id email emailVerified roles permissions } }
      ... on WeakPassword { rules { code message met items { code message met } } }`,
  },
  logout: {
    path: '/oauth/revoke',
    input: { refreshToken: 'refresh-token-9' },
    success: '... on LoggedOut { accessTokenRevoked refreshTokenRevoked }',
  },
};

/** Those that an Action can deny. */
const denies = new Set<string>(['login', 'refresh']);

/** Name of a credential mutation. */
export type Mutation = keyof typeof mutations;

/** Returns a refresh token that no test has exchanged: for another one the gateway may answer without asking Auth0. */
export function ownInput(mutation: Mutation): Record<string, unknown> {
  return mutation === 'refresh' ? { refreshToken: randomUUID() } : {};
}

/** Sends a credential mutation. `input` replaces members of the valid input. */
export async function perform(
  gateway: TestGateway,
  mutation: Mutation,
  input: Record<string, unknown> = {},
  options: RequestOptions = {},
): Promise<GraphQLAnswer<unknown> & { result: MutationResult }> {
  const { success, input: valid } = mutations[mutation];
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  // An alias, so that the two fields `retryAfter` may have different types.
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ${success}
    ... on Problem { code message } ... on InvalidInput { field }
    ${denies.has(mutation) ? '... on LoginDenied { reason }' : ''}
    ... on TooManyAttempts { retryAfter } ... on ServiceUnavailable { downFor: retryAfter } } }`;
  const answer = await gateway.request<Record<Mutation, MutationResult>>(document, {
    variables: { input: { ...valid, ...input } },
    ...options,
  });
  if (!answer.data) throw new Error(`no data: ${answer.text}`);
  const { downFor, ...result } = answer.data[mutation];
  return {
    ...answer,
    result: { ...result, ...(downFor !== undefined && { retryAfter: downFor }) },
  };
}
