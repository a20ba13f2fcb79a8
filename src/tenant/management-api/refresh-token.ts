import type { FastifyRequest } from 'fastify';
import { managementError } from '../errors.ts';
import { expiryOf, isExpired, isRotating } from '../refresh-tokens/refresh-token-family.ts';
import type { RefreshTokenFamily } from '../refresh-tokens/refresh-token-family.ts';
import type { Client } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';
import { pathId } from './path-id.ts';

/** A refresh token that is still valid, and its application. All tokens of one login count as one token, and have one ID. */
export interface ValidRefreshToken {
  family: RefreshTokenFamily;
  client: Client;
}

/** Lists the valid refresh tokens of a user, oldest first. */
export function refreshTokensOf(tenant: Tenant, { user_id }: User): ValidRefreshToken[] {
  return tenant.refreshTokens.ofUser(user_id).flatMap((family) => validToken(tenant, family) ?? []);
}

/**
 * Finds the refresh token whose ID is in the path.
 *
 * @throws Refusal 404 for an unknown, revoked or expired token
 */
export function pathRefreshToken(tenant: Tenant, request: FastifyRequest): ValidRefreshToken {
  const found = validToken(tenant, tenant.refreshTokens.find(pathId(request)));
  if (!found) throw managementError(404, 'The refresh token does not exist.');
  return found;
}

function validToken(
  { settings, now }: Tenant,
  family: RefreshTokenFamily | undefined,
): ValidRefreshToken | undefined {
  const client = settings.clients.find(({ client_id }) => client_id === family?.grant.client_id);
  if (!family || !client || isExpired(family, client, now().getTime())) return undefined;
  return { family, client };
}

/** Formats a refresh token for the Management API. No session belongs to it, since the password grant makes none. */
export function managementRefreshToken({ family, client }: ValidRefreshToken): object {
  const { familyId, grant, createdAt, usedAt, devices, metadata } = family;
  const { absolute, idle } = expiryOf(family, client);
  const { audience, scopes } = grant;
  return {
    id: familyId,
    user_id: grant.user_id,
    created_at: timeOf(createdAt),
    idle_expires_at: timeOf(idle),
    expires_at: timeOf(absolute),
    ...(devices && {
      device: {
        initial_ip: devices.initial.ip,
        initial_user_agent: devices.initial.user_agent,
        last_ip: devices.last.ip,
        last_user_agent: devices.last.user_agent,
      },
    }),
    client_id: grant.client_id,
    session_id: null,
    rotating: isRotating(client),
    resource_servers: audience === undefined ? [] : [{ audience, scopes: scopes.join(' ') }],
    ...(metadata && { refresh_token_metadata: metadata }),
    last_exchanged_at: usedAt > createdAt ? timeOf(usedAt) : null,
  };
}

function timeOf(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
