import type { PasswordChangeRefusal, RefusalOf, SignInRefusal } from '../identity/outcomes.ts';
import type { PasswordBefore } from '../sign-ins/password-changes.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import type { AccountName } from './account-name.ts';
import { findInputFault } from './input.ts';
import { subjectOf } from './issued-tokens.ts';
import { askSecondFactor, openMfaToken, wrongStep, type SecondFactorAsked } from './mfa-token.ts';
import type { SessionsOptions } from './options.ts';
import { endIfBlocked, findOwnAccount } from './own-account.ts';
import type { Session } from './outcomes.ts';
import { isProofOf } from './reauthentication.ts';
import { toSession } from './session.ts';
import { sendSession } from './transport.ts';
import { unusable } from './unavailable.ts';

/**
 * Result of a password change without a new session. `mfa` is the second factor that the user must prove next. If it is
 * undefined, the user must log in again.
 */
export interface PasswordChanged {
  kind: 'PasswordChanged';
  mfa: Extract<SecondFactorAsked, { kind: 'MfaRequired' }> | undefined;
}

/** Refusals of the current password, or of the `mfaToken` that the user sends in its place. */
type ProofRefusal = SecondFactorAsked | SignInRefusal | RefusalOf<'MfaTokenExpired'>;

/** Changes the password of a signed-in user, ends all of the user's sessions, and signs in with the new password. */
export async function changePassword(
  input: { currentPassword?: string; mfaToken?: string; newPassword: string },
  caller: AuthenticatedCaller,
  options: SessionsOptions,
): Promise<Session | PasswordChanged | ProofRefusal | PasswordChangeRefusal> {
  const { identity, signIns, revocations, digestOf } = options;
  const { passwords } = revocations;
  const fault = findInputFault(input) ?? (await findProofFault(input, caller.id, options));
  const account = fault ?? (await findOwnAccount(caller, options));
  if (account.kind !== 'OwnAccount') return account;
  const { realm, username } = account;
  const names = [caller.id, digestOf(account)];

  const refused = await checkPassword(input, { ...account, id: caller.id }, options);
  if (refused) return endIfBlocked(refused, names, signIns);
  const { newPassword: password } = input;
  const change = { realm, username, password };
  const known = passwords.newestOf(caller.id) ?? passwords.valueIn(caller.claims);
  const outcome = await identity.accounts.setPassword(caller.id, change);
  if (outcome.kind !== 'PasswordSet') return endIfBlocked(outcome, names, signIns);

  // A login that waits for its second factor is known by the account's name only.
  const underWay = signIns.ends.endAll(digestOf({ realm, username }), 'PASSWORD_CHANGED');
  const { since, everywhere } = signIns.ends.endAll(caller.id, 'PASSWORD_CHANGED');
  await Promise.all([
    ...[underWay.everywhere, everywhere],
    revocations.revoke([{ id: caller.tokenId, exp: caller.claims.exp, cause: 'PASSWORD_CHANGED' }]),
  ]);
  const scopes = options.scopes.filter((scope) => caller.scopes.includes(scope));
  const ask = { scopes: scopes.length > 0 ? scopes : options.scopes, since };
  return signInAgain(change, { ...ask, change: { known } }, options);
}

/**
 * Checks that the input has either the current password or an `mfaToken`, and that the `mfaToken` belongs to this user.
 *
 * @returns undefined if there is no fault
 */
async function findProofFault(
  { currentPassword, mfaToken }: { currentPassword?: string; mfaToken?: string },
  id: string,
  options: SessionsOptions,
): Promise<RefusalOf<'InvalidInput' | 'MfaTokenExpired'> | undefined> {
  if ((currentPassword === undefined) === (mfaToken === undefined)) return noProof;
  if (mfaToken === undefined) return undefined;
  const flow = await openMfaToken(mfaToken, options);
  if (flow.kind !== 'Opened') return flow;
  return isProofOf(flow.state, { id }, options) ? undefined : wrongStep;
}

/**
 * Checks the current password at the provider, which counts as a login attempt. Returns undefined if the password is correct, or
 * if the input has an `mfaToken` instead.
 */
async function checkPassword(
  { currentPassword }: { currentPassword?: string },
  { realm, username, id }: AccountName & { id: string },
  options: SessionsOptions,
): Promise<ProofRefusal | undefined> {
  const { identity, issued, mfa, signIns, revocations, digestOf } = options;
  if (currentPassword === undefined) return undefined;
  const since = signIns.now();
  // The gateway drops these tokens at once, so it asks for no refresh token.
  const credentials = { realm, username, password: currentPassword };
  const who = digestOf({ realm, username });
  const password = revocations.passwords.markFlow([id, who], since);
  const outcome = await identity.signIn(credentials, { scopes: ['openid'] });
  if (outcome.kind === 'SecondFactorNeeded') {
    const signIn = options.openSessions.signInOf(options.cookie.value);
    const flow = { stage: 'reauthentication', user: id, who, since, password, signIn } as const;
    return askSecondFactor(outcome, flow, mfa);
  }
  if (outcome.kind !== 'Tokens') return outcome;
  return (await subjectOf(outcome.tokens, identity, issued)) === id ? undefined : unusable;
}

/**
 * Signs in with the new password. If the sign-in fails, the result is `PasswordChanged`, because the password has been changed
 * nevertheless.
 */
async function signInAgain(
  credentials: AccountName & { password: string },
  { scopes, since, change }: { scopes: readonly string[]; since: number; change: PasswordBefore },
  options: SessionsOptions,
): Promise<Session | PasswordChanged> {
  const { identity, mfa, revocations, digestOf, cookie } = options;
  const who = digestOf(credentials);
  const password = revocations.passwords.markChange(change, since);
  const outcome = await identity.signIn(credentials, { scopes });
  // The new session keeps the transport of the old one.
  const transport = cookie.value === undefined ? 'TOKENS' : 'COOKIE';
  if (outcome.kind === 'SecondFactorNeeded') {
    const flow = { stage: 'signIn', who, since, password, transport } as const;
    const asked = await askSecondFactor(outcome, flow, mfa);
    return { kind: 'PasswordChanged', mfa: asked.kind === 'MfaRequired' ? asked : undefined };
  }
  const session =
    outcome.kind === 'Tokens'
      ? await toSession(outcome.tokens, options, { since, name: who, change })
      : undefined;
  if (session?.kind !== 'Session') return { kind: 'PasswordChanged', mfa: undefined };
  // The device is known, but its own sign-in has just ended with the others.
  return sendSession({ ...session, newDevice: undefined }, transport, options);
}

const noProof = {
  kind: 'InvalidInput',
  field: 'currentPassword',
  message: 'Send either the current password or the mfaToken of Reauthenticated.',
} as const;
