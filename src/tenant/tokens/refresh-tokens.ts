import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Client } from '../settings.ts';
import { tokenSeal } from './token-seal.ts';
import type { TokenPlace } from './token-seal.ts';

/** What a refresh token stands for. It stays the same through every rotation. */
export interface RefreshGrant {
  user_id: string;
  client_id: string;
  /** API identifier, or undefined for a login that named none. */
  audience: string | undefined;
  scopes: string[];
}

/** Why a refresh token does not work, in the words of the log event `fertft`; `reused` is `ferrt`. */
export type RefreshFailure =
  | { reason: 'invalid_token' | 'grant_revoked' }
  | { reason: 'reused'; familyId: string; latestCounter: number; tokenCounter: number };

/** A refresh token that works now, or why it does not. */
export type RefreshTokenCheck =
  { grant: RefreshGrant; failure?: never } | { grant?: never; failure: RefreshFailure };

/** The refresh tokens of a tenant. */
export interface RefreshTokens {
  /** The first token of a new family. */
  issue(grant: RefreshGrant): string;
  /** Looks at a token. Seeing a used one outside its leeway ends the family (RFC 9700 §4.14.2). */
  check(token: string, client: Client): RefreshTokenCheck;
  /** Uses a token: the next one when the client rotates, otherwise none. Call it right after a good `check`. */
  exchange(token: string, client: Client): string | undefined;
  /** Ends the token's family and returns its grant, or undefined when the token is unknown or another client's. */
  revoke(token: string, client: Client): RefreshGrant | undefined;
  /** Ends every family of a user, client and API. */
  revokeAll(grant: RefreshGrant): void;
}

/** All tokens that came of one login. `counter` is that of the newest. */
interface Family {
  grant: RefreshGrant;
  counter: number;
  createdAt: number;
  usedAt: number;
  rotatedAt: number;
  isRevoked: boolean;
}

const maxFamilies = 20_000;
const maxFamiliesPerUserAndClient = 200;

/**
 * Refresh tokens that name their family and their place in it, sealed with a key of this tenant. So a used token is
 * recognised however old it is, and memory holds families only.
 *
 * Within the leeway the token before the newest may be used again, and each use gives another newest one: two tabs that
 * refresh together both go on. Times are milliseconds, the client's settings are seconds.
 *
 * @see https://auth0.com/docs/secure/tokens/refresh-tokens/refresh-token-rotation
 */
export function refreshTokens(now: () => Date): RefreshTokens {
  const seal = tokenSeal();
  const families = new LRUCache<string, Family>({ max: maxFamilies });

  const open = (token: string, client: Client): OpenedToken | undefined => {
    const { familyId = '', counter = 0 } = seal.open(token) ?? {};
    const family = families.get(familyId);
    return family?.grant.client_id === client.client_id ? { familyId, family, counter } : undefined;
  };

  return {
    issue(grant) {
      const familyId = randomBytes(12).toString('hex');
      const time = now().getTime();
      const times = { createdAt: time, usedAt: time, rotatedAt: time };
      families.set(familyId, { grant, counter: 1, ...times, isRevoked: false });
      dropOldest(families, grant);
      return seal.close({ familyId, counter: 1 });
    },

    check(token, client) {
      const opened = open(token, client);
      const time = now().getTime();
      if (!opened || isExpired(opened.family, client, time)) {
        return { failure: { reason: 'invalid_token' } };
      }
      const { family, familyId, counter } = opened;
      if (family.isRevoked) return { failure: { reason: 'grant_revoked' } };
      if (!isUsable(opened, client, time)) {
        family.isRevoked = true;
        const latestCounter = family.counter;
        return { failure: { reason: 'reused', familyId, latestCounter, tokenCounter: counter } };
      }
      return { grant: family.grant };
    },

    exchange(token, client) {
      const opened = open(token, client);
      if (!opened) return undefined;
      const { familyId, family, counter } = opened;
      family.usedAt = now().getTime();
      if (!isRotating(client)) return undefined;
      if (counter === family.counter) {
        family.counter += 1;
        family.rotatedAt = family.usedAt;
      }
      return seal.close({ familyId, counter: family.counter });
    },

    revoke(token, client) {
      const opened = open(token, client);
      if (!opened) return undefined;
      opened.family.isRevoked = true;
      return opened.family.grant;
    },

    revokeAll({ user_id, client_id, audience }) {
      for (const family of families.values()) {
        const { grant } = family;
        if (isOf(grant, { user_id, client_id }) && grant.audience === audience) {
          family.isRevoked = true;
        }
      }
    },
  };
}

interface OpenedToken extends TokenPlace {
  family: Family;
}

function isRotating({ refresh_token, oidc_conformant }: Client): boolean {
  return oidc_conformant && refresh_token.rotation_type === 'rotating';
}

function isUsable({ family, counter }: OpenedToken, client: Client, time: number): boolean {
  if (counter === family.counter) return true;
  const leewayMs = client.refresh_token.leeway * 1000;
  return counter === family.counter - 1 && time - family.rotatedAt < leewayMs;
}

function isExpired(family: Family, { refresh_token: policy }: Client, time: number): boolean {
  if (policy.expiration_type === 'non-expiring') return false;
  const isTooOld =
    !policy.infinite_token_lifetime && time - family.createdAt >= policy.token_lifetime * 1000;
  const isIdle =
    !policy.infinite_idle_token_lifetime &&
    time - family.usedAt >= policy.idle_token_lifetime * 1000;
  return isTooOld || isIdle;
}

function isOf(grant: RefreshGrant, owner: { user_id: string; client_id: string }): boolean {
  return grant.user_id === owner.user_id && grant.client_id === owner.client_id;
}

/** Auth0 keeps 200 refresh tokens per user and application; one more drops the oldest. */
function dropOldest(families: LRUCache<string, Family>, owner: RefreshGrant): void {
  const own = [...families.entries()]
    .filter(([, { grant, isRevoked }]) => !isRevoked && isOf(grant, owner))
    .sort(([, a], [, b]) => b.createdAt - a.createdAt);
  for (const [familyId] of own.slice(maxFamiliesPerUserAndClient)) families.delete(familyId);
}
