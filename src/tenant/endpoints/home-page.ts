import type { RouteHandlerMethod } from 'fastify';
import { homePageHtml } from '../pages/home-page.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import type { Tenant } from '../tenant-state.ts';

/** `GET /`: a page for people. It loads nothing from anywhere. */
export function homePage(tenant: Tenant): RouteHandlerMethod {
  return (_request, reply) => reply.headers(pageHeaders).send(homePageHtml(tenant));
}
