import ipaddr from 'ipaddr.js';
import type { RefusalOf } from '../identity/outcomes.ts';
import { limit } from './limit.ts';

/** How many mails people can have sent. */
export interface MailLimits {
  /**
   * Counts a mail that somebody asks for.
   *
   * @param to - whom it goes to, as the client has it: it must not tell which names are one person's
   * @param clientIp - of the client that asks
   */
  take: (to: string, clientIp: string | undefined) => RefusalOf<'TooManyAttempts'> | undefined;
  /** No mail was sent: whom it was for can ask again. The client has had its try. */
  giveBack: (to: string) => void;
}

/**
 * Auth0 sends 10 mails to one address and then one a minute, whatever they were asked for by. Half of that is for each name: who
 * goes by a username and by an address cannot reach Auth0's limit, whose refusal would tell that both are one person's.
 */
const perName = { burst: 5, interval: 120_000 };
/** People in one office share an address. */
const perAddress = { burst: 20, interval: 30_000 };

/** Counts in memory. */
export function mailLimits(now: () => Date): MailLimits {
  const names = limit({ ...perName, of: 'attempts', now });
  const addresses = limit({ ...perAddress, of: 'attempts', now });
  return {
    take: (to, clientIp) => addresses.take(networkOf(clientIp)) ?? names.take(to),
    giveBack: names.giveBack,
  };
}

/** A subscriber may have a whole /48 of IPv6 addresses (RFC 6177). */
function networkOf(clientIp: string | undefined): string {
  if (!clientIp?.includes(':')) return clientIp ?? 'unknown';
  return ipaddr.IPv6.networkAddressFromCIDR(`${clientIp}/48`).toString();
}
