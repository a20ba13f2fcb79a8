import type { Factor, RefusalOf, SignInRefusal, TokenSet } from '../identity/outcomes.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import type { SealedTokens } from '../secrets/sealed-tokens.ts';
import {
  needsSecondFactor,
  proven,
  secondFactorAsked,
  type MfaState,
  type SecondFactorAsked,
} from './mfa-token.ts';
import { inputFault } from './input.ts';
import { subjectOf } from './issued-tokens.ts';
import { unusable, type SessionMaking } from './session.ts';

/** What a proof of somebody signed in stands on. */
export interface ReauthenticationOptions extends SessionMaking {
  mfa: SealedTokens<MfaState>;
  /** A name for an account that says nothing of it. */
  nameOf: (account: AccountNamed) => string;
}

/** The signed-in person has proved themselves again. */
export interface Reauthenticated {
  kind: 'Reauthenticated';
  mfaToken: string;
  expiresIn: number;
  factors: Factor[] | undefined;
  recoveryCode: string | undefined;
}

/** Checks the password of somebody signed in. */
export async function reauthenticate(
  password: string,
  caller: AuthenticatedCaller,
  options: ReauthenticationOptions,
): Promise<Reauthenticated | SecondFactorAsked | SignInRefusal> {
  const { identity, nameOf, now } = options;
  const since = now().getTime();
  const account = inputFault({ password }) ?? (await identity.accounts.find(caller.id));
  if (account.kind !== 'AccountName') return account;
  const { realm, username } = account;
  if (realm === undefined) return unusable;
  const who = nameOf({ realm, username });
  const outcome = await identity.secondFactors.reauthenticate({ realm, username, password });
  const flow = { stage: 'reauthentication', user: caller.id, who, since } as const;
  if (needsSecondFactor(outcome)) return secondFactorAsked(outcome, flow, options.mfa);
  if (outcome.kind !== 'Tokens') return outcome;
  return reauthenticated(outcome.tokens, flow, options);
}

/** What an account goes by at sign-in. */
export interface AccountNamed {
  realm: string;
  username: string;
}

/**
 * Makes names for accounts that say nothing of them: by it, its codes are told from others'.
 *
 * @param digestOf - with a key: what people are called can be guessed
 */
export function accountNames(digestOf: (text: string) => string) {
  return ({ realm, username }: AccountNamed): string =>
    digestOf(JSON.stringify([realm, username.trim().toLowerCase()]));
}

/** Tokens as a proof of who is there. They open the factors when they are for them. */
export async function reauthenticated(
  tokens: TokenSet,
  { stage, user = '', who, since }: MfaState,
  { identity, issued, mfa }: ReauthenticationOptions,
): Promise<Reauthenticated | RefusalOf<'ServiceUnavailable'>> {
  const isSame = stage === 'proven' || (await subjectOf(tokens, identity, issued)) === user;
  if (!isSame) return unusable;
  const listed = await identity.secondFactors.list(tokens.accessToken);
  const token = listed.kind === 'Factors' ? tokens.accessToken : undefined;
  const proof = await proven({ user, who, since, ...(token !== undefined && { token }) }, mfa);
  return {
    kind: 'Reauthenticated',
    ...proof,
    factors: listed.kind === 'Factors' ? listed.factors : undefined,
    recoveryCode: tokens.recoveryCode,
  };
}
