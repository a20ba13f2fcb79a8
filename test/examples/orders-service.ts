import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { builtProgram } from '../support/built-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What is sent. */
export interface ServiceRequest {
  method?: string;
  token?: string;
  /** A list is sent as so many headers. */
  headers?: Record<string, string | string[]>;
  /** JSON, but for a string, which is sent as it is. */
  body?: unknown;
}

/** What is answered. */
export interface ServiceReply {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** The example service, a process of its own. */
export interface OrdersService {
  /** Without a slash at its end. */
  url: string;
  /** Where its orders are kept. */
  file: string;
  /** All it has written so far. */
  output: () => string;
  send: (path: string, request?: ServiceRequest) => Promise<ServiceReply>;
  /** Resolves with the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** What the service is started with. */
export interface OrdersServiceOptions {
  /** Whose tokens it takes. */
  gateway: string;
  /** Default: a new file. */
  file?: string;
  host?: string;
  /** What starts a program, such as `ip netns exec name`. */
  launcher?: readonly string[];
}

export async function startOrdersService({
  gateway,
  file = join(temporaryFolder(), 'orders.json'),
  host = '127.0.0.1',
  launcher = [],
}: OrdersServiceOptions): Promise<OrdersService> {
  const env = { PORT: '0', HOST: host, GATEWAY_URL: gateway, ORDERS_FILE: file };
  const { child, output, exited } = runOrdersService(env, launcher);
  const url = await listening(output, exited);
  return {
    url,
    file,
    output,
    send: (path, request) => send(`${url}${path}`, request),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
  };
}

const main = join(builtProgram('examples/orders'), 'main.js');

/** The program with nothing of this machine's environment but its path. */
export function runOrdersService(env: Record<string, string>, launcher: readonly string[] = []) {
  const [program, ...args] = [...launcher, process.execPath, main];
  const child = spawn(program, args, {
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, ...env },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, exited };
}

async function listening(output: () => string, exited: Promise<unknown>): Promise<string> {
  const ended = exited.then(() => {
    throw new Error(`exited first: ${output()}`);
  });
  ended.catch(() => undefined); // the program ends later, when nobody waits any more
  for (;;) {
    const [, url] = /listening at (http:[^"]+)/.exec(output()) ?? [];
    if (url) return url;
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
}

async function send(
  url: string,
  { method = 'GET', token, headers = {}, body }: ServiceRequest = {},
): Promise<ServiceReply> {
  const sent = httpRequest(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  });
  const answered = once(sent, 'response');
  sent.end(typeof body === 'string' ? body : JSON.stringify(body));
  const [response] = (await answered) as [IncomingMessage];
  const { statusCode: status, headers: received } = response;
  const parsed = JSON.parse(await text(response)) as unknown;
  return { status, headers: received, body: parsed };
}
