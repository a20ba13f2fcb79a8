import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { arrivalTimeLimitWhenClosing } from './request-limits.ts';

/**
 * While the app closes, finishes the requests that have arrived completely, and closes every other connection after a moment.
 * Node applies no request timeout to a server that closes: a request that trickles in would delay the close for ever.
 */
export function drainOnClose(app: FastifyInstance): void {
  const connections = new Connections(app.server);
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    setTimeout(() => {
      connections.destroyIncomplete();
    }, arrivalTimeLimitWhenClosing).unref();
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Otherwise the connection stays open and idle, and the close waits for it.
    if (isClosing) reply.header('connection', 'close');
    done();
  });
}

/** A server's open connections, each with the request that it currently serves. */
class Connections {
  readonly #requests = new Map<Socket, IncomingMessage | undefined>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#requests.set(socket, undefined);
      socket.once('close', () => this.#requests.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      this.#requests.set(socket, request);
      response.once('close', () => {
        if (this.#requests.get(socket) === request) this.#requests.set(socket, undefined);
      });
    });
  }

  /** Closes every connection that is idle or whose request has not arrived completely. */
  destroyIncomplete(): void {
    for (const [socket, request] of this.#requests) if (!request?.complete) socket.destroy();
  }
}
