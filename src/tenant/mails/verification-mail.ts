import type { User } from '../users/user.ts';
import { sendLink } from './link-mail.ts';
import type { MailingTenant } from './link-mail.ts';

/**
 * Sends a mail with a link that verifies the user's e-mail address. Sends none to a user
 * without an address, or if the tenant's settings disable this mail.
 */
export function sendVerificationMail(tenant: MailingTenant, user: User): void {
  const { email_templates, tenant: settings } = tenant.settings;
  if (!email_templates.verify_email.enabled || user.email === '') return;
  const ticket = { user, purpose: 'email-verification', marksEmailAsVerified: true } as const;
  sendLink(tenant, ticket, {
    template: 'verify_email',
    text: `Welcome to ${settings.friendly_name}. Follow the link to verify your e-mail address.`,
  });
}
