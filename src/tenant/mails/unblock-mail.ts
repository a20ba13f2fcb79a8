import type { User } from '../users/user.ts';
import { sendLink } from './link-mail.ts';
import type { MailingTenant } from './link-mail.ts';

/** Sends a mail with a link that ends the user's brute-force blocks. */
export function sendUnblockMail(tenant: MailingTenant, user: User): void {
  const { friendly_name } = tenant.settings.tenant;
  const ticket = { user, purpose: 'unblock', marksEmailAsVerified: false } as const;
  sendLink(tenant, ticket, {
    template: 'blocked_account',
    text: `Your account at ${friendly_name} is blocked after too many wrong passwords. If you entered them, follow the link to sign in again. If not, choose a stronger password.`,
  });
}
