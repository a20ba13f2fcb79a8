import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClientAddress } from '../http/client-address.ts';
import type { RequestParameters } from '../http/parameters.ts';
import type { Client } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import type { TokenSet } from '../tokens/token-set.ts';

/** A token request whose client has been authenticated and may use the grant. */
export interface TokenRequest {
  tenant: Tenant;
  client: Client;
  parameters: RequestParameters;
  address: ClientAddress;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What a grant gives: tokens, and what the record of it says. */
export interface GrantResult {
  tokenSet: TokenSet;
  log: { user_id?: string; user_name?: string; connection?: string; audience?: string };
}

/** One way to get tokens. The token endpoint logs how it ended. */
export interface Grant {
  /** Log event type of a success. */
  success: 'sepft' | 'sertft' | 'seccft' | 'seotpft' | 'seoobft' | 'sercft';
  /** Log event type of a refusal, unless the refusal brings its own. */
  failure: 'fepft' | 'fertft' | 'feccft' | 'feotpft' | 'feoobft' | 'fercft';
  /** Whether `auth0-forwarded-for` counts, from a client trusted with it. Auth0 documents it for the password grants only. */
  honoursForwardedFor: boolean;
  /** @throws Refusal */
  exchange: (tokenRequest: TokenRequest) => Promise<GrantResult>;
}
