import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClientAddress } from '../http/client-address.ts';
import type { RequestParameters } from '../http/parameters.ts';
import type { Client } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';

/** A token request whose client is authenticated and may use the grant. */
export interface TokenRequest {
  tenant: Tenant;
  client: Client;
  parameters: RequestParameters;
  address: ClientAddress;
  request: FastifyRequest;
  reply: FastifyReply;
}
