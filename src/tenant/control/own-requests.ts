import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { oauthError } from '../errors.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Creates a hook that admits only requests from programs of this machine and from the tenant's own pages. Otherwise any page in a
 * local browser could move the clock.
 *
 * `Host` must be the tenant's, because a foreign name that resolves to this machine is DNS rebinding. `Origin`, if present, must
 * be the tenant's too. A request that changes a switch must be JSON, which no form can send.
 *
 * @throws Refusal 403 or 415 that names the expected value
 */
export function ownRequestsOnly(tenant: Tenant): onRequestHookHandler {
  return (request, _reply, done) => {
    const own = [...ownUrls(tenant.issuer), ...ownUrls(tenant.url)];
    const { host = '', origin } = request.headers;
    const hosts = [...new Set(own.map((url) => url.host))];
    if (!hosts.includes(host.toLowerCase())) {
      throw oauthError(403, 'access_denied', `Host has to be one of ${hosts.join(', ')}`);
    }
    if (origin !== undefined && !own.some((url) => url.origin === origin)) {
      throw oauthError(403, 'access_denied', 'Origin has to be the tenant itself, or absent');
    }
    if (!isJson(request)) {
      throw oauthError(415, 'invalid_request', 'Content-Type has to be application/json');
    }
    done();
  };
}

/** Lists the tenant's URLs, one for each of its host names. */
function ownUrls(issuer: string): URL[] {
  const { protocol, hostname, port } = new URL(issuer);
  const names = new Set([hostname, 'localhost', '127.0.0.1', '[::1]']);
  return [...names].map((name) => new URL(`${protocol}//${name}:${port}`));
}

/**
 * Whether a request has a JSON body, or needs none. A DELETE needs none: before a browser sends a DELETE to another origin, it
 * asks for permission (CORS), which the tenant does not give.
 */
function isJson({ method, headers }: FastifyRequest): boolean {
  const type = headers['content-type'];
  if (type === undefined) return method !== 'POST' && method !== 'PUT';
  return type.split(';')[0]?.trim().toLowerCase() === 'application/json';
}
