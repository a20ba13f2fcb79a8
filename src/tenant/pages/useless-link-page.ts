import type { FastifyReply } from 'fastify';
import type { Tenant } from '../tenant-state.ts';
import { html } from './html.ts';
import { linkPage, wayOn } from './link-page.ts';
import { pageHeaders } from './page-headers.ts';

/** Answers 404 for an invalid link, with a page. The link was used, has expired, was replaced by a newer one, or is unknown. */
export function sendUselessLinkPage(tenant: Tenant, reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .headers(pageHeaders)
    .send(
      linkPage(
        tenant,
        'This link does not work',
        html`<p>
            The link was used, has expired, or was replaced by a newer one. Ask
            ${tenant.settings.tenant.friendly_name} for another.
          </p>
          ${wayOn(tenant)}`,
      ),
    );
}
