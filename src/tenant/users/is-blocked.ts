import type { TenantSettings } from '../settings/settings.ts';
import type { User } from './user.ts';

/**
 * Whether an administrator has blocked the user: as last said through the Management API; before that, as the settings say.
 * Those are looked up each time: somebody signed in can be blocked by changing them.
 */
export function isBlocked(settings: TenantSettings, { user_id, blocked }: User): boolean {
  return blocked ?? settings.users.some((user) => user.user_id === user_id && user.blocked);
}
