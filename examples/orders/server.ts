import Fastify, { LogController } from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { refusal } from './identity.ts';
import type { Identity, identityCheck } from './identity.ts';
import { registerRoutes } from './routes.ts';
import type { Store } from './store.ts';

type Identify = ReturnType<typeof identityCheck>;

/**
 * Makes the service, which does not listen yet. It answers the gateway alone: every call without an internal token is 401, and
 * 503 while the gateway's keys are unavailable. The log is JSON lines on standard output. A line has the gateway's request id, the
 * method and the pattern of the path, and nothing else of the request.
 */
export function ordersServer(identify: Identify, store: Store): FastifyInstance {
  const app = Fastify({
    logger: true,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    requestIdHeader: 'x-request-id',
    frameworkErrors: answerBadUrl,
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // While the service closes. Otherwise the connection stays open and idle, and the close waits for it.
    if (!app.server.listening) reply.header('connection', 'close');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode }, 'answered');
    done();
  });
  requireIdentity(app, identify);
  answerErrors(app);
  registerRoutes(app, store);
  return app;
}

/** Verifies the token first, before the service reads the rest of a request or its body. */
function requireIdentity(app: FastifyInstance, identify: Identify): void {
  app.decorateRequest('identity');
  app.addHook('onRequest', async (request, reply) => {
    // `headers` has only the first of two.
    const { authorization } = request.raw.headersDistinct;
    try {
      request.setDecorator<Identity>('identity', await identify(authorization));
    } catch (error) {
      const reason = refusal(error);
      if (reason === undefined) {
        request.log.warn({ err: error }, "the gateway's keys are unavailable");
        return reply.code(503).send({ error: 'unavailable' });
      }
      request.log.warn({ reason }, 'refused: not an internal token for this service');
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'unauthorized' });
    }
  });
}

/** Answers errors in JSON, with the names of the wrong fields. The cause of a failure goes to the log alone. */
function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not_found' }));
  app.setErrorHandler((error: FastifyError | z.ZodError, request, reply) => {
    if (error instanceof z.ZodError) {
      const at = error.issues.map(({ path }) => path.join('.'));
      return reply.code(400).send({ error: 'bad_request', at });
    }
    const { statusCode = 500 } = error;
    if (statusCode < 500) return reply.code(statusCode).send({ error: 'bad_request' });
    request.log.error({ err: error }, 'unexpected failure');
    return reply.code(500).send({ error: 'internal' });
  });
}

/** Answers a URL that is too long or not UTF-8. Fastify calls it before any hook, as it cannot look up a route. */
function answerBadUrl(_error: FastifyError, _request: unknown, reply: FastifyReply): void {
  void reply.code(404).send({ error: 'not_found' });
}
