import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Origins } from './origins.ts';
import { Refusal } from './refusal.ts';
import type { SessionCookie } from './session-cookie.ts';

/**
 * Sender of a request. `program`: not a page in a browser. `own`: a page of the gateway's own origin. `listed`: a page of an
 * origin in `CORS_ORIGINS`. `other`: any other page.
 */
export type Sender = 'program' | 'own' | 'listed' | 'other';

/**
 * Finds the sender of a request, by headers that no script can set: `Sec-Fetch-Site` or, from older browsers, `Origin`. A page
 * without an origin (`null`) is an `other` page.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function findSender(
  { headers }: Pick<IncomingMessage, 'headers'>,
  origins: Origins,
): Sender {
  const { 'sec-fetch-site': site, origin, host } = headers;
  if (site === 'same-origin') return 'own';
  if (origin !== undefined && origins.allows(origin)) return 'listed';
  if (site !== undefined) return 'other';
  if (origin === undefined) return 'program';
  return origin.replace(/^https?:\/\//, '') === host ? 'own' : 'other';
}

/** Whether a page of another site sends the request. Browsers do not send the gateway's cookies with such a request. */
export function isOtherSite({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['sec-fetch-site'] === 'cross-site';
}

/**
 * Refuses a request with a session cookie from a page that may not act for its user (CSRF). A request with a bearer does not use
 * the cookie. A GET must come from a page of the gateway itself, because browsers send it without a CORS preflight.
 *
 * @param path - path of the GraphQL endpoint
 */
export function refuseOtherPages(
  app: FastifyInstance,
  path: string,
  { cookie, origins }: { cookie: SessionCookie; origins: Origins },
): void {
  app.addHook('onRequest', ({ raw, method, headers, routeOptions }, _reply, done) => {
    if (routeOptions.url !== path || cookie.find(headers) === undefined) {
      done();
      return;
    }
    const sender = findSender(raw, origins);
    const isSameOrigin = headers['sec-fetch-site'] === 'same-origin';
    const mayAct = method === 'GET' ? isSameOrigin || sender === 'program' : sender !== 'other';
    done(mayAct ? undefined : new Refusal(403, otherPage));
  });
}

/** Message for a page that may not use a session cookie. */
export const otherPage =
  'This page may not use a session in a cookie: if it is your front end, add its origin to CORS_ORIGINS.';
