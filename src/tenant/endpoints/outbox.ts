import type { RouteHandlerMethod } from 'fastify';
import { isProgram } from '../http/is-program.ts';
import { sendJson } from '../http/response-headers.ts';
import { outboxPageHtml } from '../pages/outbox-page.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Serves `GET /outbox`: the mails and SMS that a real tenant would have sent. A browser gets a page, with the newest message first.
 * A program gets `{ messages }`, with the oldest first. `?to=` selects one address or
 * phone number.
 */
export function outboxEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    const { to } = request.query as { to?: string };
    const messages = tenant.outbox
      .messages()
      .filter((message) => to === undefined || message.to === to);
    if (isProgram(request)) {
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-store');
      return sendJson(reply, { messages });
    }
    return reply.headers(pageHeaders).send(outboxPageHtml(tenant, messages));
  };
}
