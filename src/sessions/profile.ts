import { LRUCache } from 'lru-cache';
import { serviceUnavailable } from '../errors.ts';
import type { ProfileClaims } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { AccessTokenClaims } from '../tokens/access-token.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { digest } from '../tokens/digest.ts';

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

/** Reads what the provider tells of a token's holder, once per token. Rejects when it cannot be read just now. */
export type ReadProfile = (
  caller: AuthenticatedCaller,
  identity: Pick<IdentityProvider, 'profile'>,
) => Promise<ProfileClaims>;

const maxProfiles = 10_000;
/** Milliseconds before a failed look-up is tried again: Auth0 allows 10 of them, then 5 a minute, per user. */
const failureCooldown = 10_000;

/** Makes the process's {@link ReadProfile}: concurrent look-ups share one call, results last as long as the token. */
export function profileReader(now: () => Date): ReadProfile {
  const profiles = new LRUCache<string, Promise<ProfileClaims>>({ max: maxProfiles });

  return ({ id, signingInput, claims, accessToken }, identity) => {
    const key = digest(signingInput);
    const known = profiles.get(key);
    if (known) return known;
    const profile = identity.profile(accessToken, id).then((found) => {
      if (found) return found;
      profiles.set(key, profile, { ttl: failureCooldown });
      throw serviceUnavailable('The e-mail address cannot be read just now. Try again later.');
    });
    profiles.set(key, profile, { ttl: Math.max(1, claims.exp * 1000 - now().getTime()) });
    return profile;
  };
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
 * @param identity - asked for only when no token tells the address
 * @param known - the address where the ID token tells it; else the access token may
 */
export function profileOf(
  caller: AuthenticatedCaller,
  { emailClaims, readProfile }: ProfileSources,
  identity: () => Pick<IdentityProvider, 'profile'>,
  known: ProfileClaims | undefined = emailInToken(caller.claims, emailClaims),
): ProfileModel {
  const { id, roles, permissions } = caller;
  const read = () => readProfile(caller, identity());
  return {
    id,
    roles,
    permissions,
    get email() {
      return known ? known.email : read().then(({ email }) => email);
    },
    get emailVerified() {
      return known ? known.emailVerified : read().then(({ emailVerified }) => emailVerified);
    },
  };
}

function asBoolean(claim: unknown): boolean | undefined {
  return typeof claim === 'boolean' ? claim : undefined;
}
