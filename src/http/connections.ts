import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestCounts } from './request-counts.ts';

/** The open connections of a server, with the request that the server is answering on each of them. */
export class Connections {
  readonly #requests = new Map<Socket, IncomingMessage | undefined>();

  /** @param requests - counts the requests in flight */
  constructor(server: Server, requests: RequestCounts) {
    server.on('connection', (socket: Socket) => {
      this.#requests.set(socket, undefined);
      socket.once('close', () => this.#requests.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      this.#requests.set(socket, request);
      requests.begin();
      response.once('close', () => {
        requests.end();
        if (this.#requests.get(socket) === request) this.#requests.set(socket, undefined);
      });
    });
  }

  /** Returns the request that the server is answering on a connection. Undefined if the connection is idle. */
  requestOf(socket: Socket): IncomingMessage | undefined {
    return this.#requests.get(socket);
  }

  /** Closes every connection that is idle or whose request has not arrived completely. */
  destroyIncomplete(): void {
    for (const [socket, request] of this.#requests) if (!request?.complete) socket.destroy();
  }
}
