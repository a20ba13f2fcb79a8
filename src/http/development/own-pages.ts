import type { FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';

/** `Host` of this machine: `localhost`, a name under it, or a loopback address, at any port. */
const loopbackHost = /^(([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Address of a peer on this machine. */
const loopbackAddress = /^(::ffff:)?127\.|^::1$/;

/** Headers of a proxy or a tunnel. What it passes on comes from elsewhere, although the peer is on this machine. */
const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Refuses a request that does not come from a page of the gateway's own origin, or from a program, on this machine. A foreign name
 * that resolves to this machine is DNS rebinding. A page of another site, or of another port, is open in the developer's browser, and
 * may be anybody's.
 *
 * @throws Refusal 403 that says what is expected; 415 for a change without JSON, which a form could send
 */
export function refuseOthers({ headers, method, socket }: FastifyRequest): void {
  const { host = '', origin, 'sec-fetch-site': site, 'content-type': type = '' } = headers;
  if (!loopbackAddress.test(socket.remoteAddress ?? '')) throw elsewhere;
  if (proxyHeaders.some((name) => headers[name] !== undefined)) throw elsewhere;
  if (!loopbackHost.test(host)) throw new Refusal(403, 'Host has to be localhost.');
  if (site !== undefined && site !== 'same-origin') throw otherPage;
  if (origin !== undefined && origin !== `http://${host}`) throw otherPage;
  if (method === 'POST' && !/^application\/json\b/i.test(type)) {
    throw new Refusal(415, 'Send the body as application/json.');
  }
}

const elsewhere = new Refusal(403, 'The development bar serves this machine alone.');
const otherPage = new Refusal(403, "The development bar serves the gateway's own pages alone.");
