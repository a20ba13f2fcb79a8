import type { GraphQLAnswer, RequestOptions, TestGateway } from '../support/gateway.ts';

/** What a credential mutation answered: its type, and whatever the type holds. */
export interface MutationResult {
  __typename: string;
  [member: string]: unknown;
}

/** The four credential mutations: where each goes at Auth0, and an input that has nothing wrong. */
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

/** Sends one credential mutation; `input` differs from the valid one in what is given. */
export async function perform(
  gateway: TestGateway,
  mutation: Mutation,
  input: Record<string, unknown> = {},
  options: RequestOptions = {},
): Promise<GraphQLAnswer<unknown> & { result: MutationResult }> {
  const { success, input: valid } = mutations[mutation];
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  // One name for both would not validate: the limit's may be null, the outage's may not.
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
