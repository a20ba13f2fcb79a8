import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { arrivalTimeLimitWhenClosing } from './request-limits.ts';

/**
 * While the app closes, finishes the requests that have arrived as a whole, and cuts every other connection after a moment:
 * Node times no request out any more then, and one that trickles in would hold the close for ever.
 */
export function drainOnClose(app: FastifyInstance): void {
  const connections = new Map<Socket, IncomingMessage | undefined>();
  let isClosing = false;
  app.server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined);
    socket.once('close', () => connections.delete(socket));
  });
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    connections.set(socket, request);
    response.once('close', () => {
      if (connections.get(socket) === request) connections.set(socket, undefined);
    });
  });
  app.addHook('preClose', (done) => {
    isClosing = true;
    setTimeout(() => {
      for (const [socket, request] of connections) if (!request?.complete) socket.destroy();
    }, arrivalTimeLimitWhenClosing).unref();
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Or the connection stays open, idle, and the close waits for it.
    if (isClosing) reply.header('connection', 'close');
    done();
  });
}
