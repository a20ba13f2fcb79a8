import type { UpstreamRequest } from '../upstream/upstream-data-source.ts';
import { Auth0Error } from './auth0-error.ts';
import type { ManagementToken } from './management-token.ts';
import { Auth0DataSource, type Auth0DataSourceOptions } from './rest-data-source.ts';

/** Options of a {@link ManagementDataSource}. `baseURL` is the tenant's canonical domain. */
export interface ManagementDataSourceOptions extends Auth0DataSourceOptions {
  token: ManagementToken;
}

/** A data source of Auth0's Management API. All data sources share the process's access token. */
export class ManagementDataSource extends Auth0DataSource {
  readonly #token: ManagementToken;

  constructor(options: ManagementDataSourceOptions) {
    super(options);
    this.#token = options.token;
  }

  /** Sends a request with an access token. If Auth0 refuses the token with a 401, sends the request once more with a new token. */
  override async fetch<Result>(path: string, request?: UpstreamRequest) {
    const token = await this.#token.get();
    try {
      return await super.fetch<Result>(path, authorize(request, token));
    } catch (error) {
      if (!(error instanceof Auth0Error && error.answer.status === 401)) throw error;
      this.#token.refused(token);
      return super.fetch<Result>(path, authorize(request, await this.#token.get()));
    }
  }
}

function authorize(request: UpstreamRequest | undefined, token: string): UpstreamRequest {
  const headers = { ...request?.headers, authorization: `Bearer ${token}` };
  return { ...request, headers };
}

/** Quotes a text as a phrase in Lucene's query syntax. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
