import { z } from 'zod';
import { Auth0DataSource, type Auth0DataSourceOptions } from './rest-data-source.ts';
import { read } from './wire.ts';

/** The machine-to-machine application that may call the Management API. */
export interface ManagementClient {
  clientId: string;
  clientSecret: string;
  /** Base URL of the tenant's canonical domain, with its trailing slash: a custom domain is no audience of the Management API. */
  tenantUrl: string;
}

/** The process's access token of the Management API. All calls share one token, as Auth0 limits the tokens that it issues. */
export interface ManagementToken {
  /** Returns a valid token. Rejects as the methods of `AuthenticationAPI` do. */
  get: () => Promise<string>;
  /** Drops a refused token, so that the next call fetches another. */
  refused: (token: string) => void;
}

const tokenResponse = z.object({
  access_token: z.string().min(1),
  expires_in: z.int32().positive(),
});

/** Safety margin, in seconds: this long before its expiry, a token goes out of use. */
const margin = 60;

/**
 * Makes the process's token. The first call fetches it, and later calls fetch another shortly before it expires. Simultaneous
 * calls share one fetch.
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
    const { access_token, expires_in } = read(tokenResponse, answer);
    return { token: access_token, usableUntil: now().getTime() + (expires_in - margin) * 1000 };
  }

  return {
    get: async () => {
      if (current && now().getTime() < current.usableUntil) return current.token;
      fetching ??= fetchToken().finally(() => (fetching = undefined));
      current = await fetching;
      return current.token;
    },
    refused: (token) => {
      if (current?.token === token) current = undefined;
    },
  };
}

interface Fetched {
  token: string;
  /** End of the token's use, in milliseconds since the epoch. */
  usableUntil: number;
}

class TokenEndpoint extends Auth0DataSource {
  readonly #client: ManagementClient;

  constructor(client: ManagementClient, upstream: Omit<Auth0DataSourceOptions, 'baseURL'>) {
    super({ ...upstream, baseURL: client.tenantUrl });
    this.#client = client;
  }

  /** Client credentials grant (RFC 6749 §4.4). */
  token(): Promise<unknown> {
    const { clientId: client_id, clientSecret: client_secret, tenantUrl } = this.#client;
    const audience = `${tenantUrl}api/v2/`;
    const body = { grant_type: 'client_credentials', client_id, client_secret, audience };
    return this.post('oauth/token', { body });
  }
}
