import { connect, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createHttpApp } from '../../src/http/app.ts';
import { listen } from '../../src/http/listen.ts';
import { Origins } from '../../src/http/origins.ts';
import { createLogger } from '../../src/telemetry/log.ts';
import { giveAddresses, hostName } from '../support/host-addresses.ts';

const addresses = ['127.0.0.1', '::1'];
const origin = 'https://app.example.com';
const secret = 's3cret-Horse-7';

let app: FastifyInstance;
let log: PassThrough;
beforeEach(async () => {
  giveAddresses(...addresses);
  log = new PassThrough();
  const logger = createLogger('info', log);
  const origins = new Origins({ allowed: [origin], allowsLoopback: false, log: logger });
  app = await createHttpApp({ origins, isReady: () => true, log: logger });
  app.post('/graphql', () => ({}));
  await listen(app, { host: hostName, port: 0 });
});
afterEach(() => app.close());

const open = (address: string) => connect((app.server.address() as AddressInfo).port, address);

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  text: string;
}

function parse(answer: string): Answer {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: JSON.parse(body),
    text: answer,
  };
}

const logged = () =>
  String(log.read() ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Expects what all refusals before GraphQL have in common. */
function expectRefusal(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'www-authenticate, x-request-id',
    vary: 'Origin',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cache-control': 'no-store',
  });
  expect(answer.body).toEqual({
    errors: [{ message: expect.stringMatching(/^[A-Z].*\.$/), extensions: { code } }],
  });
  const lines = logged();
  expect(lines).toEqual([
    expect.objectContaining({
      msg: 'request refused',
      requestId: answer.headers['x-request-id'],
      status,
      reason: expect.any(String),
      peer: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
    }),
  ]);
  expect(JSON.stringify(lines) + answer.text).not.toContain(secret);
}

const common = `Host: localhost\r\nOrigin: ${origin}\r\nConnection: close\r\n`;
const json = 'Content-Type: application/json\r\n';
const body = (content: string) => `Content-Length: ${content.length}\r\n\r\n${content}`;

describe.each(addresses)(
  'at %s, a refusal is JSON with request id, CORS and one line',
  (address) => {
    it.each([
      [
        'a token of 18 kB',
        431,
        `POST /graphql HTTP/1.1\r\n${common}Authorization: Bearer ${secret.repeat(1300)}\r\n\r\n`,
      ],
      [
        'headers of 100 kB',
        431,
        `POST /graphql HTTP/1.1\r\n${common}X-Token: ${secret.repeat(7000)}\r\n\r\n`,
      ],
      ['an expectation', 417, `POST /graphql HTTP/1.1\r\n${common}Expect: ${secret}\r\n\r\n`],
      ['a malformed URL', 400, `GET /%zz${secret} HTTP/1.1\r\n${common}\r\n`],
      ['a malformed header', 400, `GET /graphql HTTP/1.1\r\n${common}A B: ${secret}\r\n\r\n`],
      [
        'two lengths',
        400,
        `POST /graphql HTTP/1.1\r\n${common}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n`,
      ],
      [
        'a compressed body',
        415,
        `POST /graphql HTTP/1.1\r\n${common}${json}Content-Encoding: gzip\r\n${body(secret)}`,
      ],
      [
        'a body of another type',
        415,
        `POST /graphql HTTP/1.1\r\n${common}Content-Type: text/plain\r\n${body(secret)}`,
      ],
      ['a body that is not JSON', 400, `POST /graphql HTTP/1.1\r\n${common}${json}${body(secret)}`],
      [
        'a body of 300 kB',
        413,
        `POST /graphql HTTP/1.1\r\n${common}${json}${body('x'.repeat(300_000))}`,
      ],
    ])('%s: %i', async (_what, status, request) => {
      const socket = open(address);
      socket.write(request);
      expectRefusal(parse(await text(socket)), status, 'BAD_REQUEST');
    });

    it('an unknown path: 404', async () => {
      const socket = open(address);
      socket.write(`GET /${secret} HTTP/1.1\r\n${common}\r\n`);
      expectRefusal(parse(await text(socket)), 404, 'NOT_FOUND');
    });

    it('a body that drips: 408', async () => {
      app.server.headersTimeout = app.server.requestTimeout = 300;
      const socket = open(address);
      socket.write(`POST /graphql HTTP/1.1\r\n${common}${json}Content-Length: 10\r\n\r\n{`);
      const answer = parse(await text(socket));
      await wait(100); // until a second log line would have been written
      expectRefusal(answer, 408, 'BAD_REQUEST');
    });

    it('a new request on an open connection while the gateway closes: 503', async () => {
      const socket = open(address);
      socket.write(`GET /health/ready HTTP/1.1\r\n`);
      await wait(100);
      const closed = app.close();
      socket.write(`${common}\r\n`);
      expectRefusal(parse(await text(socket)), 503, 'SERVICE_UNAVAILABLE');
      await closed;
    });
  },
);

describe('a refusal', () => {
  it('of headers that drip has the request id and one line, but no origin yet', async () => {
    app.server.headersTimeout = app.server.requestTimeout = 300;
    const socket = open('127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\n');
    const { status, headers } = parse(await text(socket));
    expect(status).toBe(408);
    expect(logged()).toMatchObject([{ requestId: headers['x-request-id'], status: 408 }]);
  });

  it('of headers of 200 kB has the request id and one line', async () => {
    const socket = open('127.0.0.1');
    socket.write(`GET /graphql HTTP/1.1\r\n${common}X-Token: ${'x'.repeat(200_000)}\r\n\r\n`);
    const { status, headers } = parse(await text(socket));
    expect(status).toBe(431);
    expect(logged()).toMatchObject([{ requestId: headers['x-request-id'], status: 431 }]);
  });

  it('lets no other origin read it', async () => {
    for (const head of ['GET /%zz HTTP/1.1', 'GET / HTTP/9.9', 'GET /nowhere HTTP/1.1']) {
      const socket = open('127.0.0.1');
      socket.write(
        `${head}\r\nHost: x\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n`,
      );
      expect(parse(await text(socket)).headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('of a compressed body says that the body must be uncompressed', async () => {
    const socket = open('127.0.0.1');
    socket.write(`POST /graphql HTTP/1.1\r\n${common}${json}Content-Encoding: br\r\n${body('{}')}`);
    expect(parse(await text(socket)).headers['accept-encoding']).toBe('identity');
  });

  it.each(['', 'Content-Encoding: identity\r\n', 'Expect: 100-continue\r\n'])(
    'is not for a request with "%s"',
    async (header) => {
      const socket = open('127.0.0.1');
      socket.write(`POST /graphql HTTP/1.1\r\n${common}${json}${header}${body('{}')}`);
      expect(await text(socket)).toMatch(/HTTP\/1\.1 200 OK\r\n/);
    },
  );

  it('is not for headers of 16,000 bytes', async () => {
    const socket = open('127.0.0.1');
    const token = 'x'.repeat(16_000);
    socket.write(`POST /graphql HTTP/1.1\r\n${common}${json}X-Token: ${token}\r\n${body('{}')}`);
    expect(await text(socket)).toMatch(/HTTP\/1\.1 200 OK\r\n/);
  });
});
