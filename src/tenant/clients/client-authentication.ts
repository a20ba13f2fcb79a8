import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { oauthError } from '../errors.ts';
import { optionalParameter, requestParameters, requiredParameter } from '../http/parameters.ts';
import type { Client } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';

interface ClientCredentials {
  client_id: string;
  client_secret: string | undefined;
  method: 'client_secret_basic' | 'client_secret_post';
}

/**
 * Authenticates the client by the method that its settings name (RFC 6749 §2.3).
 *
 * @throws Refusal 401 `access_denied` for every failure: Auth0 does not distinguish an unknown client from a wrong secret
 */
export function authenticateClient({ settings }: Tenant, request: FastifyRequest): Client {
  const credentials = basicCredentials(request) ?? postCredentials(request);
  const client = settings.clients.find(({ client_id }) => client_id === credentials.client_id);
  if (!client || !isAuthentic(client, credentials)) {
    throw oauthError(401, 'access_denied', 'Unauthorized');
  }
  return client;
}

function isAuthentic(client: Client, { client_secret, method }: ClientCredentials): boolean {
  if (client.token_endpoint_auth_method === 'none') return true;
  return (
    client.token_endpoint_auth_method === method &&
    isSameSecret(client_secret ?? '', client.client_secret ?? '')
  );
}

function postCredentials(request: FastifyRequest): ClientCredentials {
  const parameters = requestParameters(request);
  return {
    client_id: requiredParameter(parameters, 'client_id'),
    client_secret: optionalParameter(parameters, 'client_secret'),
    method: 'client_secret_post',
  };
}

function basicCredentials({ headers }: FastifyRequest): ClientCredentials | undefined {
  const encoded = /^basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, id = '', secret = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return {
    client_id: decodeForm(id),
    client_secret: decodeForm(secret),
    method: 'client_secret_basic',
  };
}

/** Decodes the client ID or the secret of Basic credentials. A client form-encodes each of them (RFC 6749 §2.3.1). */
function decodeForm(text: string): string {
  return new URLSearchParams(`value=${text.replaceAll('&', '%26')}`).get('value') ?? '';
}

/**
 * Tells whether two secrets are equal. Compares digests, so that the response time reveals neither the length of a secret nor its
 * first wrong character.
 */
function isSameSecret(presented: string, expected: string): boolean {
  const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
  return expected !== '' && timingSafeEqual(digest(presented), digest(expected));
}
