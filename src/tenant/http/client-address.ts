import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Client } from '../settings/settings.ts';

/** Who is calling, in the words of a log record. */
export interface ClientAddress {
  /** The end user's address as far as the tenant believes it: what attack protection counts. */
  ip: string;
  /** The peer that really opened the connection. */
  client_ip: string;
}

/**
 * The addresses of a call. `auth0-forwarded-for` counts when the client has authenticated with its secret and is trusted
 * with the header, and only as one literal address; anything else is ignored without an error.
 *
 * @param client - the authenticated client, where the header is honoured at all; without one it never counts
 * @see https://auth0.com/docs/get-started/authentication-and-authorization-flow/avoid-common-issues-with-resource-owner-password-flow-and-attack-protection
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

/** One spelling per address, so that `::ffff:192.0.2.1` and `192.0.2.1` share a counter. */
function canonical(address: string): string {
  return ipaddr.process(address).toString();
}
