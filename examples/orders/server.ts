import Fastify, { LogController } from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { refusal } from './identity.ts';
import type { Identity, identityCheck } from './identity.ts';
import { registerRoutes } from './routes.ts';
import type { Store } from './store.ts';

type Identify = ReturnType<typeof identityCheck>;

/**
 * The service, not listening yet. It answers nobody but the gateway: a call without an internal token is 401, whatever it
 * asks for; 503 while the gateway's keys cannot be had. The log is JSON lines on standard output, by the request id that the
 * gateway sends along; of a request it holds no more than that, the method and the pattern of the path.
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
    // While it closes: or the connection stays open, idle, and the close waits for it.
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

/** Before anything else of a request is looked at, its body included. */
function requireIdentity(app: FastifyInstance, identify: Identify): void {
  app.decorateRequest('identity');
  app.addHook('onRequest', async (request, reply) => {
    // `headers` would keep the first of two.
    const { authorization } = request.raw.headersDistinct;
    try {
      request.setDecorator<Identity>('identity', await identify(authorization));
    } catch (error) {
      const reason = refusal(error);
      if (reason === undefined) {
        request.log.warn({ err: error }, "the gateway's keys cannot be had");
        return reply.code(503).send({ error: 'unavailable' });
      }
      request.log.warn({ reason }, 'refused: not a token of the gateway for us');
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'unauthorized' });
    }
  });
}

/** In JSON, with the names of the fields that are wrong; why we fail is for the log alone. */
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

/** For a URL that no route can be looked up for, as it is no UTF-8 or too long: it runs before any hook. */
function answerBadUrl(_error: FastifyError, _request: unknown, reply: FastifyReply): void {
  void reply.code(404).send({ error: 'not_found' });
}
