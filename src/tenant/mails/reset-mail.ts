import type { User } from '../users/user.ts';
import { sendLink } from './link-mail.ts';
import type { MailingTenant } from './link-mail.ts';

/** Sends a mail with a link to choose a new password. */
export function sendResetMail(
  tenant: MailingTenant,
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
