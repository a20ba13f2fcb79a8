import type { Client } from '../settings/settings.ts';

/** The grant behind a refresh token. It stays the same through every rotation. */
export interface RefreshGrant {
  user_id: string;
  client_id: string;
  /** Identifier of the API; undefined for a login that named no API. */
  audience: string | undefined;
  scopes: string[];
}

/** All refresh tokens of one login. Times are milliseconds since the epoch. */
export interface RefreshTokenFamily {
  familyId: string;
  grant: RefreshGrant;
  /** Number of the newest token, counted from 1. */
  counter: number;
  createdAt: number;
  usedAt: number;
  rotatedAt: number;
  isRevoked: boolean;
}

/** Fault of a refresh token, as in the log event `fertft`. The fault `reused` has an event of its own, `ferrt`. */
export type RefreshFailure =
  | { reason: 'invalid_token' | 'grant_revoked' }
  | { reason: 'reused'; familyId: string; latestCounter: number; tokenCounter: number };

/** Tells whether each use of a refresh token issues the next one. Only an OIDC-conformant client can have rotation. */
export function isRotating({ refresh_token, oidc_conformant }: Client): boolean {
  return oidc_conformant && refresh_token.rotation_type === 'rotating';
}

/**
 * Finds the fault of a family's token at a given time; undefined for a valid token. The newest token is valid. The previous
 * one is valid until the client's leeway ends.
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

/** Tells whether a family has expired. Use extends the idle lifetime, but never the absolute one. */
function isExpired(family: RefreshTokenFamily, { refresh_token }: Client, time: number): boolean {
  const { expiration_type, token_lifetime, idle_token_lifetime } = refresh_token;
  if (expiration_type === 'non-expiring') return false;
  const { infinite_token_lifetime, infinite_idle_token_lifetime } = refresh_token;
  const isTooOld = !infinite_token_lifetime && time - family.createdAt >= token_lifetime * 1000;
  const isIdle =
    !infinite_idle_token_lifetime && time - family.usedAt >= idle_token_lifetime * 1000;
  return isTooOld || isIdle;
}
