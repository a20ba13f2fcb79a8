import { z } from 'zod';
import { Auth0DataSource, type Auth0DataSourceOptions } from './rest-data-source.ts';
import { read } from './wire.ts';

/** The machine-to-machine application that may call the Management API. */
export interface ManagementClient {
  clientId: string;
  clientSecret: string;
  /**
   * Base URL of the tenant's canonical domain, with a trailing slash. The Management API does not accept a custom domain in its
   * audience.
   */
  tenantUrl: string;
}

/**
 * The process's access token for the Management API. All calls share it, because Auth0 limits the number of tokens that it
 * issues.
 */
export interface ManagementToken {
  /** Returns a valid token. Rejects as the methods of `AuthenticationAPI` do. */
  get: () => Promise<string>;
  /** Whether Auth0 has granted a permission of the Management API. Rejects as {@link get} does. */
  hasScope: (scope: string) => Promise<boolean>;
  /** Forgets a token that Auth0 has refused, so that the next call fetches a new one. */
  refused: (token: string) => void;
}

const tokenResponse = z.object({
  access_token: z.string().min(1),
  expires_in: z.int32().positive(),
  scope: z.string().optional(),
});

/** Seconds before its expiry at which a token is replaced. */
const margin = 60;

/**
 * Creates the {@link ManagementToken} of the process. The first call fetches a token. Later calls reuse it, and fetch a new one
 * shortly before it expires. Simultaneous calls share one fetch.
 *
 * @see https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens
 */
export function managementToken(
  client: ManagementClient,
  upstream: Omit<Auth0DataSourceOptions, 'baseURL'>,
  now: () => Date,
): ManagementToken {
  let current: Fetched | undefined;
  let fetching: Promise<Fetched> | undefined;

  async function fetchToken(): Promise<Fetched> {
    const answer = await new TokenEndpoint(client, upstream).token();
    const { access_token, expires_in, scope = '' } = read(tokenResponse, answer);
    return {
      token: access_token,
      scopes: scope.split(' '),
      usableUntil: now().getTime() + (expires_in - margin) * 1000,
    };
  }

  async function getCurrent(): Promise<Fetched> {
    if (current && now().getTime() < current.usableUntil) return current;
    fetching ??= fetchToken().finally(() => (fetching = undefined));
    return (current = await fetching);
  }

  return {
    get: async () => (await getCurrent()).token,
    hasScope: async (scope) => (await getCurrent()).scopes.includes(scope),
    refused: (token) => {
      if (current?.token === token) current = undefined;
    },
  };
}

interface Fetched {
  token: string;
  scopes: string[];
  /** Time from which the token is replaced (milliseconds since the epoch). */
  usableUntil: number;
}

class TokenEndpoint extends Auth0DataSource {
  readonly #client: ManagementClient;

  constructor(client: ManagementClient, upstream: Omit<Auth0DataSourceOptions, 'baseURL'>) {
    super({ ...upstream, baseURL: client.tenantUrl });
    this.#client = client;
  }

  /** Fetches a token with the client credentials grant (RFC 6749 §4.4). */
  token(): Promise<unknown> {
    const { clientId: client_id, clientSecret: client_secret, tenantUrl } = this.#client;
    const audience = `${tenantUrl}api/v2/`;
    const body = { grant_type: 'client_credentials', client_id, client_secret, audience };
    return this.post('oauth/token', { body });
  }
}
