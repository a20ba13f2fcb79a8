import type { FastifyInstance } from 'fastify';
import type { Connections } from './connections.ts';
import { arrivalTimeLimitWhenClosing } from './request-limits.ts';

/**
 * Drains an app that closes: finishes the requests that have arrived completely, and closes all other connections after two
 * seconds. Node applies no request timeout to a closing server, so a request that trickles in would delay the close for ever.
 *
 * @param isStopping - whether the app is about to close; it then still answers all requests, and each response ends its connection
 * @returns a function that tells whether the app is closing
 */
export function drainOnClose(
  app: FastifyInstance,
  connections: Connections,
  isStopping: () => boolean,
): () => boolean {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    setTimeout(() => {
      connections.destroyIncomplete();
    }, arrivalTimeLimitWhenClosing).unref();
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Otherwise the connection stays open and idle: a load balancer would use it just as the app closes it.
    if (isClosing || isStopping()) reply.header('connection', 'close');
    done();
  });
  return () => isClosing;
}
