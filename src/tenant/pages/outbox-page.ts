import type { Message, MessageTemplate, SentMessage } from '../mails/outbox.ts';
import type { Tenant } from '../tenant-state.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';
import { receivedMailHtml } from './received-mail.ts';

/** Builds the page at `/outbox`, which shows the messages, newest first. */
export function outboxPageHtml(
  tenant: Pick<Tenant, 'settings' | 'gatewayUrl' | 'smtpUrl'>,
  messages: readonly SentMessage[],
): string {
  const { smtpUrl } = tenant;
  return page(
    tenant,
    '/outbox',
    `Outbox of ${tenant.settings.tenant.friendly_name}`,
    html`<h1>Outbox</h1>
      <p>
        Mails and SMS that a real tenant would have sent. No message leaves this machine. Reload the
        page for new messages.
      </p>
      ${smtpUrl === undefined ? '' : html`<p>Mails of your programs: send them to <code>${smtpUrl}</code>.</p>`}
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
const subjects: Record<MessageTemplate, string> = {
  verify_email: 'Verify your e-mail address',
  reset_email: 'Choose a new password',
  stolen_credentials: 'Your password is known from a data breach',
  blocked_account: 'Your account is blocked',
  mfa_oob_code: 'Your verification code',
};

/** Label of the link in a message, by the name of the template. */
const actions: Partial<Record<MessageTemplate, string>> = {
  verify_email: 'Verify the address',
  reset_email: 'Choose a new password',
  stolen_credentials: 'Choose another password',
  blocked_account: 'Unblock the account',
};

function messageHtml(message: SentMessage): Html {
  const { channel, to, sentAt } = message;
  const isReceived = 'subject' in message;
  return html`<article class="message">
    <header>
      <b>${isReceived ? message.subject : subjects[message.template]}</b>
      <span class="meaning">${channel === 'email' ? 'Mail' : 'SMS'} to ${to}</span>
      <time datetime="${sentAt.toISOString()}"
        >${sentAt.toISOString().slice(0, 19).replace('T', ' ')} UTC</time
      >
    </header>
    ${isReceived ? receivedMailHtml(message) : ownMessageHtml(message)}
  </article>`;
}

function ownMessageHtml({ template, text, link, code }: Message): Html {
  return html`<p>${text}</p>
    ${code === undefined ? '' : html`<p class="code">${code}</p>`}
    ${link === undefined ? '' : html`<a class="button" href="${link}">${actions[template] ?? link}</a>`}`;
}
