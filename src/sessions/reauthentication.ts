import type { Factor, RefusalOf, SignInRefusal, TokenSet } from '../identity/outcomes.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { findInputFault } from './input.ts';
import { subjectOf } from './issued-tokens.ts';
import { askSecondFactor, sealProof, type MfaState, type SecondFactorAsked } from './mfa-token.ts';
import type { SessionsOptions } from './options.ts';
import { endIfBlocked, findOwnAccount } from './own-account.ts';
import { replaceCookie } from './transport.ts';
import { unusable } from './unavailable.ts';

/** Result of a reauthentication. For `expiresIn` seconds the `mfaToken` proves that the user has just typed the password again. */
export interface Reauthenticated {
  kind: 'Reauthenticated';
  mfaToken: string;
  expiresIn: number;
  factors: Factor[] | undefined;
  recoveryCode: string | undefined;
}

/** Checks the password of a signed-in user. Returns a proof of presence, or asks for the second factor. */
export async function reauthenticate(
  password: string,
  caller: AuthenticatedCaller,
  options: SessionsOptions,
): Promise<Reauthenticated | SecondFactorAsked | SignInRefusal> {
  const { identity, digestOf, signIns, revocations } = options;
  const since = signIns.now();
  const account = findInputFault({ password }) ?? (await findOwnAccount(caller, options));
  if (account.kind !== 'OwnAccount') return account;
  const { realm, username } = account;
  const who = digestOf({ realm, username });
  const { id: user } = caller;
  const mark = revocations.passwords.markFlow([user, who], since);
  const outcome = await identity.secondFactors.reauthenticate({ realm, username, password });
  const signIn = options.openSessions.signInOf(options.cookie.value);
  const flow = { stage: 'reauthentication', user, who, since, password: mark, signIn } as const;
  if (outcome.kind === 'SecondFactorNeeded') return askSecondFactor(outcome, flow, options.mfa);
  if (outcome.kind !== 'Tokens') return endIfBlocked(outcome, [caller.id, who], signIns);
  return proveReauthentication(outcome.tokens, flow, options);
}

/**
 * Creates a proof of presence from tokens of the same user. If the tokens allow operations on second factors, the proof does too.
 */
export async function proveReauthentication(
  tokens: TokenSet,
  {
    stage,
    user = '',
    who,
    since,
    password,
    signIn,
  }: Omit<MfaState, 'signIn'> & { signIn?: string | undefined },
  options: SessionsOptions,
): Promise<Reauthenticated | RefusalOf<'ServiceUnavailable'>> {
  const { identity, issued, mfa } = options;
  const isSame = stage === 'proven' || (await subjectOf(tokens, identity, issued)) === user;
  if (!isSame) return unusable;
  const listed = await identity.secondFactors.list(tokens.accessToken);
  const token = listed.kind === 'Factors' ? tokens.accessToken : undefined;
  const flow = { user, who, since, password, signIn, ...(token !== undefined && { token }) };
  const proof = await sealProof(flow, mfa);
  if (signIn !== undefined) await replaceCookie(signIn, options);
  return {
    kind: 'Reauthenticated',
    ...proof,
    factors: listed.kind === 'Factors' ? listed.factors : undefined,
    recoveryCode: tokens.recoveryCode,
  };
}

/** Whether a proof of presence belongs to this user. If a cookie holds the session, the proof must belong to that session too. */
export function isProofOf(
  { stage, user, signIn }: MfaState,
  { id }: { id: string },
  { openSessions, cookie }: Pick<SessionsOptions, 'openSessions' | 'cookie'>,
): boolean {
  if (stage !== 'proven' || user !== id) return false;
  return cookie.value === undefined
    ? signIn === undefined
    : openSessions.mayProve(cookie.value, signIn);
}
