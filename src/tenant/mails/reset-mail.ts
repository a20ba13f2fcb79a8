import type { User } from '../users/user.ts';
import { sendLink } from './link-mail.ts';
import type { MailingTenant } from './link-mail.ts';

/** Sends a mail with a link to choose a new password. */
export function sendResetMail(
  tenant: MailingTenant,
  user: User,
  template: 'reset_email' | 'stolen_credentials',
): void {
  const { tenant: tenantSettings, unconfirmed, email_templates } = tenant.settings;
  const { friendly_name } = tenantSettings;
  const marksEmailAsVerified = unconfirmed.reset_verifies_email;
  const { resultUrl } = email_templates.reset_email;
  const ticket = { user, purpose: 'reset-password', marksEmailAsVerified, resultUrl } as const;
  const text =
    template === 'reset_email'
      ? `We received a request to reset your password for ${friendly_name}. Follow the link to choose a new password. The link works once. If you did not ask for it, ignore this mail.`
      : `Your password for ${friendly_name} is known from a data breach on another site, so we stopped a sign-in with it. Follow the link to choose another password.`;
  sendLink(tenant, ticket, { template, text });
}
