import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

/** Whether an address belongs to a proxy whose word on the next hop is believed. */
export type IsTrustedProxy = (address: string) => boolean;

/**
 * Makes the test for {@link clientIp} from `TRUSTED_PROXIES`.
 *
 * @param ranges - IPv4 or IPv6 addresses and CIDR ranges, already checked by the configuration
 */
export function trustedProxies(ranges: readonly string[]): IsTrustedProxy {
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
 * The end user's own address: the peer's, or, as long as the hop before is a trusted proxy, the next entry of
 * `X-Forwarded-For` from the right. An entry that is no address ends the walk at the last good one. With every hop
 * trusted it is the left-most. `Forwarded` (RFC 7239) is not read.
 *
 * @param peer - remote address of the socket
 * @param forwardedFor - value of `X-Forwarded-For`, several headers joined by commas
 * @returns one IPv4 or IPv6 literal without port or zone; undefined only when the socket has none (already closed)
 */
export function clientIp(
  peer: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: IsTrustedProxy,
): string | undefined {
  let address = normalize(peer ?? '');
  const hops = forwardedFor?.split(',') ?? [];
  while (address && hops.length > 0 && isTrusted(address)) {
    const next = normalize(hops.pop() ?? '');
    if (!next) break;
    address = next;
  }
  return address;
}

/** `1.2.3.4:4711`, `[2001:db8::1]:443`, `fe80::1%eth0`, `::ffff:1.2.3.4` → the bare address, in its shortest form. */
function normalize(entry: string): string | undefined {
  if (isIP(entry) === 4) return entry;
  const text = entry.trim();
  const [, bracketed, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  const bare = (bracketed ?? withPort ?? text).replace(/%.*$/, '');
  return isIP(bare) ? ipaddr.process(bare).toString() : undefined;
}
