import type { RouteHandlerMethod } from 'fastify';
import { unblockUser } from '../attack-protection/unblock-user.ts';
import { logUserEvent } from '../logs/log-user-event.ts';
import { html } from '../pages/html.ts';
import { linkPage, wayOn } from '../pages/link-page.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import { sendUselessLinkPage } from '../pages/useless-link-page.ts';
import type { Tenant } from '../tenant-state.ts';

/** Serves `GET /u/unblock?ticket=`, which ends the user's brute-force blocks. The link works once. */
export function unblockEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    const { ticket: id = '' } = request.query as { ticket?: string };
    const ticket = tenant.tickets.find(id, 'unblock');
    if (!ticket) return sendUselessLinkPage(tenant, reply);
    tenant.tickets.spend(id);
    unblockUser(tenant.attackProtection.bruteForce, ticket.user);
    logUserEvent(tenant.logs, request, 'ublkdu', ticket.user);
    return reply.headers(pageHeaders).send(
      linkPage(
        tenant,
        'Your account is unblocked',
        html`<p>Sign in to ${tenant.settings.tenant.friendly_name} again.</p>
          ${wayOn(tenant)}`,
      ),
    );
  };
}
