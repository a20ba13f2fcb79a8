import type { Tenant } from '../tenant-state.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { mark, markUrl } from './mark.ts';
import { style } from './style.ts';

/** A page of the tenant for a developer, whose header leads to the others. */
export type TenantPage = '/' | '/outbox';

/** Builds a page for a developer. Its header leads to the app, to the explorer of the API and to the tenant's other page. */
export function page(
  { settings, gatewayUrl }: Pick<Tenant, 'settings' | 'gatewayUrl'>,
  path: TenantPage,
  title: string,
  content: Html,
): string {
  const current = (of: TenantPage) => (of === path ? html` aria-current="page"` : '');
  return document(
    title,
    html`<body class="page">
      <header class="bar">
        <a class="home" href="/">${mark}${settings.tenant.friendly_name}</a>
        <nav aria-label="Pages">
          <a href="/" ${current('/')}>Tenant</a>
          <a href="/outbox" ${current('/outbox')}>Outbox</a>
          ${
            gatewayUrl === undefined
              ? ''
              : html`<a href="${gatewayUrl}graphql">GraphQL</a> <a href="${gatewayUrl}">App</a>`
          }
        </nav>
      </header>
      <main>${content}</main>
    </body>`,
  );
}

/** Builds a complete HTML document. */
export function document(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="${markUrl}" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      ${body}
    </html>`.text;
}
