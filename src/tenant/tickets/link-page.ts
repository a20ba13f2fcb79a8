import { html } from '../home-page/html.ts';
import type { Html } from '../home-page/html.ts';
import { page } from '../home-page/page.ts';

/** A page that a link in a mail leads to: narrow, with its title as the heading. */
export function linkPage(title: string, content: Html): string {
  return page(
    title,
    html`<main class="narrow">
      <h1>${title}</h1>
      ${content}
    </main>`,
  );
}
