import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { builtProgram } from '../support/built-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A request to the service. */
export interface ServiceRequest {
  method?: string;
  token?: string;
  /** A list is sent as several headers of the same name. */
  headers?: Record<string, string | string[]>;
  /** Sent as JSON; a string is sent unchanged. */
  body?: unknown;
}

/** A response of the service. */
export interface ServiceReply {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** The example service, in a process of its own. */
export interface OrdersService {
  /** URL of the service, without a trailing slash. */
  url: string;
  /** Path of the file with the service's orders. */
  file: string;
  /** Returns everything that the service has written so far. */
  output: () => string;
  send: (path: string, request?: ServiceRequest) => Promise<ServiceReply>;
  /** Stops the service. Resolves with the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Options of {@link startOrdersService}. */
export interface OrdersServiceOptions {
  /** URL of the gateway whose tokens the service accepts. */
  gateway: string;
  /** Path of the file with the orders. Default: a new file. */
  file?: string;
  host?: string;
  /** Command that starts another program, such as `ip netns exec name`. */
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

/** Starts the service. Only `PATH` is taken from this machine's environment. */
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
