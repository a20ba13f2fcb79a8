import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface ServiceCall {
  method: string;
  /** Path and query of the request. */
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** An answer, or a function that writes any answer. */
export type ServiceAnswer =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  | ((response: ServerResponse, call: ServiceCall) => void);

/** A micro-service that answers as a test tells it to, and records the requests. */
export interface ScriptedService {
  /** URL with a trailing slash. */
  url: string;
  calls: ServiceCall[];
  /** Sets the answers to the next requests, in order. The last one is repeated. */
  answer: (...answers: ServiceAnswer[]) => void;
  close: () => Promise<void>;
}

export async function startScriptedService(): Promise<ScriptedService> {
  let answers: ServiceAnswer[] = [{ json: {} }];
  const calls: ServiceCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { method, url, headers, body: Buffer.concat(chunks).toString() };
      calls.push(call);
      const [answer = { status: 404 }] = answers.length > 1 ? answers.splice(0, 1) : answers;
      write(answer, response, call);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    answer: (...next) => {
      answers = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function write(answer: ServiceAnswer, response: ServerResponse, call: ServiceCall): void {
  if (typeof answer === 'function') {
    answer(response, call);
    return;
  }
  const { status = 200, headers = {}, json, text = '' } = answer;
  const type = json === undefined ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(json === undefined ? text : JSON.stringify(json));
}
