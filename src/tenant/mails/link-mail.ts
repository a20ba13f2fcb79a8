import type { TenantSettings } from '../settings/settings.ts';
import type { Message, Outbox } from './outbox.ts';
import type { Ticket, TicketPurpose, Tickets } from './tickets.ts';

/** The parts of a tenant that are needed to send a mail with a link. */
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

/** Issues a ticket, and sends its user a mail with a link that contains it. */
export function sendLink(
  tenant: MailingTenant,
  ticket: Ticket,
  message: Pick<Message, 'template' | 'text'>,
): void {
  const link = ticketUrl(tenant, ticket.purpose, tenant.tickets.issue(ticket));
  tenant.outbox.send({ ...message, channel: 'email', to: ticket.user.email, link });
}
