import type { ReceivedMail } from '../mails/outbox.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/**
 * Shows a mail of another program. Its HTML is in a frame in which no script runs and no form works. Like the page, the frame
 * loads nothing. A link opens a new tab.
 */
export function receivedMailHtml(mail: ReceivedMail): Html {
  const { from, text, html: content, links, attachments } = mail;
  return html`<p class="meaning">From ${from}</p>
    ${content === undefined ? html`<p class="text">${text}</p>` : frame(content)}
    ${links.map((link) => html`<p class="meaning"><a href="${link}" target="_blank" rel="noopener noreferrer">${link}</a></p>`)}
    ${attachments.map(
      ({ filename, mimeType, size }) =>
        html`<p class="meaning">Attachment: ${filename} (${mimeType}, ${String(size)} bytes)</p>`,
    )}`;
}

function frame(content: string): Html {
  const document = `<base target="_blank">${content}`;
  const rights = 'allow-popups allow-popups-to-escape-sandbox';
  return html`<iframe
    title="Content of the mail"
    sandbox="${rights}"
    referrerpolicy="no-referrer"
    srcdoc="${document}"
  ></iframe>`;
}
