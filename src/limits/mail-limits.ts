import ipaddr from 'ipaddr.js';
import type { RefusalOf } from '../identity/outcomes.ts';
import { RateLimit } from './limit.ts';

/** Limits how many mails users can request: password resets and verification mails. */
export interface MailLimits {
  /**
   * Counts a requested mail.
   *
   * @param to - the recipient as the client names it, username or address: the limit must not tell that both are one user's
   * @param clientIp - address of the client that requests it
   * @returns the refusal, with the seconds to wait; undefined when the mail may be sent
   */
  take: (to: string, clientIp: string | undefined) => RefusalOf<'TooManyAttempts'> | undefined;
  /** Gives the recipient's try back when Auth0 sent no mail. The client's try stays counted. */
  giveBack: (to: string) => void;
}

/**
 * For each recipient: 5 mails at once, then one in 2 minutes.
 *
 * Auth0 sends 10 mails to one address and then one a minute, for all kinds of mail together. Half of that for each name keeps a user
 * with a username and an address below Auth0's limit. Auth0's refusal would tell that both names are one user's.
 */
const perRecipient = { burst: 5, interval: 120_000 };

/** For each client address: 20 mails at once, then one in 30 seconds. The users of one office share an address. */
const perClient = { burst: 20, interval: 30_000 };

/** Makes {@link MailLimits} that count in memory, in this process alone. */
export function createMailLimits(now: () => Date): MailLimits {
  const recipients = new RateLimit({ ...perRecipient, of: 'attempts', now });
  const clients = new RateLimit({ ...perClient, of: 'attempts', now });
  return {
    take: (to, clientIp) => clients.take(networkOf(clientIp)) ?? recipients.take(to),
    giveBack: (to) => {
      recipients.giveBack(to);
    },
  };
}

/** The key of a client: its IPv4 address or its IPv6 network. A subscriber may have a whole /48 (RFC 6177). */
function networkOf(clientIp: string | undefined): string {
  if (!clientIp?.includes(':')) return clientIp ?? 'unknown';
  return ipaddr.IPv6.networkAddressFromCIDR(`${clientIp}/48`).toString();
}
