import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { Calls } from '../../src/upstream/calls.ts';
import { createUpstream } from '../../src/upstream/upstream.ts';

/** Makes a call to a server, and reads the answer. Returns the outcome that is counted. */
async function outcomeOf(answer: RequestListener, signal?: AbortSignal): Promise<string[]> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connections = createUpstream();
  const calls = new Calls('service', ['orders']);
  await calls
    .measure('orders', async () => {
      const response = await connections.fetch(
        `http://127.0.0.1:${port}/`,
        signal ? { signal } : {},
      );
      const text = await response.text();
      if (!response.ok) throw Object.assign(new Error('refused'), { status: response.status });
      return text;
    })
    .catch(() => undefined);
  server.closeAllConnections();
  server.close();
  await connections.close();
  expect(calls.durations.get('orders')?.count).toBe(1);
  return [...calls.counts.series()].flatMap(({ labels, count }) =>
    count === 0 ? [] : [String(labels['outcome'])],
  );
}

function status(code: number): RequestListener {
  return (_request, response) => {
    response.writeHead(code).end();
  };
}

const never = () => undefined;
const begin: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('x');
};

it.each<[string, RequestListener, signal: () => AbortSignal | undefined]>([
  ['ok', status(200), never],
  ['refused', status(400), never],
  ['refused', status(403), never],
  ['rate_limited', status(429), never],
  ['failed', status(500), never],
  ['failed', status(503), never],
  ['failed', (_request, response) => response.end('x'.repeat(1024 * 1024 + 1)), never],
  ['unreachable', (request) => request.socket.destroy(), never],
  [
    'unreachable',
    (request, response) => {
      begin(request, response);
      setTimeout(() => request.socket.destroy(), 20);
    },
    never,
  ],
  ['timed_out', () => undefined, () => AbortSignal.timeout(50)],
  ['timed_out', begin, () => AbortSignal.timeout(500)],
  ['cancelled', () => undefined, () => AbortSignal.abort()],
])('counts a call as %s, and times it', async (outcome, answer, signal) => {
  expect(await outcomeOf(answer, signal())).toEqual([outcome]);
});

it('rejects with the error of the call, unchanged', async () => {
  const calls = new Calls('service', ['orders']);
  const error = new Error('a bug');
  await expect(calls.measure('orders', () => Promise.reject(error))).rejects.toBe(error);
});
