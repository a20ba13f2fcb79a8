import type { FastifyReply } from 'fastify';
import { html } from '../home-page/html.ts';
import { page } from '../home-page/page.ts';
import { pageHeaders } from '../home-page/page-headers.ts';
import type { Tenant } from '../tenant-state.ts';

/** Answers 404 to a link that was used, has expired, was followed by a newer one, or never was. */
export function sendUselessLinkPage({ settings }: Tenant, reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .headers(pageHeaders)
    .send(
      page(
        'This link does not work',
        html`<h1>This link does not work</h1>
          <p>
            It was used, it has expired, or a newer one was sent. Ask
            ${settings.tenant.friendly_name} for another.
          </p>`,
      ),
    );
}
