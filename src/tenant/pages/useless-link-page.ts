import type { FastifyReply } from 'fastify';
import type { Tenant } from '../tenant-state.ts';
import { html } from './html.ts';
import { linkPage } from './link-page.ts';
import { pageHeaders } from './page-headers.ts';

/** Answers 404 to a link that was used, has expired, was followed by a newer one, or never was. */
export function sendUselessLinkPage({ settings }: Tenant, reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .headers(pageHeaders)
    .send(
      linkPage(
        'This link does not work',
        html`<p>
          It was used, it has expired, or a newer one was sent. Ask ${settings.tenant.friendly_name}
          for another.
        </p>`,
      ),
    );
}
