import { isBrokenCircuitError } from 'cockatiel';
import DataLoader from 'dataloader';
import type { z } from 'zod';
import { forbidden, serviceUnavailable } from '../errors.ts';
import {
  UpstreamDataSource,
  type Answered,
  type UpstreamOptions,
  type UpstreamRequest,
} from '../upstream/upstream-data-source.ts';
import type { RequestReads } from './request-reads.ts';
import { isCancellation, type Resilience } from './resilience.ts';
import type { ServiceCalls } from './service-calls.ts';
import { ServiceRefusal } from './service-refusal.ts';

/** Options of a {@link ServiceDataSource}. */
export interface ServiceOptions extends UpstreamOptions {
  /** Name of the service, as in `services.ts`. */
  service: string;
  resilience: Resilience;
  calls: ServiceCalls;
  /** The reads of the request, shared by all its data sources. */
  reads: RequestReads;
  /** Returns the headers of a call: credential, request id and trace. They replace headers of the same name in the request. */
  headers: () => Promise<Record<string, string>>;
  log: { warn: (details: object, message: string) => void };
}

/** Maximum number of ids in one call of a batch. A longer list needs several calls. */
const maxBatchSize = 100;
/** Maximum number of issues in one log line. A long list in an answer may have thousands. */
const maxLoggedIssues = 5;
/** Maximum length of each issue's path in the log (characters). */
const maxLoggedPath = 100;

/**
 * Base class of the data sources of micro-services. An instance serves one request. A subclass has a method for each kind of
 * call. Paths are relative to the service's base URL, and the template tag `path` inserts ids.
 *
 * Every method rejects with `SERVICE_UNAVAILABLE` if the service is down or slow, or answers in another shape; with `FORBIDDEN`
 * if it answers 403; and with a {@link ServiceRefusal} for most other 4xx. The service's own text never reaches a client.
 */
export abstract class ServiceDataSource extends UpstreamDataSource {
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    super(options);
    this.#options = options;
  }

  /** Sends a request and checks the shape of the answer. The default method is GET. */
  protected async ask<Shape extends z.ZodType>(
    shape: Shape,
    path: string,
    request: UpstreamRequest = {},
  ): Promise<z.output<Shape>> {
    const url = this.resolveURL(path);
    const { parsedBody } = await this.fetch(path, request);
    const checked = shape.safeParse(parsedBody);
    if (checked.success) return checked.data;
    const at = checked.error.issues
      .slice(0, maxLoggedIssues)
      .map((issue) => issue.path.join('.').slice(0, maxLoggedPath));
    throw this.#unavailable(url, request, { at }, 'a service answers in another shape');
  }

  /** Sends a request as {@link ask} does. Returns null if the service answers 404. */
  protected async find<Shape extends z.ZodType>(
    shape: Shape,
    path: string,
    request?: UpstreamRequest,
  ): Promise<z.output<Shape> | null> {
    try {
      return await this.ask(shape, path, request);
    } catch (error) {
      if (error instanceof ServiceRefusal && error.status === 404) return null;
      throw error;
    }
  }

  /**
   * Creates a function that asks for one id, from a function that asks for many. All ids that are asked for in the same tick go
   * into one call, each id once. The request caches the items until it writes to a service.
   *
   * @returns a function that resolves to null for an id that the answer lacks
   */
  protected batch<Item extends { id: string }>(
    ask: (ids: readonly string[]) => Promise<readonly Item[]>,
  ): (id: string) => Promise<Item | null> {
    const loader = new DataLoader<string, Item | null>(
      async (ids) => {
        const found = new Map((await ask(ids)).map((item) => [item.id, item]));
        return ids.map((id) => found.get(id) ?? null);
      },
      { maxBatchSize },
    );
    this.#options.reads.remember(loader);
    return (id) => loader.load(id);
  }

  /** Sends a request. Simultaneous equal reads share one call. A write empties the request's caches. */
  override async fetch<Result>(path: string, request: UpstreamRequest = {}) {
    const url = this.resolveURL(path);
    const { reads, service, headers: ownHeaders } = this.#options;
    const headers = { ...request.headers, ...(await ownHeaders()) };
    if (!isSafe(request)) {
      try {
        return await super.fetch<Result>(path, { ...request, headers });
      } finally {
        reads.forget();
      }
    }
    const waited = (request.signal as AbortSignal | undefined) ?? this.timeLimit();
    const read = (signal: AbortSignal) =>
      super.fetch<Result>(path, { ...request, headers, signal });
    try {
      return await reads.share(describeRead(service, url, request), waited, read);
    } catch (error) {
      // This caller has stopped waiting, but the read may continue for others. `trace` translates the errors of the read only.
      throw waited.aborted && error === waited.reason
        ? this.#translate(error, url, request)
        : error;
    }
  }

  /** Applies circuit breaker and retries to the call. Simultaneous equal reads share one call, and count as one failure. */
  protected override async trace<Result>(
    url: URL,
    request: UpstreamRequest,
    call: () => Promise<Result>,
  ) {
    const { resilience, calls, service } = this.#options;
    if (resilience.isProbing) {
      calls.skip(service, 'circuit_open');
      throw unavailable();
    }
    const signal = request.signal as AbortSignal;
    const measured = () => super.trace(url, request, call);
    try {
      if (isSafe(request)) return await resilience.callRepeatedly(measured, signal);
      return await resilience.callOnce(measured, signal);
    } catch (error) {
      if (isBrokenCircuitError(error)) calls.skip(service, 'circuit_open');
      throw this.#translate(error, url, request);
    }
  }

  protected override targetOf(): string {
    return this.#options.service;
  }

  protected override toError({ response, parsedBody }: Answered): ServiceRefusal {
    return new ServiceRefusal(response.status, parsedBody);
  }

  /** Resolves a path. Throws if the result is not below the base URL, so that no path can send the service's token elsewhere. */
  protected override resolveURL(path: string): URL {
    const url = new URL(path, this.baseURL);
    if (!url.href.startsWith(this.baseURL)) throw new Error('a path leads out of its service');
    return url;
  }

  #translate(error: unknown, url: URL, request: UpstreamRequest): unknown {
    if (isBrokenCircuitError(error) || isCancellation(error)) return unavailable();
    if (!(error instanceof ServiceRefusal)) {
      return this.#unavailable(url, request, { err: error }, 'a service does not answer');
    }
    const { status } = error;
    if (status === 403) return forbidden({});
    if (status === 401) {
      return this.#unavailable(url, request, { status }, 'a service does not accept its token');
    }
    if (status === 429 || !error.isClientError) {
      return this.#unavailable(url, request, { status }, 'a service cannot answer');
    }
    return error;
  }

  #unavailable(
    { pathname }: URL,
    { method = 'GET' }: UpstreamRequest,
    details: object,
    message: string,
  ) {
    const { service, log } = this.#options;
    log.warn({ service, method, path: pathname, ...details }, message);
    return unavailable();
  }
}

/** Whether a request changes no data (RFC 9110 §9.2.1). */
function isSafe({ method = 'GET' }: UpstreamRequest): boolean {
  return ['GET', 'HEAD'].includes(method);
}

/** Describes a read, so that equal reads of one request can share a call. All reads of a request send the same credential. */
function describeRead(
  service: string,
  { href }: URL,
  { method = 'GET', params, headers, body }: UpstreamRequest,
): string {
  const values = params instanceof URLSearchParams ? [...params] : params;
  return JSON.stringify([service, method, href, values, headers, body]);
}

function unavailable() {
  return serviceUnavailable('The service behind this field is unavailable. Try again.');
}
