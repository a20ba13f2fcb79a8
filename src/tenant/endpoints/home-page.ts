import type { RouteHandlerMethod } from 'fastify';
import { homePageHtml } from '../pages/home-page.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import type { Tenant } from '../tenant-state.ts';
import { currentUsers } from '../users/seeded-users.ts';

/** Serves `GET /`: the tenant's home page, for a browser. The page loads no other file. */
export function homePage(tenant: Tenant): RouteHandlerMethod {
  return async (_request, reply) =>
    reply
      .headers(pageHeaders)
      .send(homePageHtml(tenant, await currentUsers(tenant.settings.users, tenant.users)));
}
