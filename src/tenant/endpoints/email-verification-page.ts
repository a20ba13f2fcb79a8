import type { RouteHandlerMethod } from 'fastify';
import { logUserEvent } from '../logs/log-user-event.ts';
import { html } from '../pages/html.ts';
import { linkPage, wayOn } from '../pages/link-page.ts';
import { pageHeaders } from '../pages/page-headers.ts';
import { sendUselessLinkPage } from '../pages/useless-link-page.ts';
import { redirectToResult } from '../mails/result-url.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Serves `GET /u/email-verification?ticket=`, which verifies the e-mail address. The link works until the ticket expires, and more
 * than once: a mail scanner may follow it before the user does.
 */
export function emailVerificationEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    const { ticket: id } = request.query as { ticket?: string };
    const ticket = tenant.tickets.find(id, 'email-verification');
    if (!ticket) return sendUselessLinkPage(tenant, reply);
    const { user } = ticket;
    if (!user.email_verified) {
      tenant.users.change(user, { email_verified: true });
      logUserEvent(tenant.logs, request, 'sv', user, { description: 'Your email was verified.' });
    }
    const message = 'Your email was verified. You can continue using the application.';
    const redirect = redirectToResult(reply, ticket, message);
    if (redirect) return redirect;
    return reply.headers(pageHeaders).send(
      linkPage(
        tenant,
        'Your e-mail address is verified',
        html`<p>${user.email} is yours.</p>
          ${wayOn(tenant)}`,
      ),
    );
  };
}
