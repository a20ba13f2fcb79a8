import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

/** Tells whether an address belongs to a trusted proxy. Only a trusted proxy's entry in `X-Forwarded-For` is believed. */
export type IsTrustedProxy = (address: string) => boolean;

/**
 * Makes the test for {@link findClientIp} from `TRUSTED_PROXIES`.
 *
 * @param ranges - valid IPv4 or IPv6 addresses and CIDR ranges
 */
export function trustProxies(ranges: readonly string[]): IsTrustedProxy {
  const subnets = ranges.map((range): [IPv4 | IPv6, number] => {
    if (range.includes('/')) return ipaddr.parseCIDR(range);
    const address = ipaddr.process(range);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });
  return (address) => {
    const parsed = ipaddr.process(address);
    return subnets.some((subnet) => subnet[0].kind() === parsed.kind() && parsed.match(subnet));
  };
}

/**
 * Finds the user's own address. Begins with the peer's address and goes through `X-Forwarded-For` from the right, as long as the
 * current address belongs to a trusted proxy. An entry that is no address ends the search. If all hops are trusted, the result is
 * the left-most entry.
 *
 * @param peer - remote address of the socket
 * @param forwardedFor - value of `X-Forwarded-For`; several headers are joined by commas
 * @returns an IPv4 or IPv6 literal without port or zone; undefined when the socket is closed and has no address
 */
export function findClientIp(
  peer: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: IsTrustedProxy,
): string | undefined {
  let address = normalizeAddress(peer ?? '');
  const hops = forwardedFor?.split(',') ?? [];
  while (address && hops.length > 0 && isTrusted(address)) {
    const next = normalizeAddress(hops.pop() ?? '');
    if (!next) break;
    address = next;
  }
  return address;
}

/**
 * Parses an address, and removes port, brackets and zone: `1.2.3.4:4711`, `[2001:db8::1]:443`, `fe80::1%eth0`. Shortens IPv6, and
 * turns `::ffff:1.2.3.4` into IPv4.
 *
 * @returns undefined when the text is no address
 */
export function normalizeAddress(entry: string): string | undefined {
  if (isIP(entry) === 4) return entry;
  const text = entry.trim();
  const [, bracketed, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  const bare = (bracketed ?? withPort ?? text).replace(/%.*$/, '');
  return isIP(bare) ? ipaddr.process(bare).toString() : undefined;
}
