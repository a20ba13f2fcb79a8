import { setTimeout } from 'node:timers/promises';
import type { CommonRefusal } from '../identity/outcomes.ts';
import { findInputFault, findRealm } from './input.ts';
import type { SessionsOptions } from './options.ts';

/** Result of a request for a password reset. The same for an account that does not exist. */
export interface PasswordResetRequested {
  kind: 'PasswordResetRequested';
  message: string;
}

/**
 * Milliseconds that each request for a password reset takes, so that the duration does not reveal whether the account exists. A
 * later answer of the provider is only logged.
 */
const duration = 500;

/** Sends a mail with a link to choose a new password. The answer does not reveal whether the account exists. */
export async function requestPasswordReset(
  input: { username: string; realm?: string | null | undefined },
  { identity, realms, mails, digestOf }: SessionsOptions,
): Promise<PasswordResetRequested | CommonRefusal> {
  const { username } = input;
  const realm = findRealm(input.realm, realms);
  if (typeof realm !== 'string') return realm;
  const fault = findInputFault({ username });
  if (fault) return fault;
  const name = digestOf({ realm, username });
  const refusal = mails.take(name);
  if (refusal) return refusal;
  const over = setTimeout(duration, { kind: 'Requested' } as const);
  const asked = identity.accounts.requestPasswordReset({ realm, username });
  const outcome = await Promise.race([asked, over]);
  await over;
  if (outcome.kind !== 'Requested') {
    mails.giveBack(name);
    return outcome;
  }
  const message =
    'If there is such an account, a mail with a link to choose a new password is on its way.';
  return { kind: 'PasswordResetRequested', message };
}
