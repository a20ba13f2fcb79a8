import type { TenantSettings } from './settings/settings.ts';

/**
 * Messages of `npm run dev`, where the local tenant and the gateway have a process each. `scripts/watch.js` starts both processes
 * and forwards the messages.
 */

/** From the tenant, when it listens. */
export interface TenantReady {
  tenant: {
    url: string;
    issuer: string;
    smtpUrl: string | undefined;
    settings: TenantSettings;
  };
}

/** From the gateway, whose configuration is correct and requires a tenant. */
export interface TenantWanted {
  wanted: 'tenant';
}

/** From the gateway to the tenant: the URL of the gateway's hook. */
export interface HookServed {
  hookUrl: string;
}

/** To the gateway: the tenant and the state of its clock, or `null` for a tenant that could not start. */
export interface TenantFound {
  found: { url: string; issuer: string; smtpUrl?: string; clockOffset: number } | null;
}

/** From the tenant to the gateway: the number of milliseconds that the tenant's clock is now ahead of the machine's. */
export interface ClockMoved {
  clockOffset: number;
  /** Number of the move. Undefined if a new tenant has replaced a tenant whose clock was moved. */
  move?: number;
}

/** From the gateway to the tenant: the gateway's clock has followed the move. */
export interface ClockFollowed {
  followed: number;
}
