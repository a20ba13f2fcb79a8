import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { oauthError } from '../errors.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Lets nobody in but programs of this machine and the tenant's own pages: a page of anywhere else, open in a browser here,
 * could move the clock. `Host` has to be the tenant's (a foreign name that resolves to this machine is DNS rebinding),
 * `Origin` as well, where there is one; and what changes something has to be JSON, which no form can send.
 *
 * @throws Refusal 403 or 415 that says what is expected
 */
export function ownRequestsOnly(tenant: Tenant): onRequestHookHandler {
  return (request, _reply, done) => {
    const own = ownUrls(tenant.issuer);
    const { host = '', origin } = request.headers;
    const hosts = own.map((url) => url.host);
    if (!hosts.includes(host.toLowerCase())) {
      throw oauthError(403, 'access_denied', `Host has to be one of ${hosts.join(', ')}`);
    }
    if (origin !== undefined && !own.some((url) => url.origin === origin)) {
      throw oauthError(403, 'access_denied', 'Origin has to be the tenant itself, or left out');
    }
    if (!isJson(request)) {
      throw oauthError(415, 'invalid_request', 'Content-Type has to be application/json');
    }
    done();
  };
}

/** The tenant by each of its names. */
function ownUrls(issuer: string): URL[] {
  const { protocol, hostname, port } = new URL(issuer);
  const names = new Set([hostname, 'localhost', '127.0.0.1', '[::1]']);
  return [...names].map((name) => new URL(`${protocol}//${name}:${port}`));
}

/** DELETE needs no body: browsers do not send it to another origin unless that agrees, and the tenant does not. */
function isJson({ method, headers }: FastifyRequest): boolean {
  const type = headers['content-type'];
  if (type === undefined) return method !== 'POST' && method !== 'PUT';
  return type.split(';')[0]?.trim().toLowerCase() === 'application/json';
}
