import type { Client } from '../settings/settings.ts';

/** The rights of a refresh token. A rotation does not change them. */
export interface RefreshGrant {
  user_id: string;
  client_id: string;
  /** Identifier of the API. Undefined if the login named none. */
  audience: string | undefined;
  scopes: string[];
}

/** The sender of a token request. */
export interface Device {
  ip: string;
  user_agent: string;
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
  /** Sender of the login, and of the latest refresh. Missing in a state from before devices were remembered. */
  devices?: { initial: Device; last: Device };
  /** Value that a call of the Management API has set. */
  metadata?: Record<string, unknown>;
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

/** Tells whether a family has expired. */
export function isExpired(family: RefreshTokenFamily, client: Client, time: number): boolean {
  const { absolute, idle } = expiryOf(family, client);
  return time >= (absolute ?? Infinity) || time >= (idle ?? Infinity);
}

/**
 * Returns the times at which a family expires, in milliseconds since the epoch. Use extends the idle lifetime, but not the absolute
 * one. A time is undefined if the client's tokens do not expire in this way.
 */
export function expiryOf(
  { createdAt, usedAt }: RefreshTokenFamily,
  { refresh_token }: Client,
): { absolute: number | undefined; idle: number | undefined } {
  const { expiration_type, token_lifetime, idle_token_lifetime } = refresh_token;
  const { infinite_token_lifetime, infinite_idle_token_lifetime } = refresh_token;
  const isExpiring = expiration_type === 'expiring';
  return {
    absolute:
      isExpiring && !infinite_token_lifetime ? createdAt + token_lifetime * 1000 : undefined,
    idle:
      isExpiring && !infinite_idle_token_lifetime ? usedAt + idle_token_lifetime * 1000 : undefined,
  };
}
