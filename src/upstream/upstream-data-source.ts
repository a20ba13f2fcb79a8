import { RESTDataSource } from '@apollo/datasource-rest';
import type { Upstream } from './upstream.ts';

/** What a subclass may say of a request. */
export type UpstreamRequest = Parameters<RESTDataSource['fetch']>[1] & object;

/** An answer as {@link UpstreamDataSource.throwIfResponseIsError} sees it. */
export type Answered = Parameters<RESTDataSource['throwIfResponseIsError']>[0];

/** How the data sources of one request reach what they ask. */
export interface UpstreamOptions {
  /** With its trailing slash. */
  baseURL: string;
  fetch: Upstream['fetch'];
  /** Milliseconds for one call, its body included. */
  timeoutMs: number;
}

/**
 * `RESTDataSource` without the defaults that an auth gateway cannot have: its errors carry upstream URL and body to the
 * client, an empty JSON body throws before the status is seen, answers are cached, and URLs are printed in development.
 * There is no time limit either. A subclass says what an answer that is no success means.
 */
export abstract class UpstreamDataSource extends RESTDataSource {
  override readonly baseURL: string;
  readonly #timeoutMs: number;

  constructor({ baseURL, fetch, timeoutMs }: UpstreamOptions) {
    super({ fetch });
    this.baseURL = baseURL;
    this.#timeoutMs = timeoutMs;
  }

  /** Ends at the signal that is given, else within the time limit. Nothing is cached. */
  override fetch<Result>(path: string, request?: UpstreamRequest) {
    const signal = (request?.signal as AbortSignal | undefined) ?? this.timeLimit();
    return super.fetch<Result>(path, { ...request, signal, skipCache: true });
  }

  /** Counts from now. */
  protected timeLimit(): AbortSignal {
    return AbortSignal.timeout(this.#timeoutMs);
  }

  protected abstract override throwIfResponseIsError(answered: Answered): Promise<void>;

  /** JSON where it is JSON, else the text: some answers are plain text, and a proxy's are HTML. */
  protected override async parseBody(response: { text: () => Promise<string> }) {
    const text = await response.text();
    try {
      return JSON.parse(text) as object;
    } catch {
      return text;
    }
  }

  protected override trace<Result>(_url: URL, _request: unknown, call: () => Promise<Result>) {
    return call();
  }
}
