import type { TenantSettings } from '../settings/settings.ts';
import type { Message, Outbox } from './outbox.ts';
import type { Ticket, TicketPurpose, Tickets } from './tickets.ts';

/** A tenant that sends mails with links. */
export interface MailingTenant {
  readonly issuer: string;
  readonly settings: TenantSettings;
  readonly outbox: Outbox;
  readonly tickets: Tickets;
}

/** Builds the URL of the page that a ticket opens. */
export function ticketUrl(
  { issuer }: Pick<MailingTenant, 'issuer'>,
  page: TicketPurpose,
  ticket: string,
): string {
  return `${issuer}u/${page}?ticket=${ticket}#`;
}

/** Sends a user a mail with a link that carries a new ticket. */
export function sendLink(
  tenant: MailingTenant,
  ticket: Ticket,
  message: Pick<Message, 'template' | 'text'>,
): void {
  const link = ticketUrl(tenant, ticket.purpose, tenant.tickets.issue(ticket));
  tenant.outbox.send({ ...message, channel: 'email', to: ticket.user.email, link });
}
