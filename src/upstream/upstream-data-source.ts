import { RESTDataSource } from '@apollo/datasource-rest';
import type { Calls } from './calls.ts';
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
  /** Time limit of one call, including the answer's body (milliseconds). */
  timeoutMs: number;
  /** Counts and times each call. */
  calls: Pick<Calls, 'measure'>;
}

/**
 * Base class of all data sources: a `RESTDataSource` with a time limit and safe defaults. `RESTDataSource` itself sends the
 * upstream URL and body to the client in its errors, fails on an empty JSON body before it reads the status, caches answers, and
 * prints URLs in development. A subclass creates the error for an unsuccessful answer.
 */
export abstract class UpstreamDataSource extends RESTDataSource {
  override readonly baseURL: string;
  readonly #timeoutMs: number;
  readonly #calls: UpstreamOptions['calls'];

  constructor({ baseURL, fetch, timeoutMs, calls }: UpstreamOptions) {
    super({ fetch });
    this.baseURL = baseURL;
    this.#timeoutMs = timeoutMs;
    this.#calls = calls;
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

  /** Returns the target under which a call is counted. */
  protected abstract targetOf(url: URL): string;

  /** Creates the error for an answer whose status is not 2xx. */
  protected abstract toError(answered: Answered): Error;

  protected override throwIfResponseIsError(answered: Answered): Promise<void> {
    return answered.response.ok ? Promise.resolve() : Promise.reject(this.toError(answered));
  }

  /**
   * Shares no answer, because equal reads may have different credentials, and the signal of the first would abort all of them.
   */
  protected override requestDeduplicationPolicyFor(): ReturnType<
    RESTDataSource['requestDeduplicationPolicyFor']
  > {
    return { policy: 'do-not-deduplicate' };
  }

  /** Parses a JSON body, and returns any other body as text: some answers are plain text, and a proxy answers with HTML. */
  protected override async parseBody(response: { text: () => Promise<string> }) {
    const text = await response.text();
    try {
      return JSON.parse(text) as object;
    } catch {
      return text;
    }
  }

  protected override trace<Result>(url: URL, _request: unknown, call: () => Promise<Result>) {
    return this.#calls.measure(this.targetOf(url), call);
  }
}
