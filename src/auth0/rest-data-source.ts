import { RESTDataSource } from '@apollo/datasource-rest';
import type { Upstream } from '../upstream.ts';
import { Auth0Error, toAuth0Answer } from './auth0-error.ts';

type Request = Parameters<RESTDataSource['fetch']>[1] & object;
type Answered = Parameters<RESTDataSource['throwIfResponseIsError']>[0];

/** How the data sources of one request reach Auth0. */
export interface Auth0DataSourceOptions {
  /** The tenant's base URL, with its trailing slash. */
  baseURL: string;
  fetch: Upstream['fetch'];
  /** Milliseconds for one call, its body included. */
  timeoutMs: number;
}

/**
 * `RESTDataSource` without the defaults that an auth gateway cannot have: its errors carry upstream URL and body to the
 * client, an empty JSON body throws before the status is seen, equal GETs are shared, answers are cached, and URLs are
 * printed in development. There is no time limit either.
 */
export class Auth0DataSource extends RESTDataSource {
  override readonly baseURL: string;
  readonly #timeoutMs: number;

  constructor({ baseURL, fetch, timeoutMs }: Auth0DataSourceOptions) {
    super({ fetch });
    this.baseURL = baseURL;
    this.#timeoutMs = timeoutMs;
  }

  override fetch<Result>(path: string, request?: Request) {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    return super.fetch<Result>(path, { ...request, signal, skipCache: true });
  }

  /** JSON where it is JSON, else the text: Auth0 answers some calls in plain text, and a proxy before it in HTML. */
  protected override async parseBody(response: { text: () => Promise<string> }) {
    const text = await response.text();
    try {
      return JSON.parse(text) as object;
    } catch {
      return text;
    }
  }

  protected override throwIfResponseIsError({
    url,
    response,
    parsedBody,
  }: Answered): Promise<void> {
    if (response.ok) return Promise.resolve();
    const endpoint = url.pathname.slice(new URL(this.baseURL).pathname.length);
    return Promise.reject(new Auth0Error(toAuth0Answer(endpoint, response, parsedBody)));
  }

  protected override requestDeduplicationPolicyFor() {
    return { policy: 'do-not-deduplicate' } as const;
  }

  protected override trace<Result>(_url: URL, _request: unknown, call: () => Promise<Result>) {
    return call();
  }
}
