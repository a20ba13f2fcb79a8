import type { ServiceConfig } from '../config/services.ts';
import type { Caller } from '../tokens/caller.ts';
import type { InternalTokens } from '../internal-tokens/internal-tokens.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { Resilience } from './resilience.ts';
import type { ServiceDataSource, ServiceOptions } from './service-data-source.ts';

type Log = ServiceOptions['log'];

/** Data sources by the name of their service. */
export type ServiceClasses = Record<string, new (options: ServiceOptions) => ServiceDataSource>;

/** What lives as long as the process. */
export interface ServicesOptions {
  /** By name; as many as there are classes. */
  config: Readonly<Record<string, ServiceConfig>>;
  fetch: Upstream['fetch'];
  timeoutMs: number;
  /** Needed where a service takes the gateway's own tokens. */
  internalToken: InternalTokens | undefined;
  log: Log;
}

/** The request that services are asked for. */
export interface ServiceRequest {
  /** A promise until the bearer is verified. */
  readonly caller: Caller | Promise<Caller>;
  readonly requestId: string;
  /** `traceparent` and `tracestate`, if any (W3C Trace Context). */
  readonly traceContext: Record<string, string>;
  readonly log: Log;
}

/**
 * Makes the function that makes the data sources of one request. Each is made when it is first read and kept for the rest of
 * the request, so that what is asked for at the same time goes out together; none is shared between requests, so that no
 * caller gets another's answer.
 */
export function requestServices<Classes extends ServiceClasses>(
  classes: Classes,
  options: ServicesOptions,
): (request: ServiceRequest) => RequestServices<Classes> {
  const getters = Object.entries(classes).map(([service, Class]) => {
    const shared = buildSharedOptions(service, options);
    const get = function (this: Made) {
      const { request, made } = this[state];
      const { headers, ...rest } = shared;
      return (made[service] ??= new Class({
        ...rest,
        headers: () => headers(request),
        log: request.log,
      }));
    };
    return [service, { get }] as const;
  });
  const prototype = Object.create(null, Object.fromEntries(getters)) as object;
  return (request) => {
    const own: Made = { [state]: { request, made: {} } };
    return Object.assign(Object.create(prototype) as RequestServices<Classes>, own);
  };
}

type RequestServices<Classes extends ServiceClasses> = {
  readonly [Name in keyof Classes]: InstanceType<Classes[Name]>;
};

/** No service can have this name. */
const state = Symbol('state');

interface Made {
  [state]: { request: ServiceRequest; made: Record<string, ServiceDataSource> };
}

/** What all data sources of one service have in common. */
function buildSharedOptions(
  service: string,
  { config, internalToken, log, ...rest }: ServicesOptions,
) {
  const at = config[service];
  if (!at) throw new Error(`nothing says where the ${service} service is`);
  const credential = chooseCredential(service, at, internalToken);
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

/** What a service is shown: a token of ours for it alone, or the caller's bearer, which has passed every rule of ours. */
function chooseCredential(
  service: string,
  { auth }: ServiceConfig,
  internalToken: InternalTokens | undefined,
): Credential {
  if (auth === 'bearer') {
    return async ({ caller }) => {
      const asking = await caller;
      return asking.state === 'authenticated' ? asking.accessToken : undefined;
    };
  }
  if (!internalToken) throw new Error(`there are no keys for the tokens of the ${service} service`);
  return async ({ caller, requestId }) => internalToken(service, await caller, requestId);
}
