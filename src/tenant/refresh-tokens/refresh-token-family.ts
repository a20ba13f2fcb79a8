import type { Client } from '../settings/settings.ts';

/** The rights of a refresh token. A rotation does not change them. */
export interface RefreshGrant {
  user_id: string;
  client_id: string;
  /** Identifier of the API. Undefined if the login named none. */
  audience: string | undefined;
  scopes: string[];
}

/** All refresh tokens of one login. Times are in milliseconds since the epoch. */
export interface RefreshTokenFamily {
  familyId: string;
  grant: RefreshGrant;
  /** Number of the newest token. The first has 1. */
  counter: number;
  createdAt: number;
  usedAt: number;
  rotatedAt: number;
  isRevoked: boolean;
}

/** Fault of a refresh token, in the words of the log event `fertft`. A `reused` token gives the event `ferrt` instead. */
export type RefreshFailure =
  | { reason: 'invalid_token' | 'grant_revoked' }
  | { reason: 'reused'; familyId: string; latestCounter: number; tokenCounter: number };

/** Tells whether a client's refresh tokens rotate: each use issues the next token. Only an OIDC-conformant client can have rotation. */
export function isRotating({ refresh_token, oidc_conformant }: Client): boolean {
  return oidc_conformant && refresh_token.rotation_type === 'rotating';
}

/**
 * Finds the fault of a refresh token at a given time. Returns undefined for a valid token: the newest one, and the previous one
 * until the client's leeway ends.
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

/** Tells whether a family has expired. Use extends the idle lifetime, but not the absolute one. */
function isExpired(family: RefreshTokenFamily, { refresh_token }: Client, time: number): boolean {
  const { expiration_type, token_lifetime, idle_token_lifetime } = refresh_token;
  if (expiration_type === 'non-expiring') return false;
  const { infinite_token_lifetime, infinite_idle_token_lifetime } = refresh_token;
  const isTooOld = !infinite_token_lifetime && time - family.createdAt >= token_lifetime * 1000;
  const isIdle =
    !infinite_idle_token_lifetime && time - family.usedAt >= idle_token_lifetime * 1000;
  return isTooOld || isIdle;
}
