import type { FastifyInstance } from 'fastify';
import type { Connections } from './connections.ts';
import { arrivalTimeLimitWhenClosing } from './request-limits.ts';

/**
 * Drains a closing app: finishes the requests that have arrived completely, and closes all other connections after two seconds.
 * Node applies no time limit to requests of a closing server, so a slow request could otherwise delay the close forever.
 *
 * @param isStopping - whether the app is about to close. The app still answers all requests then, and each response closes its
 *   connection
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
    // Otherwise a load balancer could send a request on the idle connection at the moment when the app closes it.
    if (isClosing || isStopping()) reply.header('connection', 'close');
    done();
  });
  return () => isClosing;
}
