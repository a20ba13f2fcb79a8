import { RESTDataSource } from '@apollo/datasource-rest';
import type { Upstream } from './upstream.ts';

/** Options of one request, which a subclass passes to {@link UpstreamDataSource.fetch}. */
export type UpstreamRequest = Parameters<RESTDataSource['fetch']>[1] & object;

/** The argument of {@link UpstreamDataSource.throwIfResponseIsError}. */
export type Answered = Parameters<RESTDataSource['throwIfResponseIsError']>[0];

/** Options of an {@link UpstreamDataSource}. */
export interface UpstreamOptions {
  /** URL with a trailing slash. Paths of requests are relative to it. */
  baseURL: string;
  fetch: Upstream['fetch'];
  /** Time limit of one call in milliseconds, including the answer's body. */
  timeoutMs: number;
}

/**
 * Base of all data sources: a `RESTDataSource` with a time limit, and with safe defaults. The original sends the upstream URL and
 * body to the client with its errors, fails on an empty JSON body before it reads the status, caches answers, and prints URLs in
 * development. A subclass makes the error of an unsuccessful answer.
 */
export abstract class UpstreamDataSource extends RESTDataSource {
  override readonly baseURL: string;
  /** Whether equal reads that run at the same time share one answer. Default: false, since they may differ in their credentials. */
  protected readonly sharesReads: boolean = false;
  readonly #timeoutMs: number;

  constructor({ baseURL, fetch, timeoutMs }: UpstreamOptions) {
    super({ fetch });
    this.baseURL = baseURL;
    this.#timeoutMs = timeoutMs;
  }

  /** Sends a request without caching its answer. If the request has no signal, the time limit aborts it. */
  override fetch<Result>(path: string, request?: UpstreamRequest) {
    const signal = (request?.signal as AbortSignal | undefined) ?? this.timeLimit();
    return super.fetch<Result>(path, { ...request, signal, skipCache: true });
  }

  /** Returns a signal that aborts after the time limit. Several requests can share it. */
  protected timeLimit(): AbortSignal {
    return AbortSignal.timeout(this.#timeoutMs);
  }

  /** Makes the error of an answer whose status is not 2xx. */
  protected abstract toError(answered: Answered): Error;

  protected override throwIfResponseIsError(answered: Answered): Promise<void> {
    return answered.response.ok ? Promise.resolve() : Promise.reject(this.toError(answered));
  }

  protected override requestDeduplicationPolicyFor(
    ...request: Parameters<RESTDataSource['requestDeduplicationPolicyFor']>
  ): ReturnType<RESTDataSource['requestDeduplicationPolicyFor']> {
    if (this.sharesReads) return super.requestDeduplicationPolicyFor(...request);
    return { policy: 'do-not-deduplicate' };
  }

  /** Parses a JSON body, and returns any other body as text: some answers are plain text, and those of a proxy are HTML. */
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
