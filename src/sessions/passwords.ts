import { setTimeout } from 'node:timers/promises';
import type { Limit } from '../limits/limit.ts';
import type {
  CommonRefusal,
  PasswordChangeRefusal,
  RefusalOf,
  SignInRefusal,
} from '../identity/outcomes.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import {
  needsSecondFactor,
  notForThis,
  opened,
  secondFactorAsked,
  type SecondFactorAsked,
} from './mfa-token.ts';
import { inputFault } from './input.ts';
import { subjectOf } from './issued-tokens.ts';
import { realmMeant } from './realm.ts';
import type { SecondFactorsOptions } from './second-factors.ts';
import { toSession, unusable, type Session } from './session.ts';

/** What passwords stand on. */
export interface PasswordsOptions extends SecondFactorsOptions {
  /** Names of all realms. */
  realms: readonly string[];
  /** What a sign-in asks for. */
  scopes: readonly string[];
  /** Counts the mails that the client asks for. */
  mails: Limit;
}

/** If there is such an account, a mail is on its way. */
export interface PasswordResetRequested {
  kind: 'PasswordResetRequested';
  message: string;
}

/** The new password holds; the session that follows takes one step more. */
export interface PasswordChanged {
  kind: 'PasswordChanged';
  mfa: Extract<SecondFactorAsked, { kind: 'MfaRequired' }> | undefined;
}

/**
 * Milliseconds that a request for a reset takes, whether there is an account and a mail to be sent or not. What the provider says
 * later is for the log.
 */
const resetTakes = 500;

/** Has a mail sent with which a new password can be chosen. The same answer for every account, and for none. */
export async function requestPasswordReset(
  input: { username: string; realm?: string | null | undefined },
  { identity, realms, mails, nameOf }: PasswordsOptions,
): Promise<PasswordResetRequested | CommonRefusal> {
  const { username } = input;
  const realm = realmMeant(input.realm, realms);
  const fault = typeof realm === 'string' ? inputFault({ username }) : realm;
  if (fault || typeof realm !== 'string') return fault ?? unusable;
  const name = nameOf({ realm, username });
  const refusal = mails.take(name);
  if (refusal) return refusal;
  const over = setTimeout(resetTakes, { kind: 'Requested' } as const);
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

/** Why a person could not prove that the password is theirs to change. */
type ProofRefusal = SecondFactorAsked | SignInRefusal | RefusalOf<'MfaTokenExpired'>;

/** Changes the password of somebody signed in, and ends all of their sessions but the one it gives. */
export async function changePassword(
  input: { currentPassword?: string; mfaToken?: string; newPassword: string },
  caller: AuthenticatedCaller,
  options: PasswordsOptions,
): Promise<Session | PasswordChanged | ProofRefusal | PasswordChangeRefusal> {
  const { identity, handedOut, revocations, nameOf } = options;
  const fault = inputFault(input) ?? (await proofFault(input, caller.id, options));
  const account = fault ?? (await identity.accounts.find(caller.id));
  if (account.kind !== 'AccountName') return account;
  const { realm, username } = account;
  if (realm === undefined) return unusable;

  const refused = await proofRefused(input, { ...account, realm, id: caller.id }, options);
  if (refused) return refused;
  const { newPassword: password } = input;
  const outcome = await identity.accounts.setPassword(caller.id, { realm, password });
  if (outcome.kind !== 'PasswordSet') return outcome;

  // A sign-in that waits for a second factor is known by the name of the account alone.
  const underWay = handedOut.endAll(nameOf({ realm, username }));
  const { since, everywhere } = handedOut.endAll(caller.id);
  await Promise.all([
    ...[underWay.everywhere, everywhere],
    revocations.end([{ id: caller.tokenId, exp: caller.claims.exp }]),
  ]);
  const scopes = options.scopes.filter((scope) => caller.scopes.includes(scope));
  const ask = { scopes: scopes.length > 0 ? scopes : options.scopes, since };
  return signedInAnew({ realm, username, password }, ask, options);
}

/** What is wrong with a proof, as far as that can be seen without the provider. */
async function proofFault(
  { currentPassword, mfaToken }: { currentPassword?: string; mfaToken?: string },
  id: string,
  options: PasswordsOptions,
): Promise<RefusalOf<'InvalidInput' | 'MfaTokenExpired'> | undefined> {
  if ((currentPassword === undefined) === (mfaToken === undefined)) return noProof;
  if (mfaToken === undefined) return undefined;
  const flow = await opened(mfaToken, options);
  if (flow.kind !== 'Opened') return flow;
  const { stage, user } = flow.state;
  return stage === 'proven' && user === id ? undefined : notForThis;
}

/** Tries the password that was sent as a proof; undefined when it is right, or when there was another proof. */
async function proofRefused(
  { currentPassword }: { currentPassword?: string },
  { realm, username, id }: { realm: string; username: string; id: string },
  options: PasswordsOptions,
): Promise<ProofRefusal | undefined> {
  const { identity, issued, mfa, nameOf, now } = options;
  if (currentPassword === undefined) return undefined;
  const since = now().getTime();
  // Nothing is kept of this sign-in, so it gets no refresh token.
  const credentials = { realm, username, password: currentPassword };
  const outcome = await identity.signIn(credentials, { scopes: ['openid'] });
  if (needsSecondFactor(outcome)) {
    const who = nameOf({ realm, username });
    const flow = { stage: 'reauthentication', user: id, who, since } as const;
    return secondFactorAsked(outcome, flow, mfa);
  }
  if (outcome.kind !== 'Tokens') return outcome;
  return (await subjectOf(outcome.tokens, identity, issued)) === id ? undefined : unusable;
}

/** The password has changed whatever comes of this. */
async function signedInAnew(
  credentials: { realm: string; username: string; password: string },
  { scopes, since }: { scopes: readonly string[]; since: number },
  options: PasswordsOptions,
): Promise<Session | PasswordChanged> {
  const { identity, mfa, nameOf } = options;
  const outcome = await identity.signIn(credentials, { scopes });
  if (needsSecondFactor(outcome)) {
    const flow = { stage: 'signIn', who: nameOf(credentials), since } as const;
    const asked = await secondFactorAsked(outcome, flow, mfa);
    return { kind: 'PasswordChanged', mfa: asked.kind === 'MfaRequired' ? asked : undefined };
  }
  const session =
    outcome.kind === 'Tokens' ? await toSession(outcome.tokens, options, { since }) : undefined;
  return session?.kind === 'Session' ? session : { kind: 'PasswordChanged', mfa: undefined };
}

const noProof = {
  kind: 'InvalidInput',
  field: 'currentPassword',
  message: 'Send the present password or the mfaToken of Reauthenticated, one of them.',
} as const;
