import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import cors from '@fastify/cors';
import Fastify, { errorCodes, type FastifyInstance } from 'fastify';
import type { Logger } from '../telemetry/log.ts';
import { drain } from './drain.ts';
import { answerBadUrl, answerErrors, answerUnparsable } from './refusals.ts';
import { securityHeaders } from './security-headers.ts';

/** Bytes; the largest operation a front end sends is far below it. */
const bodyLimit = 256 * 1024;
/** Milliseconds in which a request must have arrived as a whole. */
const requestTimeout = 30_000;
/** Milliseconds between two looks at who is late. */
const connectionsCheckingInterval = 1000;

const noCompiler = () => () => {
  throw new Error('no route has a schema');
};
/** No route has a JSON schema: Fastify's compilers of them, a sixth of the time that a start takes, are not loaded. */
const noSchemas = { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } };

/** What the HTTP side is made with. */
export interface HttpAppOptions {
  /** Compared exactly with the `Origin` header. */
  corsOrigins: readonly string[];
  /** Whether requests should be sent here. */
  isReady: () => boolean;
  log: Logger;
}

/**
 * The HTTP side without GraphQL: limits, security headers, CORS from a fixed list, health, and answers in JSON for whatever
 * goes wrong before a route is reached. Every answer names its request as `X-Request-Id`, and none may be stored, but for routes
 * that say so. While it closes, what is in flight is finished, and new requests on connections still open are answered with 503.
 */
export async function httpApp({
  corsOrigins,
  isReady,
  log,
}: HttpAppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    genReqId: () => randomUUID(),
    bodyLimit,
    schemaController: noSchemas,
    requestTimeout,
    // Node overlooks a request timeout that is shorter than the one for headers.
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval },
    forceCloseConnections: 'idle',
    frameworkErrors: answerBadUrl,
    clientErrorHandler: answerUnparsable,
  });
  drain(app);
  app.addHook('onSend', ({ id }, reply, _payload, done) => {
    reply.header('x-request-id', id);
    if (!reply.routeOptions.config.mayBeStored) reply.header('cache-control', 'no-store');
    done();
  });
  const headers = securityHeaders();
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  await app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['www-authenticate', 'x-request-id'],
    maxAge: 600,
    strictPreflight: false,
  });
  readJson(app);
  app.get('/health/live', () => ({ status: 'ok' }));
  // Auth0 being down is not our being down: readiness does not ask for it.
  app.get('/health/ready', (_request, reply) =>
    isReady() ? { status: 'ok' } : reply.code(503).send({ status: 'catching up' }),
  );
  answerErrors(app, bodyLimit, log);
  return app;
}

/**
 * The base URL of an app that listens, without a path.
 *
 * @param host - as it was told to listen on; the system chooses the port where it is 0
 */
export function listeningAt(app: FastifyInstance, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** JSON is UTF-8 (RFC 8259 §8.1). Of other bytes Node would make U+FFFD, and of a password another password. */
function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (isUtf8(body)) void parse(request, body.toString(), done);
      else done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY());
    },
  );
}
