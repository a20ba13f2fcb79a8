import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { managementError, oauthError } from '../errors.ts';
import type { Fault, Faults, FaultyEndpoint } from './faults.ts';

/** Endpoints with a switch of their own, by method and route. */
const endpoints: Record<string, FaultyEndpoint | undefined> = {
  'GET /.well-known/jwks.json': 'jwks',
  'GET /.well-known/openid-configuration': 'metadata',
  'GET /.well-known/oauth-authorization-server': 'metadata',
  'POST /oauth/token': 'token',
  'GET /api/v2/users': 'search',
};

/** Auth0's answer to a search of users that takes longer than two seconds. */
const searchTimeOut =
  'The query exceeded the timeout. Please try refining your search criteria. See https://auth0.com/docs/best-practices/search-best-practices.';

/** Routes of pages for people and of the switches, which never fail. */
const pages = /^\/$|^\/(outbox|u|control)(\/|$)/;

/** The `issuer` in the metadata while the fault `wrong_issuer` is set. */
const wrongIssuer = 'https://wrong-issuer.example/';

/**
 * Makes endpoints fail as the switches say. `down`, `server_error` and `garbage` replace the handler. The other faults change the
 * answer after the handler has done its work. Closing the server ends all waits.
 */
export function applyFaults(app: FastifyInstance, faults: Faults): void {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one for each request that waits
  const wait = (ms: number) => delay(ms, undefined, { signal: closing.signal });
  const faultOf = ({ method, routeOptions: { url = '' } }: FastifyRequest): Fault | null => {
    const endpoint = endpoints[`${method === 'HEAD' ? 'GET' : method} ${url}`];
    const { current } = faults;
    return (endpoint && current[endpoint]) ?? (pages.test(url) ? null : current.all);
  };

  app.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
  app.addHook('onRequest', async (request, reply) => {
    switch (faultOf(request)?.fault) {
      case 'down':
        reply.hijack();
        request.raw.destroy();
        return;
      case 'server_error':
        throw oauthError(500, 'server_error', 'Internal server error');
      case 'time_out':
        throw managementError(503, searchTimeOut);
      case 'garbage':
        return reply.type('application/json').send('<html>garbage');
    }
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const fault = faultOf(request);
    if (fault === null || !Buffer.isBuffer(payload)) return payload;
    switch (fault.fault) {
      case 'slow':
        await wait(fault.delay_ms).catch(() => reply.raw.destroy());
        return payload;
      case 'cut':
        request.raw.socket.destroy();
        return payload;
      case 'dripping':
        return Readable.from(drip(payload, () => wait(fault.delay_ms)));
      case 'wrong_issuer':
        return JSON.stringify({
          ...(JSON.parse(payload.toString()) as object),
          issuer: wrongIssuer,
        });
      default:
        return payload;
    }
  });
}

async function* drip(bytes: Buffer, wait: () => Promise<void>): AsyncGenerator<Buffer> {
  for (const [index, byte] of bytes.entries()) {
    if (index > 0) await wait();
    yield Buffer.from([byte]);
  }
}
