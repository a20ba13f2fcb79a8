import { sendResetMail } from '../mails/reset-mail.ts';
import { sendUnblockMail } from '../mails/unblock-mail.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';

/** Sends a mail to a user whose password has leaked, with a link to choose another one. Sends each user at most one an hour. */
export function notifyOfLeak(tenant: Tenant, user: User): void {
  const { shields } = tenant.settings.attack_protection.breached_password_detection;
  if (!shields.includes('user_notification')) return;
  const { retryAfter } = tenant.attackProtection.leakMails.take(user.user_id);
  if (retryAfter === undefined) sendResetMail(tenant, user, 'stolen_credentials');
}

/** Sends a mail to a user whose account is blocked after wrong passwords. Sends at most one an hour for each user and IP address. */
export function notifyOfBlock(tenant: Tenant, user: User, ip: string): void {
  const { shields } = tenant.settings.attack_protection.brute_force_protection;
  if (!shields.includes('user_notification')) return;
  const { retryAfter } = tenant.attackProtection.blockMails.take(`${user.user_id} ${ip}`);
  if (retryAfter === undefined) sendUnblockMail(tenant, user);
}
