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
import type { Resilience } from './resilience.ts';
import { ServiceRefusal } from './service-refusal.ts';

/** How the data sources of one request reach a service. */
export interface ServiceOptions extends UpstreamOptions {
  /** Its name, as in the registry. */
  service: string;
  resilience: Resilience;
  /** Sent with every call, over whatever else says so: who asks, and on which request's behalf. */
  headers: () => Promise<Record<string, string>>;
  log: { warn: (details: object, message: string) => void };
}

/** Ids in one call of a batch; a longer list takes several. */
const maxBatchSize = 100;
/** Places of a wrong answer, and characters of each, that the log names: a list may be wrong ten thousand times. */
const maxLoggedIssues = 5;
const maxLoggedPath = 100;

/**
 * One micro-service of the team's, for one request: a subclass has a method for each thing that can be asked. Paths are
 * relative to the service's base URL; ids go in by {@link path}.
 *
 * Every method rejects with `SERVICE_UNAVAILABLE` for a service that is down, slow, or answers as none should, with
 * `FORBIDDEN` where the service says so (403), and with a {@link ServiceRefusal} for another 4xx. Nothing of the service's
 * own text reaches a client.
 */
export abstract class ServiceDataSource extends UpstreamDataSource {
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    super(options);
    this.#options = options;
  }

  /** The answer to a request, GET by default, in the shape that it must have. */
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

  /** The same for what may not be there: null for 404. */
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
   * Turns a request for many into a function for one: what is asked for within a tick goes out in one call, each id once.
   * Null for an id that the answer lacks.
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
    return (id) => loader.load(id);
  }

  override async fetch<Result>(path: string, request: UpstreamRequest = {}) {
    this.resolveURL(path);
    const headers = { ...request.headers, ...(await this.#options.headers()) };
    return super.fetch<Result>(path, { ...request, headers });
  }

  /** Here rather than in `fetch`: equal GETs at once are one call, and must be one failure. */
  protected override async trace<Result>(
    url: URL,
    request: UpstreamRequest,
    call: () => Promise<Result>,
  ) {
    const { resilience } = this.#options;
    if (resilience.isProbing) throw unavailable();
    const signal = request.signal as AbortSignal;
    try {
      if (isSafe(request)) return await resilience.callRepeatedly(call, signal);
      return await resilience.callOnce(call, signal);
    } catch (error) {
      throw this.#translate(error, url, request);
    }
  }

  /** Each asker's own copy is what the shape makes of it. A deep copy would cost more than all else, and any depth can be sent. */
  protected override cloneParsedBody<Result>(parsedBody: Result): Result {
    return parsedBody;
  }

  protected override throwIfResponseIsError({ response, parsedBody }: Answered): Promise<void> {
    if (response.ok) return Promise.resolve();
    return Promise.reject(new ServiceRefusal(response.status, parsedBody));
  }

  /** A token for a service goes to that service and to no other place, whatever a path says. */
  protected override resolveURL(path: string): URL {
    const url = new URL(path, this.baseURL);
    if (!url.href.startsWith(this.baseURL)) throw new Error('a path leads out of its service');
    return url;
  }

  #translate(error: unknown, url: URL, request: UpstreamRequest): unknown {
    if (isBrokenCircuitError(error)) return unavailable();
    if (!(error instanceof ServiceRefusal)) {
      return this.#unavailable(url, request, { err: error }, 'a service does not answer');
    }
    const { status } = error;
    if (status === 403) return forbidden({});
    if (status === 401) {
      return this.#unavailable(url, request, { status }, 'a service does not take our token');
    }
    if (status === 429 || !error.isClientError) {
      return this.#unavailable(url, request, { status }, 'a service cannot answer');
    }
    return error;
  }

  #unavailable(
    { pathname }: URL,
    { method = 'GET' }: UpstreamRequest,
    why: object,
    message: string,
  ) {
    const { service, log } = this.#options;
    log.warn({ service, method, path: pathname, ...why }, message);
    return unavailable();
  }
}

/** RFC 9110 §9.2.1. */
function isSafe({ method = 'GET' }: UpstreamRequest): boolean {
  return ['GET', 'HEAD'].includes(method);
}

function unavailable() {
  return serviceUnavailable('What answers this field cannot be reached just now. Try again.');
}
