import { LRUCache } from 'lru-cache';
import { isServiceUnavailable, serviceUnavailable } from '../errors.ts';
import type { ProfileClaims } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { AccessTokenClaims } from '../tokens/access-token.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';

/** A user as the schema's `Profile`. E-mail address and names are read only if the client queries them. */
export interface ProfileModel {
  id: string;
  roles: readonly string[];
  permissions: readonly string[];
  readonly email: Eventually<string>;
  readonly emailVerified: Eventually<boolean>;
  readonly name: Eventually<string>;
  readonly nickname: Eventually<string>;
  readonly picture: Eventually<string>;
}

type Eventually<Value> = Value | undefined | Promise<Value | undefined>;

/**
 * Names of the claims in which a post-login Action puts the e-mail address. Without such an Action, Auth0's access tokens contain
 * no address.
 */
export interface EmailClaims {
  email: string;
  emailVerified: string;
}

/** E-mail address of a user, and whether it is verified. */
type AddressClaims = Pick<ProfileClaims, 'email' | 'emailVerified'>;

/**
 * Reads the provider's claims about a user, once for each access token.
 *
 * @param known - the address from the claims of a token, which may be out of date
 * @param of - the claims to read. `address`: the known address is enough. `verification`: asks the provider each time until the
 *   address is verified. `names`: asks the provider, because no token contains them
 * @throws `SERVICE_UNAVAILABLE` if the provider does not answer and no claims are known
 */
export type ReadProfile = (
  caller: AuthenticatedCaller,
  identity: Pick<IdentityProvider, 'profile'>,
  known: AddressClaims | undefined,
  of: 'address' | 'verification' | 'names',
) => Promise<KnownClaims>;

/** Claims from the provider, or from a token, which contains the address only. */
type KnownClaims = AddressClaims & Partial<ProfileClaims>;

const maxProfiles = 10_000;
/** Milliseconds between a failed look-up and the next one. Auth0 allows each user 10 look-ups, then 5 a minute. */
const failureCooldown = 12_000;

interface Reading {
  latest: KnownClaims | undefined;
  /** Whether the claims come from the provider. */
  isTold: boolean;
  asking: Promise<KnownClaims> | undefined;
  /**
   * Time before which no look-up starts (milliseconds since the epoch). Infinity if a further look-up would return nothing new.
   */
  quietUntil: number;
}

/**
 * Creates a {@link ReadProfile} with one cache for the process. Concurrent look-ups share a request. A result is cached until its
 * access token expires.
 */
export function createProfileReader(now: () => Date): ReadProfile {
  const readings = new LRUCache<string, Reading>({
    maxSize: maxProfiles,
    sizeCalculation: () => 1,
  });

  async function ask(
    reading: Reading,
    { id, accessToken }: AuthenticatedCaller,
    identity: Pick<IdentityProvider, 'profile'>,
  ): Promise<KnownClaims> {
    const found = await identity.profile(accessToken, id);
    reading.asking = undefined;
    if (typeof found === 'object') reading.isTold = true;
    if (typeof found === 'object' && (found.email !== undefined || !reading.latest)) {
      reading.latest = found;
      if (found.emailVerified === undefined) reading.quietUntil = Infinity;
      return found;
    }
    if (typeof found === 'object') reading.latest = { ...found, ...reading.latest };
    reading.quietUntil = now().getTime() + failureCooldown;
    return lastKnown(reading);
  }

  return async (caller, identity, known, of) => {
    const { tokenId: key, claims } = caller;
    let reading = readings.get(key);
    if (!reading) {
      reading = { latest: known, isTold: false, asking: undefined, quietUntil: 0 };
      const ttl = Math.max(1, claims.exp * 1000 - now().getTime());
      readings.set(key, reading, { ttl });
    }
    const { latest, isTold } = reading;
    const isEnough = of === 'address' || (of === 'names' ? isTold : latest?.emailVerified === true);
    if (latest && isEnough) return latest;
    if (now().getTime() < reading.quietUntil) return lastKnown(reading);
    return (reading.asking ??= ask(reading, caller, identity));
  };
}

function lastKnown({ latest }: Reading): KnownClaims {
  if (latest) return latest;
  throw serviceUnavailable('The e-mail address is temporarily unavailable. Try again later.');
}

/** Returns the e-mail address that an Action has put into the access token. Returns undefined if there is none. */
function emailInToken(claims: AccessTokenClaims, names: EmailClaims): AddressClaims | undefined {
  const email = claims[names.email];
  if (typeof email !== 'string') return undefined;
  return { email, emailVerified: asBoolean(claims[names.emailVerified]) };
}

/** Reads the profile from the claims of an ID token (OIDC Core §5.1). Ignores a claim of the wrong type. */
export function profileInIdToken(claims: Record<string, unknown>): ProfileClaims {
  const { email, email_verified, name, nickname, picture } = claims;
  const address = asString(email);
  return {
    email: address,
    emailVerified: address === undefined ? undefined : asBoolean(email_verified),
    name: asString(name),
    nickname: asString(nickname),
    picture: asString(picture),
  };
}

/** Sources of profiles, shared by all requests. */
export interface ProfileSources {
  emailClaims: EmailClaims;
  readProfile: ReadProfile;
}

/**
 * Creates the profile of a caller.
 *
 * @param identity - called only if a queried field needs the provider's claims
 * @param fresh - claims of an ID token that the provider has just issued
 */
export function profileOf(
  caller: AuthenticatedCaller,
  { emailClaims, readProfile }: ProfileSources,
  identity: () => Pick<IdentityProvider, 'profile'>,
  fresh?: ProfileClaims,
): ProfileModel {
  const { id, roles, permissions } = caller;
  const freshAddress = fresh?.email === undefined ? undefined : fresh;
  const known = freshAddress ?? emailInToken(caller.claims, emailClaims);
  const isFinal = freshAddress !== undefined || known?.emailVerified === true;
  const read = (of: 'address' | 'verification' | 'names') =>
    readProfile(caller, identity(), known, of);
  // Names are for display only, so the operation succeeds without them if the provider does not answer.
  const readNames = async () => fresh ?? (await read('names').catch(orNothing));
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
    get name() {
      return readNames().then((claims) => claims?.name);
    },
    get nickname() {
      return readNames().then((claims) => claims?.nickname);
    },
    get picture() {
      return readNames().then((claims) => claims?.picture);
    },
  };
}

/** Reads a boolean claim, which some tenants send as the text `true` or `false`. */
function asBoolean(claim: unknown): boolean | undefined {
  if (claim === 'true' || claim === 'false') return claim === 'true';
  return typeof claim === 'boolean' ? claim : undefined;
}

function orNothing(error: unknown): undefined {
  if (!isServiceUnavailable(error)) throw error;
}

function asString(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}
