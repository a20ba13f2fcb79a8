import type { TenantSettings } from './settings/settings.ts';
import type { CurrentUser } from './users/seeded-users.ts';

/**
 * Messages of `npm run dev`, where local tenant and gateway are processes of their own. `scripts/watch.js` starts both processes
 * and passes the messages on.
 */

/** From the tenant, once it listens. */
export interface TenantReady {
  tenant: {
    url: string;
    issuer: string;
    settings: TenantSettings;
    /** The users of the settings file, as they are now. */
    users: CurrentUser[];
  };
}

/** From the gateway, whose configuration is right and needs a tenant. */
export interface TenantWanted {
  wanted: 'tenant';
}

/** From the gateway to the tenant: the URL of the gateway's hook. */
export interface HookServed {
  hookUrl: string;
}

/** To the gateway: the tenant, with the state of its clock, or `null` for a tenant that could not start. */
export interface TenantFound {
  found: { url: string; issuer: string; users: CurrentUser[]; clockOffset: number } | null;
}

/** From the tenant to the gateway: the tenant's clock is now so many milliseconds ahead of the machine's. */
export interface ClockMoved {
  clockOffset: number;
  /** Number of the move; none when a new tenant has taken the place of one whose clock was moved. */
  move?: number;
}

/** From the gateway to the tenant: the gateway's clock follows that move. */
export interface ClockFollowed {
  followed: number;
}
