import { isCustomClaimAllowed } from './custom-claims.ts';

/** The `event` object of an Action, with Auth0's member names. */
export interface PostLoginEvent {
  user: Record<string, unknown>;
  client: { client_id: string; name: string };
  connection: { id: string; name: string; strategy: 'auth0' };
  request: { ip: string; method: 'POST'; user_agent: string | undefined };
  transaction: { protocol: TransactionProtocol; requested_scopes: string[] };
  stats: { logins_count: number };
  authorization: { roles: string[] };
  resource_server?: { identifier: string };
}

/** Protocol of a login, in Auth0's words. Both password grants are `oauth2-password`. */
export type TransactionProtocol = 'oauth2-password' | 'oauth2-refresh-token';

/** The `api` object of an Action. It has only the methods of Auth0's that work in a login without a browser. */
export interface PostLoginApi {
  access: { deny: (reason: string) => void };
  accessToken: {
    setCustomClaim: (name: string, value: unknown) => void;
    addScope: (scope: string) => void;
    removeScope: (scope: string) => void;
  };
  idToken: { setCustomClaim: (name: string, value: unknown) => void };
  redirect: { canRedirect: () => boolean; sendUserTo: (url: string) => void };
}

/** Decisions of the Actions during one login. */
export interface PostLoginOutcome {
  scopes: string[];
  accessToken: Record<string, unknown>;
  idToken: Record<string, unknown>;
  denied?: string;
  isRedirected: boolean;
}

/** Makes the `api` object of an Action. Its methods write their decisions to `outcome`. */
export function postLoginApi(outcome: PostLoginOutcome): PostLoginApi {
  const setter = (claims: Record<string, unknown>) => (name: string, value: unknown) => {
    if (isCustomClaimAllowed(name)) claims[name] = value;
  };
  return {
    access: {
      deny: (reason) => {
        outcome.denied = reason;
      },
    },
    accessToken: {
      setCustomClaim: setter(outcome.accessToken),
      addScope: (scope) => {
        outcome.scopes = [...new Set([...outcome.scopes, scope])];
      },
      removeScope: (scope) => {
        outcome.scopes = outcome.scopes.filter((granted) => granted !== scope);
      },
    },
    idToken: { setCustomClaim: setter(outcome.idToken) },
    redirect: {
      canRedirect: () => false,
      sendUserTo: () => {
        outcome.isRedirected = true;
      },
    },
  };
}
