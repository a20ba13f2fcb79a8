import { html } from './html.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

/** Builds the page that a link in a mail opens: narrow, with its title as the heading. */
export function linkPage(title: string, content: Html): string {
  return page(
    title,
    html`<main class="narrow">
      <h1>${title}</h1>
      ${content}
    </main>`,
  );
}
