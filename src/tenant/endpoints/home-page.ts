import type { RouteHandlerMethod } from 'fastify';
import { homePageHtml } from '../home-page/home-page.ts';
import type { Tenant } from '../tenant-state.ts';

/** `GET /`: a page for people. It loads nothing from anywhere. */
export function homePage(tenant: Tenant): RouteHandlerMethod {
  return (_request, reply) =>
    reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      })
      .send(homePageHtml(tenant));
}
