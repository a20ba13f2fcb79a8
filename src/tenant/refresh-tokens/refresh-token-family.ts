import type { Client } from '../settings/settings.ts';

/** What a refresh token stands for. It stays the same through every rotation. */
export interface RefreshGrant {
  user_id: string;
  client_id: string;
  /** API identifier, or undefined for a login that named none. */
  audience: string | undefined;
  scopes: string[];
}

/** All refresh tokens that came of one login. Times are milliseconds since the epoch. */
export interface RefreshTokenFamily {
  familyId: string;
  grant: RefreshGrant;
  /** Place of the newest token, counted from 1. */
  counter: number;
  createdAt: number;
  usedAt: number;
  rotatedAt: number;
  isRevoked: boolean;
}

/** Why a refresh token does not work, in the words of the log event `fertft`; `reused` is `ferrt`. */
export type RefreshFailure =
  | { reason: 'invalid_token' | 'grant_revoked' }
  | { reason: 'reused'; familyId: string; latestCounter: number; tokenCounter: number };

/** Whether each use of a token gives the next one. Only OIDC conformant clients can have that. */
export function isRotating({ refresh_token, oidc_conformant }: Client): boolean {
  return oidc_conformant && refresh_token.rotation_type === 'rotating';
}

/**
 * Why the token at a place in a family cannot be used at a time, or undefined when it can. The newest can, and until the
 * client's leeway is over the one before it.
 */
export function refreshFailure(
  family: RefreshTokenFamily,
  tokenCounter: number,
  client: Client,
  time: number,
): RefreshFailure | undefined {
  const { familyId, counter: latestCounter, rotatedAt, isRevoked } = family;
  if (isExpired(family, client, time)) return { reason: 'invalid_token' };
  if (isRevoked) return { reason: 'grant_revoked' };
  const isWithinLeeway = time - rotatedAt < client.refresh_token.leeway * 1000;
  const isUsable =
    tokenCounter === latestCounter || (tokenCounter === latestCounter - 1 && isWithinLeeway);
  return isUsable ? undefined : { reason: 'reused', familyId, latestCounter, tokenCounter };
}

/** Use extends the idle lifetime; nothing extends the absolute one. */
function isExpired(family: RefreshTokenFamily, { refresh_token }: Client, time: number): boolean {
  const { expiration_type, token_lifetime, idle_token_lifetime } = refresh_token;
  if (expiration_type === 'non-expiring') return false;
  const { infinite_token_lifetime, infinite_idle_token_lifetime } = refresh_token;
  const isTooOld = !infinite_token_lifetime && time - family.createdAt >= token_lifetime * 1000;
  const isIdle =
    !infinite_idle_token_lifetime && time - family.usedAt >= idle_token_lifetime * 1000;
  return isTooOld || isIdle;
}
