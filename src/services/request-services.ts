import type { ServiceConfig } from '../config/services.ts';
import type { Caller } from '../tokens/caller.ts';
import type { InternalTokens } from '../internal-tokens/internal-tokens.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { Resilience } from './resilience.ts';
import { RequestReads } from './request-reads.ts';
import type { ServiceCalls } from './service-calls.ts';
import type { ServiceDataSource, ServiceOptions } from './service-data-source.ts';

type Log = ServiceOptions['log'];

/** Classes of data sources, by name of the service. */
export type ServiceClasses = Record<string, new (options: ServiceOptions) => ServiceDataSource>;

/** Options of {@link requestServices}, shared by all requests. */
export interface ServicesOptions {
  /** Configuration of each service, by its name. */
  config: Readonly<Record<string, ServiceConfig>>;
  fetch: Upstream['fetch'];
  /** Time limit of one call, including retries and the answer's body (milliseconds). */
  timeoutMs: number;
  calls: ServiceCalls;
  /** Issuer of internal tokens. Required for a service with `auth: 'internal'`. */
  internalTokens: InternalTokens | undefined;
  log: Log;
}

/** The client's request on behalf of which the gateway calls services. */
export interface ServiceRequest {
  /** The caller, or a promise of the caller while the gateway verifies the bearer token. */
  readonly caller: Caller | Promise<Caller>;
  readonly requestId: string;
  /** `traceparent` and `tracestate` of the request (W3C Trace Context). Empty if the request has none. */
  readonly traceContext: Record<string, string>;
  readonly log: Log;
}

/**
 * Creates a function that creates the data sources of one request. A data source is created on first use and belongs to one
 * request. It can batch the request's simultaneous calls, and no caller receives the answer for another caller.
 *
 * @throws `Error` for a service without configuration, or without the keys to sign its tokens
 */
export function requestServices<Classes extends ServiceClasses>(
  classes: Classes,
  options: ServicesOptions,
): (request: ServiceRequest) => RequestServices<Classes> {
  const getters = Object.entries(classes).map(([service, Class]) => {
    const shared = buildSharedOptions(service, options);
    const get = function (this: Made) {
      const { request, reads, made } = this[state];
      const { headers, ...rest } = shared;
      return (made[service] ??= new Class({
        ...rest,
        reads,
        headers: () => headers(request),
        log: request.log,
      }));
    };
    return [service, { get }] as const;
  });
  const prototype = Object.create(null, Object.fromEntries(getters)) as object;
  return (request) => {
    const own: Made = { [state]: { request, reads: new RequestReads(), made: {} } };
    return Object.assign(Object.create(prototype) as RequestServices<Classes>, own);
  };
}

type RequestServices<Classes extends ServiceClasses> = {
  readonly [Name in keyof Classes]: InstanceType<Classes[Name]>;
};

/** Key of a request's own state. It is a symbol because a service may have any string as its name. */
const state = Symbol('state');

interface Made {
  [state]: {
    request: ServiceRequest;
    reads: RequestReads;
    made: Record<string, ServiceDataSource>;
  };
}

/** Builds the options that all data sources of one service share. */
function buildSharedOptions(
  service: string,
  { config, internalTokens, log, ...rest }: ServicesOptions,
) {
  const at = config[service];
  if (!at) throw new Error(`the ${service} service has no configuration`);
  const credential = chooseCredential(service, at, internalTokens);
  return {
    ...rest,
    service,
    baseURL: at.url,
    resilience: new Resilience(service, log),
    headers: async (request: ServiceRequest): Promise<Record<string, string>> => {
      const token = await credential(request);
      return {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        'x-request-id': request.requestId,
        ...request.traceContext,
      };
    },
  };
}

type Credential = (request: ServiceRequest) => Promise<string | undefined>;

/** Chooses the credential for calls to a service: an internal token for this service, or the caller's verified access token. */
function chooseCredential(
  service: string,
  { auth }: ServiceConfig,
  internalTokens: InternalTokens | undefined,
): Credential {
  if (auth === 'bearer') {
    return async ({ caller }) => {
      const known = await caller;
      return known.state === 'authenticated' ? known.accessToken : undefined;
    };
  }
  if (!internalTokens)
    throw new Error(
      `the ${service} service needs internal tokens, and there are no keys to sign them`,
    );
  return async ({ caller, requestId }) => internalTokens.mint(service, await caller, requestId);
}
