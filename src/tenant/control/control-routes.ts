import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { z } from 'zod';
import { oauthError } from '../errors.ts';
import type { FaultyEndpoint } from '../faults/faults.ts';
import { sendJson, uncached } from '../http/response-headers.ts';
import type { Tenant } from '../tenant-state.ts';
import { clockSetting, clockStep } from './clock-input.ts';
import { faultSettings } from './fault-input.ts';
import { controlInput, members } from './input.ts';
import { lifetimeSetting } from './lifetime-input.ts';
import { ownRequestsOnly } from './own-requests.ts';
import { switchesOf } from './switches.ts';

const nothing = members({});

/**
 * Adds the routes below `/control`, with which tests and developers switch clock, faults and keys. Each answers with the state of
 * all switches.
 */
export function controlRoutes(app: FastifyInstance, tenant: Tenant): void {
  const { clock, faults, tokenLifetime, keys } = tenant;

  const turning =
    <Schema extends z.ZodType>(
      schema: Schema,
      turn: (input: z.output<Schema>, request: FastifyRequest) => unknown,
    ): RouteHandlerMethod =>
    async (request, reply) => {
      await turn(controlInput(schema, request.body ?? {}), request);
      reply.type('application/json; charset=utf-8').header('cache-control', uncached);
      return sendJson(reply, await switchesOf(tenant));
    };

  app.addHook('onRequest', ownRequestsOnly(tenant));
  app.setNotFoundHandler(({ method, url }) => {
    throw oauthError(
      404,
      'not_found',
      `${method} ${url} is not a switch; see docs/local-tenant.md`,
    );
  });

  app.get(
    '/',
    turning(nothing, () => undefined),
  );

  app.put(
    '/clock',
    turning(clockSetting, ({ now }) => clock.set(now)),
  );
  app.post(
    '/clock/advance',
    turning(clockStep(clock), ({ seconds }) =>
      clock.set(new Date(clock.now().getTime() + seconds * 1000)),
    ),
  );
  app.delete(
    '/clock',
    turning(nothing, () => clock.reset()),
  );

  for (const endpoint of Object.keys(faultSettings) as FaultyEndpoint[]) {
    const path = `/faults/${endpoint}`;
    app.put(
      path,
      turning(faultSettings[endpoint], (fault) => {
        faults.set(endpoint, fault);
      }),
    );
    app.delete(
      path,
      turning(nothing, () => {
        faults.end(endpoint);
      }),
    );
  }

  app.put(
    '/token-lifetime',
    turning(lifetimeSetting, ({ seconds }) => (tokenLifetime.seconds = seconds)),
  );
  app.delete(
    '/token-lifetime',
    turning(nothing, () => (tokenLifetime.seconds = null)),
  );

  app.post(
    '/keys/rotate',
    turning(nothing, () => {
      keys.rotate();
    }),
  );
  app.delete(
    '/keys/:kid',
    turning(nothing, async (_input, { params }) => {
      const { kid } = params as { kid: string };
      if (!(await keys.drop(kid))) throw oauthError(404, 'not_found', `no key has the kid ${kid}`);
    }),
  );
}
