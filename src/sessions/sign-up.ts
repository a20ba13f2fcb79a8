import type { SignUpRefusal } from '../identity/outcomes.ts';
import { findInputFault, findRealm } from './input.ts';
import type { SessionsOptions } from './options.ts';
import type { ProfileModel } from './profile.ts';

/** A new account. `realm` is required where there are several. */
export interface SignUpInput {
  realm?: string | null | undefined;
  email: string;
  username?: string | null | undefined;
  password: string;
}

/** Creates an account. It does not sign in. */
export async function signUp(
  { realm: named, email, username, password }: SignUpInput,
  { identity, realms }: SessionsOptions,
): Promise<{ kind: 'SignedUp'; user: ProfileModel } | SignUpRefusal> {
  const account = { email, ...(username != null && { username }), password };
  const realm = findRealm(named, realms);
  if (typeof realm !== 'string') return realm;
  const outcome = findInputFault(account) ?? (await identity.signUp({ realm, ...account }));
  if (outcome.kind !== 'SignedUp') return outcome;
  const { id, email: created = email, emailVerified = false } = outcome.account;
  const user: ProfileModel = { id, email: created, emailVerified, roles: [], permissions: [] };
  return { kind: 'SignedUp', user };
}
