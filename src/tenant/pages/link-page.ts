import type { Tenant } from '../tenant-state.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { mark } from './mark.ts';
import { document } from './page.ts';

/** Builds the page that a link in a mail opens: one card, as the app's. It has no link to another page. */
export function linkPage(
  { settings }: Pick<Tenant, 'settings'>,
  title: string,
  content: Html,
): string {
  return document(
    title,
    html`<body class="link">
      <header class="bar">
        <span class="home">${mark}${settings.tenant.friendly_name}</span>
      </header>
      <main>
        <div class="card">
          <h1>${title}</h1>
          ${content}
        </div>
      </main>
    </body>`,
  );
}

/** Builds the end of a page that has done its work: a button that leads to the app, if the tenant knows where that is. */
export function wayOn({ gatewayUrl }: Pick<Tenant, 'gatewayUrl'>): Html {
  return gatewayUrl === undefined
    ? html`<p>You can close this page.</p>`
    : html`<a class="button" href="${gatewayUrl}">Go to the app</a>`;
}
