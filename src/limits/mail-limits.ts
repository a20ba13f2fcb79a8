import ipaddr from 'ipaddr.js';
import type { RefusalOf } from '../identity/outcomes.ts';
import { RateLimit } from './limit.ts';

/** Limits how many password resets and verification mails users may request. */
export interface MailLimits {
  /**
   * Counts a requested mail.
   *
   * @param to - username or e-mail address, as the client names the recipient. Both have separate counts, so that the limit
   *   does not reveal that they belong to the same user
   * @param clientIp - address of the client that requests the mail
   * @returns the refusal, with the seconds to wait. Undefined if the mail may be sent
   */
  take: (to: string, clientIp: string | undefined) => RefusalOf<'TooManyAttempts'> | undefined;
  /** Gives the recipient's attempt back, because Auth0 sent no mail. The client's attempt still counts. */
  giveBack: (to: string) => void;
}

/**
 * Rate of mails for each recipient: 5 at once, then one every 2 minutes.
 *
 * Auth0 itself limits each address to 10 mails at once and then one a minute. Half of that rate keeps a user with two names, a
 * username and an address, below Auth0's limit. A refusal by Auth0 would reveal that both names belong to the same user.
 */
const perRecipient = { burst: 5, interval: 120_000 };

/**
 * Rate of mails for each client address: 20 at once, then one every 30 seconds. Higher than the rate for a recipient, because the
 * users of an office share an address.
 */
const perClient = { burst: 20, interval: 30_000 };

/** Creates {@link MailLimits} that count in memory, so each replica has limits of its own. */
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

/** Returns the key of a client: its IPv4 address, or its IPv6 /48, since one subscriber may own a whole /48 (RFC 6177). */
function networkOf(clientIp: string | undefined): string {
  if (!clientIp?.includes(':')) return clientIp ?? 'unknown';
  return ipaddr.IPv6.networkAddressFromCIDR(`${clientIp}/48`).toString();
}
