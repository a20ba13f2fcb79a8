import type { RouteHandlerMethod } from 'fastify';
import { html } from '../home-page/html.ts';
import { pageHeaders } from '../home-page/page-headers.ts';
import { page } from '../home-page/page.ts';
import { clientAddress } from '../http/client-address.ts';
import { uselessLinkPage } from '../passwords/reset-password-page.ts';
import type { Tenant } from '../tenant-state.ts';

/** `GET /u/email-verification?ticket=`: following the link verifies the address. */
export function emailVerificationEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    const { ticket: id = '' } = request.query as { ticket?: string };
    const ticket = tenant.tickets.find(id, 'email-verification');
    reply.headers(pageHeaders);
    if (!ticket) return reply.code(404).send(uselessLinkPage(tenant));
    const { user } = ticket;
    tenant.tickets.spend(id);
    tenant.users.change(user, { email_verified: true });
    tenant.logs.write({
      type: 'sv',
      description: 'Your email was verified.',
      connection: user.connection,
      ...clientAddress(request),
      user_id: user.user_id,
      user_name: user.email,
    });
    return reply.send(
      page(
        'Your e-mail address is verified',
        html`<h1>Your e-mail address is verified</h1>
          <p>${user.email} is yours. You can close this page.</p>`,
      ),
    );
  };
}
