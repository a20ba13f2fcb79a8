import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';
import type { Logger } from '../telemetry/log.ts';

/** Headers in which proxies send the user's address, in the usual spelling. */
const forwardingHeaders = [
  'X-Forwarded-For',
  'Forwarded',
  'X-Real-IP',
  'CF-Connecting-IP',
  'True-Client-IP',
  'Fastly-Client-IP',
  'X-Client-IP',
];

/** Maximum number of peers that the log warns about, so that a client with many addresses cannot fill the log. */
const maxWarnedPeers = 100;

/** Options of {@link ClientAddresses}. */
export interface ClientAddressesOptions {
  /** Addresses and CIDR ranges of the proxies whose header is trusted. */
  trustedProxies: readonly string[];
  /** Header that the proxies set: `X-Forwarded-For`, or a header with a single address. */
  header: string;
  log: Logger;
}

/**
 * Finds the user's own address in each request. Auth0 counts login attempts by address. With a proxy's address, Auth0 would block
 * all users behind the proxy together. The log warns once about each untrusted peer that sends a forwarding header, and about
 * each trusted proxy that sends no usable one.
 */
export class ClientAddresses {
  readonly #isTrusted: IsTrustedProxy;
  readonly #header: string;
  readonly #log: Logger;
  readonly #warnedPeers = new Set<string>();

  constructor({ trustedProxies: ranges, header, log }: ClientAddressesOptions) {
    this.#isTrusted = trustProxies(ranges);
    this.#header = header;
    this.#log = log;
  }

  /**
   * Finds the user's address, as an IPv4 or IPv6 literal without port or zone.
   *
   * @returns undefined if the connection is already closed
   */
  find({ headers, socket }: IncomingMessage): string | undefined {
    const peer = normalizeAddress(socket.remoteAddress ?? '');
    if (!peer) return undefined;
    if (!this.#isTrusted(peer)) {
      this.#warnOfUntrusted(peer, headers);
      return peer;
    }
    const forwarded = this.#readForwarded(peer, headers);
    if (!forwarded) this.#warnOfMissing(peer, headers);
    return forwarded ?? peer;
  }

  #readForwarded(peer: string, headers: IncomingHttpHeaders): string | undefined {
    const value = readHeader(headers, this.#header);
    if (value === undefined) return undefined;
    if (this.#header.toLowerCase() !== 'x-forwarded-for') return normalizeAddress(value);
    const lastHop = normalizeAddress(value.split(',').at(-1) ?? '');
    return lastHop && findClientIp(peer, value, this.#isTrusted);
  }

  #warnOfUntrusted(peer: string, headers: IncomingHttpHeaders): void {
    const sent = this.#findForwarding(headers);
    if (!sent || !this.#isFirstWarning(peer)) return;
    const settings =
      sent === this.#header ? 'TRUSTED_PROXIES' : `TRUSTED_PROXIES, and CLIENT_IP_HEADER=${sent}`;
    this.#log.warn(
      `${peer} sends ${sent} and is not a trusted proxy: all its users share this address at Auth0; if it is your proxy, set ${settings}`,
    );
  }

  #warnOfMissing(peer: string, headers: IncomingHttpHeaders): void {
    if (!this.#isFirstWarning(peer)) return;
    const other = this.#findForwarding(headers);
    const remedy =
      other && other !== this.#header
        ? `it sends ${other}: set CLIENT_IP_HEADER`
        : 'let it set this header, or set CLIENT_IP_HEADER to the one that it sets';
    this.#log.warn(
      `the trusted proxy ${peer} sends no address in ${this.#header}: all its users share this address at Auth0; ${remedy}`,
    );
  }

  /** Finds the name of the header that contains the user's address. Prefers the configured header. */
  #findForwarding(headers: IncomingHttpHeaders): string | undefined {
    return [this.#header, ...forwardingHeaders].find(
      (name) => readHeader(headers, name) !== undefined,
    );
  }

  #isFirstWarning(peer: string): boolean {
    if (this.#warnedPeers.has(peer) || this.#warnedPeers.size >= maxWarnedPeers) return false;
    this.#warnedPeers.add(peer);
    return true;
  }
}

function readHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(',') : value;
}

/**
 * Tells whether an address belongs to a trusted proxy. An entry in `X-Forwarded-For` is trusted only if a trusted proxy has
 * written it.
 */
export type IsTrustedProxy = (address: string) => boolean;

/**
 * Creates the test of trusted proxies for {@link findClientIp}, from `TRUSTED_PROXIES`.
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
 * Finds the user's own address. Starts with the peer's address, and reads `X-Forwarded-For` from right to left while the current
 * address belongs to a trusted proxy. An entry that is not an address ends the search. If all addresses are trusted, the result
 * is the left-most entry.
 *
 * @param peer - remote address of the socket
 * @param forwardedFor - value of `X-Forwarded-For`. Several headers are joined by commas
 * @returns an IPv4 or IPv6 literal without port or zone. Undefined if the socket is closed and has no address
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
 * Parses an address. Removes port, brackets and zone: `1.2.3.4:4711`, `[2001:db8::1]:443`, `fe80::1%eth0`. Shortens IPv6, and
 * converts `::ffff:1.2.3.4` to IPv4.
 *
 * @returns undefined if the text is not an address
 */
export function normalizeAddress(entry: string): string | undefined {
  if (isIP(entry) === 4) return entry;
  const text = entry.trim();
  const [, bracketed, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  const bare = (bracketed ?? withPort ?? text).replace(/%.*$/, '');
  return isIP(bare) ? ipaddr.process(bare).toString() : undefined;
}
