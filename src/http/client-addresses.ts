import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Logger } from '../telemetry/log.ts';
import { findClientIp, normalizeAddress, trustProxies, type IsTrustedProxy } from './client-ip.ts';

/** Headers in which proxies send the user's address, with the spelling of their manuals. */
const forwardingHeaders = [
  'X-Forwarded-For',
  'Forwarded',
  'X-Real-IP',
  'CF-Connecting-IP',
  'True-Client-IP',
  'Fastly-Client-IP',
  'X-Client-IP',
];

/** Maximum number of peers for which there is a warning, so that a client with many addresses cannot fill the log. */
const maxWarnedPeers = 100;

/** Options of {@link ClientAddresses}. */
export interface ClientAddressesOptions {
  /** Addresses and CIDR ranges of the proxies whose header is believed. */
  trustedProxies: readonly string[];
  /** The header that the proxies set: `X-Forwarded-For`, or one that holds a single address. */
  header: string;
  log: Logger;
}

/**
 * Finds the user's own address in each request. Auth0 counts attempts by address, so a proxy's address would block all users behind
 * the proxy together. The log warns once about each untrusted peer that sends a forwarding header, and about each trusted proxy
 * that sends no usable one.
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
   * @returns undefined when the connection has been closed
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

  /** Finds the name of the header in which a request has the user's address. Looks for the configured header first. */
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
