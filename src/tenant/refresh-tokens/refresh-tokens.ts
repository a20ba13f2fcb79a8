import { randomBytes } from 'node:crypto';
import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import type { Client } from '../settings/settings.ts';
import { isRotating, refreshFailure } from './refresh-token-family.ts';
import type {
  Device,
  RefreshFailure,
  RefreshGrant,
  RefreshTokenFamily,
} from './refresh-token-family.ts';
import { tokenSeal, type TokenSeal } from './token-seal.ts';

/** Result of checking a refresh token: the grant of a valid one, or the fault. */
export type RefreshTokenCheck =
  { grant: RefreshGrant; failure?: never } | { grant?: never; failure: RefreshFailure };

const maxFamilies = 10_000;
const maxFamiliesPerUserAndClient = 200;

/**
 * The refresh tokens of a tenant. A token contains its family and its number, sealed with a key of this tenant. So the tenant
 * needs to store families only, and recognizes a used token of any age.
 *
 * A token that is used again within the leeway receives the newest token too, so that two tabs which refresh at the same time
 * both succeed.
 *
 * @see https://auth0.com/docs/secure/tokens/refresh-tokens/refresh-token-rotation
 */
export class RefreshTokens {
  readonly #now: () => Date;
  readonly #seal: TokenSeal;
  readonly #families: SavedMap<RefreshTokenFamily>;

  /** @param key - key of the MAC in each token, 32 bytes */
  constructor(key: Uint8Array, state: SavedState, now: () => Date) {
    this.#now = now;
    this.#seal = tokenSeal(key);
    this.#families = new SavedMap(state, { kind: 'refresh_token_family', max: maxFamilies });
  }

  /** Issues the first token of a new family. */
  issue(grant: RefreshGrant, device: Device): string {
    const family = newFamily(grant, device, this.#time());
    this.#families.set(family.familyId, family);
    this.#dropOldest(grant);
    return this.#seal.close(family);
  }

  /** Checks a token. Revokes the family of a token that is used again after the leeway (RFC 9700 §4.14.2). */
  check(token: string, client: Client): RefreshTokenCheck {
    const { family, counter = 0 } = this.#open(token, client) ?? {};
    if (!family) return { failure: { reason: 'invalid_token' } };
    const failure = refreshFailure(family, counter, client, this.#time());
    if (failure?.reason === 'reused') this.revokeFamily(family);
    return failure ? { failure } : { grant: family.grant };
  }

  /**
   * Uses up a token. Call it right after a successful `check`.
   *
   * @returns the next token if the client rotates, else undefined
   */
  exchange(token: string, client: Client, device: Device): string | undefined {
    const { family, counter } = this.#open(token, client) ?? {};
    if (!family) return undefined;
    family.usedAt = this.#time();
    family.devices = { initial: family.devices?.initial ?? device, last: device };
    if (isRotating(client) && counter === family.counter) {
      family.counter += 1;
      family.rotatedAt = family.usedAt;
    }
    this.#families.set(family.familyId, family);
    if (!isRotating(client)) return undefined;
    return this.#seal.close(family);
  }

  /**
   * Revokes the family of a token, and returns the family's grant. Returns undefined for an unknown token, or one of another
   * client.
   */
  revoke(token: string, client: Client): RefreshGrant | undefined {
    const { family } = this.#open(token, client) ?? {};
    if (family) this.revokeFamily(family);
    return family?.grant;
  }

  /** Lists the families of a user that are not revoked, oldest first. */
  ofUser(user_id: string): RefreshTokenFamily[] {
    return [...this.#families.values()]
      .filter(({ grant, isRevoked }) => grant.user_id === user_id && !isRevoked)
      .sort((a, b) => a.createdAt - b.createdAt || (a.familyId < b.familyId ? -1 : 1));
  }

  /** Finds a family by its ID. Returns undefined for a revoked family. */
  find(familyId: string): RefreshTokenFamily | undefined {
    const family = this.#families.get(familyId);
    return family?.isRevoked === true ? undefined : family;
  }

  /** Saves a family whose metadata was changed. */
  save(family: RefreshTokenFamily): void {
    this.#families.set(family.familyId, family);
  }

  /** Revokes all families with the same user, client and API. */
  revokeAll(grant: RefreshGrant): void {
    this.#revokeWhere(
      (family) => hasSameOwner(family, grant) && family.grant.audience === grant.audience,
    );
  }

  /** Revokes all families of a user, for all clients and APIs. */
  revokeUser(user_id: string): void {
    this.#revokeWhere(({ grant }) => grant.user_id === user_id);
  }

  #time(): number {
    return this.#now().getTime();
  }

  #open(token: string, client: Client): OpenedToken | undefined {
    const { familyId = '', counter = 0 } = this.#seal.open(token) ?? {};
    const family = this.#families.get(familyId);
    return family?.grant.client_id === client.client_id ? { family, counter } : undefined;
  }

  #revokeWhere(isMeant: (family: RefreshTokenFamily) => boolean): void {
    for (const family of [...this.#families.values()])
      if (isMeant(family)) this.revokeFamily(family);
  }

  /** Revokes a family. */
  revokeFamily(family: RefreshTokenFamily): void {
    family.isRevoked = true;
    this.save(family);
  }

  /** Drops the oldest families of a user and client beyond 200, which is Auth0's limit. */
  #dropOldest(grant: RefreshGrant): void {
    const own = [...this.#families.values()]
      .filter((family) => !family.isRevoked && hasSameOwner(family, grant))
      .sort((a, b) => b.createdAt - a.createdAt);
    for (const { familyId } of own.slice(maxFamiliesPerUserAndClient)) {
      this.#families.delete(familyId);
    }
  }
}

interface OpenedToken {
  family: RefreshTokenFamily;
  counter: number;
}

function newFamily(grant: RefreshGrant, device: Device, time: number): RefreshTokenFamily {
  const familyId = randomBytes(12).toString('hex');
  const times = { createdAt: time, usedAt: time, rotatedAt: time };
  const devices = { initial: device, last: device };
  return { familyId, grant, counter: 1, ...times, isRevoked: false, devices };
}

function hasSameOwner(
  { grant }: RefreshTokenFamily,
  { user_id, client_id }: RefreshGrant,
): boolean {
  return grant.user_id === user_id && grant.client_id === client_id;
}
