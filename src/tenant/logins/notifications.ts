import { sendResetMail } from '../mails/reset-mail.ts';
import { sendUnblockMail } from '../mails/unblock-mail.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';

/** Mails a user that their password has leaked, with a link to choose another. Each user gets at most one such mail an hour. */
export function notifyOfLeak(tenant: Tenant, user: User): void {
  const { shields } = tenant.settings.attack_protection.breached_password_detection;
  if (!shields.includes('user_notification')) return;
  const { retryAfter } = tenant.attackProtection.leakMails.take(user.user_id);
  if (retryAfter === undefined) sendResetMail(tenant, user, 'stolen_credentials');
}

/** Mails a user that wrong passwords have blocked their account: at most one mail an hour for each IP address. */
export function notifyOfBlock(tenant: Tenant, user: User, ip: string): void {
  const { shields } = tenant.settings.attack_protection.brute_force_protection;
  if (!shields.includes('user_notification')) return;
  const { retryAfter } = tenant.attackProtection.blockMails.take(`${user.user_id} ${ip}`);
  if (retryAfter === undefined) sendUnblockMail(tenant, user);
}
