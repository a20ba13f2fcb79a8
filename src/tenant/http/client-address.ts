import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Client } from '../settings/settings.ts';

/** Addresses of a caller. The members have the names that they have in a log record. */
export interface ClientAddress {
  /** Address that attack protection counts: the forwarded one if a trusted client sends it, else the peer's. */
  ip: string;
  /** Address of the peer that opened the connection. */
  client_ip: string;
}

/**
 * Reads the addresses of a call. Trusts `auth0-forwarded-for` if the client has authenticated with its secret and may use this
 * header. Ignores a value that is not one literal address.
 *
 * @param client - the authenticated client, at endpoints where Auth0 documents the header. Without a client, the header is
 *   ignored
 * @see
 *   https://auth0.com/docs/get-started/authentication-and-authorization-flow/avoid-common-issues-with-resource-owner-password-flow-and-attack-protection
 */
export function clientAddress(request: FastifyRequest, client?: Client): ClientAddress {
  const client_ip = canonical(request.ip);
  const forwarded = request.headers['auth0-forwarded-for'];
  const isTrusted = client && isForwardedForTrusted(client);
  return isTrusted && typeof forwarded === 'string' && isIP(forwarded)
    ? { ip: canonical(forwarded), client_ip }
    : { ip: client_ip, client_ip };
}

function isForwardedForTrusted(client: Client): boolean {
  return (
    client.is_token_endpoint_ip_header_trusted &&
    client.token_endpoint_auth_method !== 'none' &&
    (client.app_type === 'regular_web' || client.app_type === 'non_interactive')
  );
}

/** Returns the canonical spelling of an address, so that `::ffff:192.0.2.1` and `192.0.2.1` share a counter. */
function canonical(address: string): string {
  return ipaddr.process(address).toString();
}
