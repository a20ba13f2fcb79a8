import type { CommonRefusal, PasswordLogin, RefusalOf } from '../identity/outcomes.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import type { AccountName } from './account-name.ts';
import type { SessionsOptions } from './options.ts';
import { unusable } from './unavailable.ts';

/** An account that the signed-in user may change. */
export interface OwnAccount extends AccountName {
  kind: 'OwnAccount';
}

/**
 * Finds the account of a signed-in user before the account is changed. If the account has several passwords, chooses the one that
 * the user signed in with, or the main one if that is unknown. Refuses a blocked account, and ends its sign-ins, flows and proofs
 * of presence.
 */
export async function findOwnAccount(
  caller: AuthenticatedCaller,
  options: Pick<SessionsOptions, 'identity' | 'signIns' | 'digestOf'>,
): Promise<OwnAccount | CommonRefusal | RefusalOf<'InvalidCredentials' | 'AccountBlocked'>> {
  const { identity, signIns, digestOf } = options;
  const account = await identity.accounts.find(caller.id);
  if (account.kind !== 'FoundAccount') return account;
  const { isBlocked, logins } = account;
  const digestsOf = ({ realm, usernames }: PasswordLogin) =>
    usernames.map((username) => digestOf({ realm, username }));
  if (isBlocked) {
    const names = [caller.id, ...logins.flatMap(digestsOf)];
    return endIfBlocked({ kind: 'AccountBlocked' }, names, signIns);
  }
  let [login] = logins;
  if (logins.length > 1) {
    const { value: begun } = await signIns.findByAccessToken(caller);
    const names = new Set(begun.map(({ name }) => name));
    login = logins.find((one) => digestsOf(one).some((name) => names.has(name))) ?? login;
  }
  if (!login) return unusable;
  const { realm, usernames } = login;
  return { kind: 'OwnAccount', realm, username: usernames[0] };
}

/**
 * Ends the sign-ins, flows and proofs of presence of a blocked account. Does nothing for other outcomes.
 *
 * @param names - known `sub` of the user and known digest of the account's name
 * @returns the outcome, unchanged
 */
export async function endIfBlocked<Outcome extends { kind: string }>(
  outcome: Outcome,
  names: readonly (string | undefined)[],
  signIns: SignIns,
): Promise<Outcome> {
  if (outcome.kind !== 'AccountBlocked') return outcome;
  const known = names.filter((name) => name !== undefined);
  await Promise.all(known.map((name) => signIns.ends.endAll(name, 'ACCOUNT_BLOCKED').everywhere));
  return outcome;
}
