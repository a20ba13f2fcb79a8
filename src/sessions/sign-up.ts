import type { SignUpRefusal } from '../identity/outcomes.ts';
import { findInputFault, findRealm } from './input.ts';
import type { SessionsOptions } from './options.ts';
import type { ProfileModel } from './profile.ts';
import { readUserMetadata } from './user-metadata.ts';

/** Input of a sign-up. `realm` is required if there are several realms. */
export interface SignUpInput {
  realm?: string;
  email: string;
  username?: string;
  password: string;
  name?: string;
  givenName?: string;
  familyName?: string;
  nickname?: string;
  picture?: string;
  /** Any JSON value, as the client sent it. */
  userMetadata?: unknown;
}

/** Creates an account. Does not sign the user in. */
export async function signUp(
  { realm: named, userMetadata: sent, ...account }: SignUpInput,
  { identity, realms }: SessionsOptions,
): Promise<{ kind: 'SignedUp'; user: ProfileModel } | SignUpRefusal> {
  const realm = findRealm(named, realms);
  if (typeof realm !== 'string') return realm;
  const fault = findInputFault(account);
  if (fault) return fault;
  const userMetadata = readUserMetadata(sent);
  if (userMetadata && 'kind' in userMetadata) return userMetadata;
  const outcome = await identity.signUp({ realm, ...account, ...userMetadata });
  if (outcome.kind !== 'SignedUp') return outcome;
  const created = outcome.account;
  const user: ProfileModel = {
    id: created.id ?? '',
    email: created.email ?? account.email,
    emailVerified: created.emailVerified ?? false,
    name: created.name ?? account.name,
    nickname: created.nickname ?? account.nickname,
    picture: created.picture ?? account.picture,
    roles: [],
    permissions: [],
  };
  return { kind: 'SignedUp', user };
}
