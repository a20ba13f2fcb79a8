import type { TenantSettings } from '../settings/settings.ts';
import type { User } from './user.ts';

/**
 * Whether an administrator has blocked the user. The last call of the Management API decides or, without such a call, the
 * settings. The settings are read each time, so that a change there can block a signed-in user.
 */
export function isBlocked(settings: TenantSettings, { user_id, blocked }: User): boolean {
  return blocked ?? settings.users.some((user) => user.user_id === user_id && user.blocked);
}
