import type { RouteHandlerMethod } from 'fastify';
import { isProgram } from '../http/is-program.ts';
import { sendJson } from '../http/response-headers.ts';
import { homePageHtml } from '../pages/home-page.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import type { Tenant } from '../tenant-state.ts';
import { currentUsers } from '../users/seeded-users.ts';

/**
 * Serves `GET /`: the tenant's home page, for a browser. A program gets `{ users }`, the users of the
 * settings file as they are at present.
 */
export function homePage(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    const users = await currentUsers(tenant.settings.users, tenant.users);
    if (isProgram(request)) {
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-store');
      return sendJson(reply, { users });
    }
    return reply.headers(pageHeaders).send(homePageHtml(tenant, users));
  };
}
