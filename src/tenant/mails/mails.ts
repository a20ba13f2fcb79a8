import type { Message } from './outbox.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user-directory.ts';
import type { Ticket, TicketPurpose } from './tickets.ts';

/** The address of the page that a ticket opens. */
export function ticketUrl({ issuer }: Tenant, page: TicketPurpose, ticket: string): string {
  return `${issuer}u/${page}?ticket=${ticket}#`;
}

/** Sends the mail with which a user verifies their address; none where the tenant has that mail switched off. */
export function sendVerificationMail(tenant: Tenant, user: User): void {
  const { email_templates, tenant: settings } = tenant.settings;
  if (!email_templates.verify_email.enabled) return;
  const ticket = { user, purpose: 'email-verification', marksEmailAsVerified: true } as const;
  sendLink(tenant, ticket, {
    template: 'verify_email',
    text: `Welcome to ${settings.friendly_name}. Follow the link to verify your e-mail address.`,
  });
}

/** Sends a mail with which a user chooses a new password. */
export function sendResetMail(
  tenant: Tenant,
  user: User,
  template: 'reset_email' | 'stolen_credentials',
): void {
  const { friendly_name } = tenant.settings.tenant;
  const marksEmailAsVerified = tenant.settings.unconfirmed.reset_verifies_email;
  const ticket = { user, purpose: 'reset-password', marksEmailAsVerified } as const;
  const text =
    template === 'reset_email'
      ? `Somebody, you we hope, wants a new password for ${friendly_name}. Follow the link to choose it; it works once.`
      : `Your password for ${friendly_name} is known from a data breach elsewhere, and a sign-in with it was stopped. Follow the link to choose another.`;
  sendLink(tenant, ticket, { template, text });
}

/** Sends the mail with which a user ends the blocks of brute-force protection. */
export function sendUnblockMail(tenant: Tenant, user: User): void {
  const { friendly_name } = tenant.settings.tenant;
  const ticket = { user, purpose: 'unblock', marksEmailAsVerified: false } as const;
  sendLink(tenant, ticket, {
    template: 'blocked_account',
    text: `After too many wrong passwords your account at ${friendly_name} is blocked. If they were yours, follow the link to sign in again; if not, choose a better password.`,
  });
}

function sendLink(
  tenant: Tenant,
  ticket: Ticket,
  message: Pick<Message, 'template' | 'text'>,
): void {
  const link = ticketUrl(tenant, ticket.purpose, tenant.tickets.issue(ticket));
  tenant.outbox.send({ ...message, channel: 'email', to: ticket.user.email, link });
}
