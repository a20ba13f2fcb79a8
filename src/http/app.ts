import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '../telemetry/log.ts';

/** Bytes; the largest operation a front end sends is far below it. */
const bodyLimit = 256 * 1024;
/** Milliseconds in which a request must have arrived as a whole. */
const requestTimeout = 30_000;

/**
 * The HTTP side without GraphQL: limits, security headers, CORS from a fixed list, health, and answers in JSON for whatever
 * goes wrong before a route is reached.
 */
export async function httpApp(
  corsOrigins: readonly string[],
  log: Logger,
): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit, requestTimeout, forceCloseConnections: 'idle' });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  await app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['www-authenticate', 'x-request-id'],
    maxAge: 600,
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  app.get('/health/live', () => ({ status: 'ok' }));
  // Auth0 being down is not our being down: readiness does not ask for it.
  app.get('/health/ready', () => ({ status: 'ok' }));
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(errorBody('There is nothing here.')),
  );
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send(errorBody(reasonOf(error)));
    log.error({ err: error }, 'unexpected failure');
    return reply
      .code(500)
      .send(errorBody('Something went wrong on our side.', 'INTERNAL_SERVER_ERROR'));
  });
  return app;
}

/** Words of our own: Fastify's quote the body. */
function reasonOf({ code, statusCode }: FastifyError): string {
  if (statusCode === 413) return `The body is larger than ${bodyLimit} bytes.`;
  if (statusCode === 415) return 'Send the body as application/json.';
  return code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ? 'The body is empty.' : 'The body is not JSON.';
}

function errorBody(message: string, code = 'BAD_REQUEST') {
  return { errors: [{ message, extensions: { code } }] };
}
