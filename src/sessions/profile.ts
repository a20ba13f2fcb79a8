import { LRUCache } from 'lru-cache';
import { serviceUnavailable } from '../errors.ts';
import type { ProfileClaims } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { AccessTokenClaims } from '../tokens/access-token.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';

/** A person as the schema's `Profile` shows them. The address is looked up when it is asked for, and not before. */
export interface ProfileModel {
  id: string;
  roles: readonly string[];
  permissions: readonly string[];
  readonly email: Eventually<string>;
  readonly emailVerified: Eventually<boolean>;
}

type Eventually<Value> = Value | undefined | Promise<Value | undefined>;

/** Names of the claims that an Action puts the address into; access tokens have none by themselves. */
export interface EmailClaims {
  email: string;
  emailVerified: string;
}

/**
 * Reads what the provider tells of a token's holder, once per token. Rejects when it cannot be read just now and never was.
 *
 * @param known - what a token tells, which may be out of date
 * @param of - `verification` asks again each time for as long as the address is not verified
 */
export type ReadProfile = (
  caller: AuthenticatedCaller,
  identity: Pick<IdentityProvider, 'profile'>,
  known: ProfileClaims | undefined,
  of: 'address' | 'verification',
) => Promise<ProfileClaims>;

const maxProfiles = 10_000;
/** Milliseconds before a failed look-up is tried again: Auth0 allows 10 of them, then 5 a minute, per user. */
const failureCooldown = 12_000;

interface Reading {
  latest: ProfileClaims | undefined;
  asking: Promise<ProfileClaims> | undefined;
  /** Milliseconds since the epoch; never again once the provider has said all it knows. */
  quietUntil: number;
}

/** Makes the process's {@link ReadProfile}: concurrent look-ups share one call, results last as long as the token. */
export function profileReader(now: () => Date): ReadProfile {
  const readings = new LRUCache<string, Reading>({
    maxSize: maxProfiles,
    sizeCalculation: () => 1,
  });

  async function ask(
    reading: Reading,
    { id, accessToken }: AuthenticatedCaller,
    identity: Pick<IdentityProvider, 'profile'>,
  ): Promise<ProfileClaims> {
    const found = await identity.profile(accessToken, id);
    reading.asking = undefined;
    if (typeof found === 'object' && (found.email !== undefined || !reading.latest)) {
      reading.latest = found;
      if (found.emailVerified === undefined) reading.quietUntil = Infinity;
      return found;
    }
    reading.quietUntil = now().getTime() + failureCooldown;
    return lastKnown(reading);
  }

  return async (caller, identity, known, of) => {
    const { tokenId: key, claims } = caller;
    let reading = readings.get(key);
    if (!reading) {
      reading = { latest: known, asking: undefined, quietUntil: 0 };
      const ttl = Math.max(1, claims.exp * 1000 - now().getTime());
      readings.set(key, reading, { ttl });
    }
    const { latest } = reading;
    if (latest && (of === 'address' || latest.emailVerified === true)) return latest;
    if (now().getTime() < reading.quietUntil) return lastKnown(reading);
    return (reading.asking ??= ask(reading, caller, identity));
  };
}

function lastKnown({ latest }: Reading): ProfileClaims {
  if (latest) return latest;
  throw serviceUnavailable('The e-mail address cannot be read just now. Try again later.');
}

/** The address an Action put into the access token; undefined when there is none. */
function emailInToken(claims: AccessTokenClaims, names: EmailClaims): ProfileClaims | undefined {
  const email = claims[names.email];
  if (typeof email !== 'string') return undefined;
  return { email, emailVerified: asBoolean(claims[names.emailVerified]) };
}

/** Claims of OpenID Connect (Core §5.1), of any type until looked at. */
export function emailInIdToken(claims: Record<string, unknown>): ProfileClaims | undefined {
  const { email, email_verified } = claims;
  if (typeof email !== 'string') return undefined;
  return { email, emailVerified: asBoolean(email_verified) };
}

/** What profiles are read with, by process. */
export interface ProfileSources {
  emailClaims: EmailClaims;
  readProfile: ReadProfile;
}

/**
 * The person behind a caller, as they may see themselves.
 *
 * @param identity - asked for only when no token tells the address, or when it is not verified yet
 * @param fresh - the address as an ID token tells it that has just been issued
 */
export function profileOf(
  caller: AuthenticatedCaller,
  { emailClaims, readProfile }: ProfileSources,
  identity: () => Pick<IdentityProvider, 'profile'>,
  fresh?: ProfileClaims,
): ProfileModel {
  const { id, roles, permissions } = caller;
  const known = fresh ?? emailInToken(caller.claims, emailClaims);
  const isFinal = fresh !== undefined || known?.emailVerified === true;
  const read = (of: 'address' | 'verification') => readProfile(caller, identity(), known, of);
  return {
    id,
    roles,
    permissions,
    get email() {
      return known ? known.email : read('address').then(({ email }) => email);
    },
    get emailVerified() {
      return known && isFinal
        ? known.emailVerified
        : read('verification').then(({ emailVerified }) => emailVerified);
    },
  };
}

function asBoolean(claim: unknown): boolean | undefined {
  return typeof claim === 'boolean' ? claim : undefined;
}
