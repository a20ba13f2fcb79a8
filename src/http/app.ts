import { isUtf8 } from 'node:buffer';
import type { AddressInfo } from 'node:net';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import Fastify, { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from '../telemetry/log.ts';
import { BareResponses, createRequestId } from './bare-responses.ts';
import { Connections } from './connections.ts';
import { drainOnClose } from './drain.ts';
import { answerBadUrl, answerErrors } from './error-responses.ts';
import { serveHealth } from './health.ts';
import { exposedHeaders, Origins } from './origins.ts';
import { checkRequests } from './request-checks.ts';
import { RequestCounts } from './request-counts.ts';
import {
  arrivalCheckInterval,
  arrivalTimeLimit,
  maxBodySize,
  maxReadHeaderSize,
} from './request-limits.ts';
import { createSecurityHeaders } from './security-headers.ts';

const refuseSchemas = () => () => {
  throw new Error('no route has a JSON schema');
};
/**
 * Prevents Fastify from loading its compilers for JSON schemas, which no route has. Loading them would take a sixth of the
 * start-up time.
 */
const noSchemaCompilers = {
  compilersFactory: { buildValidator: refuseSchemas, buildSerializer: refuseSchemas },
};

type CorsDone = (error: null, options: FastifyCorsOptions) => void;

/** Options of {@link createHttpApp}. */
export interface HttpAppOptions {
  /** Origins whose pages may read responses (CORS). Default: none. */
  origins?: Origins;
  /** Whether pages of these origins may also send cookies. Default: false. */
  allowsCredentials?: boolean;
  /** Milliseconds for which an idle connection stays open. Default: 75 seconds. */
  idleTimeout?: number;
  /** Whether the app is about to close. Each response then closes its connection. Default: never. */
  isStopping?: () => boolean;
  /** Whether a load balancer may send requests to this process. */
  isReady: () => boolean;
  /** Whether the answers of `/health` say that this process rehearses production. Default: false. */
  isRehearsal?: boolean;
  /** Counts the requests in flight. Default: a new counter. */
  requests?: RequestCounts;
  log: Logger;
}

/**
 * Creates the HTTP app without GraphQL: limits, security headers, CORS, health, and JSON answers to requests that are refused
 * before they reach a route.
 *
 * Every response has an `X-Request-Id`, and every refusal is logged in one line. Caches may not store a response, except on
 * routes with `mayBeStored`. While the app closes, it finishes the requests in flight and answers new requests with 503.
 */
export async function createHttpApp({
  origins: asked,
  allowsCredentials = false,
  idleTimeout = 75_000,
  isStopping = () => false,
  isReady,
  isRehearsal = false,
  requests = new RequestCounts(),
  log,
}: HttpAppOptions): Promise<FastifyInstance> {
  const origins = asked ?? new Origins({ allowed: [], allowsLoopback: false, log });
  const securityHeaders = createSecurityHeaders();
  const bare = new BareResponses({ securityHeaders, origins, allowsCredentials, log });
  const app = Fastify({
    genReqId: createRequestId,
    bodyLimit: maxBodySize,
    keepAliveTimeout: idleTimeout,
    schemaController: noSchemaCompilers,
    requestTimeout: arrivalTimeLimit,
    // Node ignores a request timeout that is shorter than the headers timeout.
    http: {
      headersTimeout: arrivalTimeLimit,
      connectionsCheckingInterval: arrivalCheckInterval,
      maxHeaderSize: maxReadHeaderSize,
    },
    forceCloseConnections: 'idle',
    return503OnClosing: false, // our own refusal has a request id and CORS headers
    frameworkErrors: answerBadUrl(bare, log),
    clientErrorHandler: (error, socket) => {
      bare.answerUnparsable(error, socket, connections);
    },
  });
  const connections = new Connections(app.server, requests);
  const isClosing = drainOnClose(app, connections, isStopping);
  app.addHook('onSend', ({ id }, reply, _payload, done) => {
    reply.header('x-request-id', id);
    if (!reply.routeOptions.config.mayBeStored) reply.header('cache-control', 'no-store');
    done();
  });
  app.addHook('onRequest', ({ headers: { origin, host } }, reply, done) => {
    reply.headers(securityHeaders);
    if (origin !== undefined) origins.report(origin, host);
    done();
  });
  const answersAll = {
    methods: ['GET', 'POST'],
    exposedHeaders,
    maxAge: 600,
    strictPreflight: false,
  };
  const listed = { ...answersAll, origin: true, credentials: allowsCredentials };
  // With `false` instead of an empty list, the plugin would not answer preflight requests.
  const others = { ...answersAll, origin: [] };
  await app.register(cors, () => ({ headers: { origin } }: FastifyRequest, done: CorsDone) => {
    done(null, origin !== undefined && origins.allows(origin) ? listed : others);
  });
  checkRequests(app, isClosing);
  readJson(app);
  serveHealth(app, isReady, isStopping, isRehearsal);
  answerErrors(app, bare, log);
  return app;
}

/** Matches `0.0.0.0` and `::`, which stand for all addresses of the machine, as Node writes them. */
const unspecifiedAddress = /^(::ffff:)?0\.0\.0\.0$|^::$/;

/**
 * Returns the base URL of a listening app, without a path. The port is the actual one, even if the configuration says 0. For
 * `0.0.0.0` and `::`, which are not addresses of a server, the host is `localhost`.
 *
 * @param host - the configured host. An IPv6 address is put into brackets
 */
export function getBaseUrl(app: FastifyInstance, host: string): string {
  const { address, port } = app.server.address() as AddressInfo;
  const name = unspecifiedAddress.test(address) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Accepts only JSON bodies in UTF-8 (RFC 8259 §8.1). Node would replace invalid bytes with U+FFFD, and so change a password. */
function readJson(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain'); // a form of any page can send it
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
