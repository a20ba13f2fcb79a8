import type { CommonRefusal, RefusalOf } from '../identity/outcomes.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { AccountName } from './account-name.ts';
import type { SessionsOptions } from './options.ts';
import { unusable } from './session.ts';

/** An account that its user may change. */
export interface OwnAccount extends AccountName {
  kind: 'OwnAccount';
}

/**
 * Finds the account of a signed-in user, before anything of it is changed. A blocked account is refused: its sign-ins end, and so
 * does each proof and second factor that is under way.
 *
 * @param id - `sub` of the user
 */
export async function findOwnAccount(
  id: string,
  { identity, signIns, digestOf }: Pick<SessionsOptions, 'identity' | 'signIns' | 'digestOf'>,
): Promise<OwnAccount | CommonRefusal | RefusalOf<'InvalidCredentials' | 'AccountBlocked'>> {
  const account = await identity.accounts.find(id);
  if (account.kind !== 'AccountName') return account;
  const { realm, username, isBlocked } = account;
  if (isBlocked) {
    const names = realm === undefined ? [id] : [id, digestOf({ realm, username })];
    return endIfBlocked({ kind: 'AccountBlocked' }, names, signIns);
  }
  return realm === undefined ? unusable : { kind: 'OwnAccount', realm, username };
}

/**
 * Ends what a blocked account has: its sign-ins, and each proof and second factor that is under way. Any other outcome ends nothing.
 *
 * @param names - `sub` of the user and digest of the account's name, as far as they are known
 * @returns the outcome, unchanged
 */
export async function endIfBlocked<Outcome extends { kind: string }>(
  outcome: Outcome,
  names: readonly (string | undefined)[],
  signIns: SignIns,
): Promise<Outcome> {
  if (outcome.kind !== 'AccountBlocked') return outcome;
  const known = names.filter((name) => name !== undefined);
  await Promise.all(known.map((name) => signIns.endAll(name).everywhere));
  return outcome;
}
