import { connect, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createHttpApp } from '../../src/http/app.ts';
import { createLogger } from '../../src/telemetry/log.ts';

let app: FastifyInstance;
afterEach(() => app.close());

describe('createHttpApp', () => {
  it('G06: tells a client nothing of a failure of ours, and the log its cause', async () => {
    const log = new PassThrough();
    app = await createHttpApp({
      isReady: () => true,
      log: createLogger('info', log),
    });
    app.get('/broken', () => {
      throw new Error('disk full at /var/lib');
    });
    const { statusCode, headers, body } = await app.inject('/broken');
    expect(statusCode).toBe(500);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(body)).toEqual({
      errors: [
        {
          message: 'Something went wrong on our side.',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    });
    expect(String(log.read())).toContain('disk full');
  });

  it('L03: names the request in a refusal, its log line, and nothing of what was sent', async () => {
    const log = new PassThrough();
    app = await createHttpApp({
      isReady: () => true,
      log: createLogger('info', log),
    });
    app.post('/', () => ({}));
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/', headers, body: '{"a":hunter2}' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ message: 'The body is not JSON.' }] });
    const line = String(log.read());
    expect(JSON.parse(line)).toMatchObject({
      msg: 'request refused',
      requestId: answer.headers['x-request-id'],
      peer: '127.0.0.1',
      status: 400,
      reason: 'FST_ERR_CTP_INVALID_JSON_BODY',
    });
    expect(line + answer.body).not.toContain('hunter2');
  });

  it('calls nothing a fault of the body that is none', async () => {
    app = await createHttpApp({
      isReady: () => true,
      log: createLogger('silent'),
    });
    app.get('/range', () => {
      throw Object.assign(new Error('no such range'), { statusCode: 416 });
    });
    const { statusCode, body } = await app.inject('/range');
    expect(statusCode).toBe(416);
    expect(body).toContain('This request cannot be answered.');
  });

  it('G09: forbids to store an answer, whatever else was said', async () => {
    app = await createHttpApp({
      isReady: () => true,
      log: createLogger('silent'),
    });
    app.get('/cached', (_request, reply) => reply.header('cache-control', 'public').send({}));
    const { headers } = await app.inject('/cached');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('gives a request 30 seconds to arrive', async () => {
    app = await createHttpApp({
      isReady: () => true,
      log: createLogger('silent'),
    });
    const { requestTimeout, headersTimeout } = app.server;
    expect([requestTimeout, headersTimeout]).toEqual([30_000, 30_000]);
  });

  it('ends a request that drips, in JSON', async () => {
    app = await createHttpApp({
      isReady: () => true,
      log: createLogger('silent'),
    });
    app.post('/', () => ({}));
    await app.listen({ port: 0, host: '127.0.0.1' });
    app.server.headersTimeout = app.server.requestTimeout = 300;
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    const type = 'Content-Type: application/json\r\nContent-Length: 10';
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${type}\r\n\r\n{`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toMatch(/^content-type: application\/json/im);
  });
});
