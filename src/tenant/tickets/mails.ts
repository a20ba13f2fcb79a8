import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user-directory.ts';

/** The address of the page that a ticket opens. */
export function ticketUrl(
  { issuer }: Tenant,
  page: 'reset-password' | 'email-verification',
  ticket: string,
): string {
  return `${issuer}u/${page}?ticket=${ticket}#`;
}

/** Sends the mail with which a user verifies their address. */
export function sendVerificationMail(tenant: Tenant, user: User): void {
  const ticket = tenant.tickets.issue({
    user,
    purpose: 'email-verification',
    marksEmailAsVerified: true,
  });
  tenant.outbox.send({
    channel: 'email',
    to: user.email,
    template: 'verify_email',
    text: `Welcome to ${tenant.settings.tenant.friendly_name}. Follow the link to verify your e-mail address.`,
    link: ticketUrl(tenant, 'email-verification', ticket),
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
  const ticket = tenant.tickets.issue({ user, purpose: 'reset-password', marksEmailAsVerified });
  tenant.outbox.send({
    channel: 'email',
    to: user.email,
    template,
    text:
      template === 'reset_email'
        ? `Somebody, you we hope, wants a new password for ${friendly_name}. Follow the link to choose it; it works once.`
        : `Your password for ${friendly_name} is known from a data breach elsewhere, and a sign-in with it was stopped. Follow the link to choose another.`,
    link: ticketUrl(tenant, 'reset-password', ticket),
  });
}
