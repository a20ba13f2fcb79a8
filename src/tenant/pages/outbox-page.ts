import type { SentMessage } from '../mails/outbox.ts';
import type { Tenant } from '../tenant-state.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

/** Builds the page at `/outbox`, which shows the messages, newest first. */
export function outboxPageHtml(
  tenant: Pick<Tenant, 'settings' | 'gatewayUrl'>,
  messages: readonly SentMessage[],
): string {
  return page(
    tenant,
    '/outbox',
    `Outbox of ${tenant.settings.tenant.friendly_name}`,
    html`<h1>Outbox</h1>
      <p>
        Mails and SMS that a real tenant would have sent. No message leaves this machine. Reload the
        page for new messages.
      </p>
      ${
        messages.length === 0
          ? html`<div class="message meaning">
              The outbox is empty. Sign up, or ask for a new password, in the app.
            </div>`
          : messages.toReversed().map(messageHtml)
      }`,
  );
}

/** Subject of a message, by the name of its template. */
const subjects: Record<SentMessage['template'], string> = {
  verify_email: 'Verify your e-mail address',
  reset_email: 'Choose a new password',
  stolen_credentials: 'Your password is known from a data breach',
  blocked_account: 'Your account is blocked',
  mfa_oob_code: 'Your verification code',
};

/** Label of the link in a message, by the name of the template. */
const actions: Partial<Record<SentMessage['template'], string>> = {
  verify_email: 'Verify the address',
  reset_email: 'Choose a new password',
  stolen_credentials: 'Choose another password',
  blocked_account: 'Unblock the account',
};

function messageHtml({ channel, to, template, text, link, code, sentAt }: SentMessage): Html {
  return html`<article class="message">
    <header>
      <b>${subjects[template]}</b>
      <span class="meaning">${channel === 'email' ? 'Mail' : 'SMS'} to ${to}</span>
      <time datetime="${sentAt.toISOString()}"
        >${sentAt.toISOString().slice(0, 19).replace('T', ' ')} UTC</time
      >
    </header>
    <p>${text}</p>
    ${code === undefined ? '' : html`<p class="code">${code}</p>`}
    ${link === undefined ? '' : html`<a class="button" href="${link}">${actions[template] ?? link}</a>`}
  </article>`;
}
