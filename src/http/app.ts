import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import cors from '@fastify/cors';
import Fastify, { errorCodes, type FastifyInstance } from 'fastify';
import type { Logger } from '../telemetry/log.ts';
import { drainOnClose } from './drain.ts';
import { answerBadUrl, answerErrors, answerUnparsable } from './error-responses.ts';
import { serveHealth } from './health.ts';
import { arrivalCheckInterval, arrivalTimeLimit, maxBodySize } from './request-limits.ts';
import { createSecurityHeaders } from './security-headers.ts';

const refuseSchemas = () => () => {
  throw new Error('no route has a JSON schema');
};
/** Without JSON schemas Fastify needs no compiler for them. To load the compilers would take a sixth of a start. */
const noSchemaCompilers = {
  compilersFactory: { buildValidator: refuseSchemas, buildSerializer: refuseSchemas },
};

/** Options of {@link createHttpApp}. */
export interface HttpAppOptions {
  /** Origins that CORS allows; each must equal the `Origin` header exactly. */
  corsOrigins: readonly string[];
  /** Whether a load balancer may send requests to this process. */
  isReady: () => boolean;
  log: Logger;
}

/**
 * Makes the HTTP side without GraphQL: limits, security headers, CORS from a fixed list, health, and JSON responses for errors
 * that occur before a route is reached. Every response names its request as `X-Request-Id`. No response may be stored, except
 * by routes with `mayBeStored`. While the app closes, it finishes the requests in flight, and answers 503 to new requests on
 * open connections.
 */
export async function createHttpApp({
  corsOrigins,
  isReady,
  log,
}: HttpAppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    genReqId: () => randomUUID(),
    bodyLimit: maxBodySize,
    schemaController: noSchemaCompilers,
    requestTimeout: arrivalTimeLimit,
    // Node ignores a request timeout that is shorter than the headers timeout.
    http: {
      headersTimeout: arrivalTimeLimit,
      connectionsCheckingInterval: arrivalCheckInterval,
    },
    forceCloseConnections: 'idle',
    frameworkErrors: answerBadUrl,
    clientErrorHandler: answerUnparsable,
  });
  drainOnClose(app);
  app.addHook('onSend', ({ id }, reply, _payload, done) => {
    reply.header('x-request-id', id);
    if (!reply.routeOptions.config.mayBeStored) reply.header('cache-control', 'no-store');
    done();
  });
  const headers = createSecurityHeaders();
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
  serveHealth(app, isReady);
  answerErrors(app, log);
  return app;
}

/**
 * Returns the base URL of an app that listens, without a path. The port is the real one, also where the configuration says 0.
 *
 * @param host - the configured host; an IPv6 address gets its brackets
 */
export function getBaseUrl(app: FastifyInstance, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Refuses JSON bodies that are not UTF-8 (RFC 8259 §8.1). Node would replace other bytes with U+FFFD, and so turn a password into
 * another password.
 */
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
