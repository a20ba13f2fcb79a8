import { RESTDataSource } from '@apollo/datasource-rest';
import type { Upstream } from './upstream.ts';

/** Options of one request, for a subclass. */
export type UpstreamRequest = Parameters<RESTDataSource['fetch']>[1] & object;

/** The argument of {@link UpstreamDataSource.throwIfResponseIsError}. */
export type Answered = Parameters<RESTDataSource['throwIfResponseIsError']>[0];

/** Options of an {@link UpstreamDataSource}. */
export interface UpstreamOptions {
  /** URL with a trailing slash, to which paths are relative. */
  baseURL: string;
  fetch: Upstream['fetch'];
  /** Milliseconds for one call, the answer's body included. */
  timeoutMs: number;
}

/**
 * `RESTDataSource` without the defaults that do not suit an auth gateway. By default its errors carry the upstream URL and body to
 * the client, an empty JSON body throws before the status is read, answers are cached, and development prints URLs. This class
 * also sets a time limit. A subclass decides the meaning of an answer that is no success.
 */
export abstract class UpstreamDataSource extends RESTDataSource {
  override readonly baseURL: string;
  readonly #timeoutMs: number;

  constructor({ baseURL, fetch, timeoutMs }: UpstreamOptions) {
    super({ fetch });
    this.baseURL = baseURL;
    this.#timeoutMs = timeoutMs;
  }

  /** Sends a request and caches nothing. The request's own signal aborts it, or by default the time limit. */
  override fetch<Result>(path: string, request?: UpstreamRequest) {
    const signal = (request?.signal as AbortSignal | undefined) ?? this.timeLimit();
    return super.fetch<Result>(path, { ...request, signal, skipCache: true });
  }

  /** Starts the time limit now, for several requests that share it. */
  protected timeLimit(): AbortSignal {
    return AbortSignal.timeout(this.#timeoutMs);
  }

  /** Makes the error of an answer that is no success. */
  protected abstract toError(answered: Answered): Error;

  protected override throwIfResponseIsError(answered: Answered): Promise<void> {
    return answered.response.ok ? Promise.resolve() : Promise.reject(this.toError(answered));
  }

  /** Shares no answer: equal reads may differ in their credentials, and the first one's signal would abort all of them. */
  protected override requestDeduplicationPolicyFor(): ReturnType<
    RESTDataSource['requestDeduplicationPolicyFor']
  > {
    return { policy: 'do-not-deduplicate' };
  }

  /** Parses JSON, and returns any other body as text: some answers are plain text, and a proxy's are HTML. */
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
