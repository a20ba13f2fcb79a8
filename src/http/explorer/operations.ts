import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { getOperationAST, print } from 'graphql';
import {
  LoginDocument,
  LogoutDocument,
  MeDocument,
  RefreshDocument,
  SignupDocument,
} from '../../operations/__generated__/operations.ts';

/** An operation with variables that a developer can send unchanged. */
export interface ReadyOperation {
  name: string;
  /** GraphQL document, with a comment on top. Values are in `variables`, not in the document. */
  document: string;
  variables: { input?: unknown };
}

/** Text that stands for a refresh token. `browser/keep-session.js` replaces it with the refresh token of the last `Session`. */
const keptRefreshToken = '(kept from the last Session)';

/** Password of the seeded users of the local tenant. */
const password = 'Correct-Horse-7-Battery';

/** An account with which the operations sign in. */
export interface ExampleAccount {
  username: string;
  password: string;
  /** Name of the realm. Needed only if the gateway has several realms. */
  realm?: string;
}

/** The account that `Signup` creates. */
const newcomer = { email: 'newcomer@example.com', password };

/**
 * Prepares the five most important operations, in the order in which a newcomer tries them.
 *
 * @param account - the account to sign in with. Default: the seeded administrator of the local tenant
 */
export function prepareOperations(
  account: ExampleAccount = { username: 'admin@example.com', password },
): ReadyOperation[] {
  const { realm } = account;
  return [
    prepareOperation(SignupDocument, 'Creates an account. It does not sign in.', {
      input: { ...newcomer, ...(realm !== undefined && { realm }) },
    }),
    prepareOperation(
      LoginDocument,
      'Signs in. From then on this tab sends the access token by itself.',
      { input: account },
    ),
    prepareOperation(
      MeDocument,
      'Shows the user of the access token from your last Login or Refresh.',
      {},
    ),
    prepareOperation(RefreshDocument, 'Gets a new session. The kept refresh token is filled in.', {
      input: { refreshToken: keptRefreshToken },
    }),
    prepareOperation(LogoutDocument, 'Ends the session, and this tab forgets its tokens.', {
      input: { refreshToken: keptRefreshToken },
    }),
  ];
}

/** The operations with the seeded administrator. */
export const readyOperations: readonly ReadyOperation[] = prepareOperations();

function prepareOperation<Variables extends { input?: unknown }>(
  document: TypedDocumentNode<unknown, Variables>,
  comment: string,
  variables: Variables,
): ReadyOperation {
  const name = getOperationAST(document)?.name?.value ?? '';
  return { name, document: `# ${comment}\n${print(document)}`, variables };
}

/**
 * Combines operations into one document, for an explorer with a single pane for variables. Gives each operation its own variable:
 * `$input` of `Login` becomes `$login`.
 */
export function combineOperations(operations: readonly ReadyOperation[]): {
  document: string;
  variables: Record<string, unknown>;
} {
  const documents = operations.map(({ name, document }) =>
    document.replaceAll('$input', () => `$${name.toLowerCase()}`),
  );
  const inputs = operations
    .filter(({ variables }) => variables.input)
    .map(({ name, variables }): [string, unknown] => [name.toLowerCase(), variables.input]);
  return { document: documents.join('\n\n'), variables: Object.fromEntries(inputs) };
}
