import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Client } from '../settings.ts';
import { isRotating, refreshFailure } from './refresh-token-family.ts';
import type { RefreshFailure, RefreshGrant, RefreshTokenFamily } from './refresh-token-family.ts';
import { tokenSeal } from './token-seal.ts';

/** A refresh token that works now, or why it does not. */
export type RefreshTokenCheck =
  { grant: RefreshGrant; failure?: never } | { grant?: never; failure: RefreshFailure };

/** The refresh tokens of a tenant. */
export interface RefreshTokens {
  /** The first token of a new family. */
  issue: (grant: RefreshGrant) => string;
  /** Looks at a token. Seeing a used one outside its leeway ends the family (RFC 9700 §4.14.2). */
  check: (token: string, client: Client) => RefreshTokenCheck;
  /** Uses a token: the next one when the client rotates, otherwise none. Call it right after a good `check`. */
  exchange: (token: string, client: Client) => string | undefined;
  /** Ends the token's family and returns its grant, or undefined when the token is unknown or another client's. */
  revoke: (token: string, client: Client) => RefreshGrant | undefined;
  /** Ends every family of a user, client and API. */
  revokeAll: (grant: RefreshGrant) => void;
  /** Ends all of a user's, whatever the client and the API. */
  revokeUser: (user_id: string) => void;
}

const maxFamilies = 10_000;
const maxFamiliesPerUserAndClient = 200;

/**
 * Refresh tokens that name their family and their place in it, sealed with a key of this tenant. So a used token is
 * recognised however old it is, and memory holds families only.
 *
 * A token used again within the leeway gives another newest one: two tabs that refresh together both go on.
 *
 * @see https://auth0.com/docs/secure/tokens/refresh-tokens/refresh-token-rotation
 */
export function refreshTokens(now: () => Date): RefreshTokens {
  const seal = tokenSeal();
  const families = new LRUCache<string, RefreshTokenFamily>({
    maxSize: maxFamilies,
    sizeCalculation: () => 1,
  });

  const open = (token: string, client: Client): OpenedToken | undefined => {
    const { familyId = '', counter = 0 } = seal.open(token) ?? {};
    const family = families.get(familyId);
    return family?.grant.client_id === client.client_id ? { family, counter } : undefined;
  };

  return {
    issue(grant) {
      const family = newFamily(grant, now().getTime());
      families.set(family.familyId, family);
      dropOldest(families, grant);
      return seal.close(family);
    },

    check(token, client) {
      const { family, counter = 0 } = open(token, client) ?? {};
      if (!family) return { failure: { reason: 'invalid_token' } };
      const failure = refreshFailure(family, counter, client, now().getTime());
      if (failure?.reason === 'reused') family.isRevoked = true;
      return failure ? { failure } : { grant: family.grant };
    },

    exchange(token, client) {
      const { family, counter } = open(token, client) ?? {};
      if (!family) return undefined;
      family.usedAt = now().getTime();
      if (!isRotating(client)) return undefined;
      if (counter === family.counter) {
        family.counter += 1;
        family.rotatedAt = family.usedAt;
      }
      return seal.close(family);
    },

    revoke(token, client) {
      const { family } = open(token, client) ?? {};
      if (family) family.isRevoked = true;
      return family?.grant;
    },

    revokeUser(user_id) {
      for (const family of families.values()) {
        if (family.grant.user_id === user_id) family.isRevoked = true;
      }
    },

    revokeAll(grant) {
      for (const family of families.values()) {
        if (hasSameOwner(family, grant) && family.grant.audience === grant.audience) {
          family.isRevoked = true;
        }
      }
    },
  };
}

interface OpenedToken {
  family: RefreshTokenFamily;
  counter: number;
}

function newFamily(grant: RefreshGrant, time: number): RefreshTokenFamily {
  const familyId = randomBytes(12).toString('hex');
  const times = { createdAt: time, usedAt: time, rotatedAt: time };
  return { familyId, grant, counter: 1, ...times, isRevoked: false };
}

function hasSameOwner(
  { grant }: RefreshTokenFamily,
  { user_id, client_id }: RefreshGrant,
): boolean {
  return grant.user_id === user_id && grant.client_id === client_id;
}

/** Auth0 keeps 200 refresh tokens per user and application; one more drops the oldest. */
function dropOldest(families: LRUCache<string, RefreshTokenFamily>, grant: RefreshGrant): void {
  const own = [...families.values()]
    .filter((family) => !family.isRevoked && hasSameOwner(family, grant))
    .sort((a, b) => b.createdAt - a.createdAt);
  for (const { familyId } of own.slice(maxFamiliesPerUserAndClient)) families.delete(familyId);
}
