import type {
  RefreshRefusal,
  RefusalOf,
  SignInRefusal,
  SignUpRefusal,
} from '../identity/outcomes.ts';
import { needsSecondFactor, secondFactorAsked, type SecondFactorAsked } from './mfa-token.ts';
import type { HandedOut, SignIn } from '../sign-ins/sign-ins.ts';
import { inputFault } from './input.ts';
import type { PasswordsOptions } from './passwords.ts';
import type { ProfileModel } from './profile.ts';
import { realmMeant } from './realm.ts';
import { toSession, tryAgain, type SessionOutcome } from './session.ts';

/** A new account; `realm` where there are several. */
export interface SignUpInput {
  realm?: string | null | undefined;
  email: string;
  username?: string | null | undefined;
  password: string;
}

/** A password sign-in; `realm` where there are several. */
export interface SignInInput {
  realm?: string | null | undefined;
  username: string;
  password: string;
  /** Some of the scopes that the gateway asks for; none given: all of them. */
  scopes?: readonly string[] | null | undefined;
}

/** Creates an account. */
export async function signUp(
  { realm: named, email, username, password }: SignUpInput,
  { identity, realms }: PasswordsOptions,
): Promise<{ kind: 'SignedUp'; user: ProfileModel } | SignUpRefusal> {
  const account = { email, ...(username != null && { username }), password };
  const realm = realmMeant(named, realms);
  if (typeof realm !== 'string') return realm;
  const outcome = inputFault(account) ?? (await identity.signUp({ realm, ...account }));
  if (outcome.kind !== 'SignedUp') return outcome;
  const { id, email: created = email, emailVerified = false } = outcome.account;
  const user: ProfileModel = { id, email: created, emailVerified, roles: [], permissions: [] };
  return { kind: 'SignedUp', user };
}

/** Signs in with a password. */
export async function signIn(
  { realm: named, username, password, scopes: asked }: SignInInput,
  options: PasswordsOptions,
): Promise<SessionOutcome | SecondFactorAsked | SignInRefusal> {
  const { identity, realms, mfa, nameOf, now } = options;
  const since = now().getTime();
  const realm = realmMeant(named, realms);
  if (typeof realm !== 'string') return realm;
  const scopes = asked ?? options.scopes;
  const fault = inputFault({ username, password }) ?? scopesFault(scopes, options.scopes);
  if (fault) return fault;
  const outcome = await identity.signIn({ realm, username, password }, { scopes });
  if (needsSecondFactor(outcome)) {
    const who = nameOf({ realm, username });
    return secondFactorAsked(outcome, { stage: 'signIn', who, since }, mfa);
  }
  if (outcome.kind !== 'Tokens') return outcome;
  const session = await toSession(outcome.tokens, options, { since });
  // The password was right when it was sent, and is not any more.
  return session.kind === 'EndedMeanwhile' ? { kind: 'InvalidCredentials' } : session;
}

/** Exchanges a refresh token. One that this gateway has ended is dead, whatever the provider thinks of it. */
export async function refresh(
  refreshToken: string,
  options: PasswordsOptions,
): Promise<SessionOutcome | SecondFactorAsked | RefreshRefusal> {
  const { identity, handedOut, mfa, now } = options;
  const fault = inputFault({ refreshToken });
  if (fault) return fault;
  const { value: signIn, isCertain } = await handedOut.signInOf(refreshToken);
  // Neither is it used up, nor is anybody signed out because nobody can tell.
  if (!isCertain) return tryAgain;
  if (signIn?.isOver) return ended(refreshToken, options);
  // Of what nobody knows, nobody knows that it began after its person's sessions were all ended.
  const since = signIn ? now().getTime() : 0;
  const outcome = await identity.refresh(refreshToken);
  if (needsSecondFactor(outcome))
    return secondFactorAsked(outcome, { stage: 'signIn', since }, mfa);
  if (outcome.kind !== 'Tokens') {
    await endWith(outcome, signIn, handedOut);
    return outcome;
  }
  // Without rotation there is no new refresh token: the old one stays good (RFC 6749 §6).
  const tokens = { refreshToken, ...outcome.tokens };
  const session = await toSession(tokens, options, { since, replaced: refreshToken, signIn });
  return session.kind === 'EndedMeanwhile' ? { kind: 'InvalidRefreshToken' } : session;
}

/**
 * What the provider says of a refresh token that was handed out here goes for the access tokens beside it: it was revoked, or
 * used twice, or its person is blocked.
 */
async function endWith(
  outcome: RefreshRefusal,
  signIn: SignIn | undefined,
  handedOut: HandedOut,
): Promise<void> {
  if (!signIn) return;
  if (outcome.kind === 'InvalidRefreshToken') await handedOut.end([signIn]);
  if (outcome.kind === 'AccountBlocked') await handedOut.endAll(signIn.user).everywhere;
}

async function ended(
  refreshToken: string,
  { identity }: PasswordsOptions,
): Promise<RefusalOf<'InvalidRefreshToken'>> {
  await identity.revoke(refreshToken);
  return { kind: 'InvalidRefreshToken' };
}

function scopesFault(
  asked: readonly string[],
  allowed: readonly string[],
): RefusalOf<'InvalidInput'> | undefined {
  const field = 'scopes';
  if (asked.length === 0) return { kind: 'InvalidInput', field, message: 'This is empty.' };
  const isNarrower = asked.length <= allowed.length;
  if (isNarrower && asked.every((scope) => allowed.includes(scope))) return undefined;
  return { kind: 'InvalidInput', field, message: 'This gateway does not ask for one of them.' };
}
