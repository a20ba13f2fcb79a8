import type { RefusalOf, SignInRefusal } from '../identity/outcomes.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import { findInputFault, findRealm } from './input.ts';
import { askSecondFactor, type SecondFactorAsked } from './mfa-token.ts';
import type { SessionsOptions } from './options.ts';
import { endIfBlocked } from './own-account.ts';
import type { SessionOutcome } from './outcomes.ts';
import { toSession } from './session.ts';
import { chooseTransport, sendSession } from './transport.ts';

/** Input of a password login. `realm` is required if there are several realms. */
export interface SignInInput {
  realm?: string | null | undefined;
  username: string;
  password: string;
  /** Scopes to request, a subset of the configured scopes. Default: all configured scopes. */
  scopes?: readonly string[] | null | undefined;
  /** Transport of the session. Default: the gateway's default transport. */
  transport?: Transport | null | undefined;
}

/** Signs in with a password. */
export async function signIn(
  { realm: named, username, password, scopes: asked, ...input }: SignInInput,
  options: SessionsOptions,
): Promise<SessionOutcome | SecondFactorAsked | SignInRefusal> {
  const { identity, realms, signIns, mfa, revocations, digestOf } = options;
  const since = signIns.now();
  const realm = findRealm(named, realms);
  if (typeof realm !== 'string') return realm;
  const scopes = asked ? [...new Set(asked)] : options.scopes;
  const fault = findInputFault({ username, password }) ?? findScopesFault(scopes, options.scopes);
  if (fault) return fault;
  const transport = chooseTransport(input.transport, options);
  if (typeof transport !== 'string') return transport;
  const who = digestOf({ realm, username });
  const mark = revocations.passwords.markFlow([who], since);
  const flow = { stage: 'signIn', who, since, password: mark, transport } as const;
  const outcome = await identity.signIn({ realm, username, password }, { scopes });
  if (outcome.kind === 'SecondFactorNeeded') return askSecondFactor(outcome, flow, mfa);
  if (outcome.kind !== 'Tokens') return endIfBlocked(outcome, [who], signIns);
  const session = await toSession(outcome.tokens, options, { since, name: who });
  // The password was correct when it was sent, but has been changed since.
  if (session.kind === 'EndedMeanwhile') return { kind: 'InvalidCredentials' };
  return sendSession(session, transport, options);
}

function findScopesFault(
  asked: readonly string[],
  allowed: readonly string[],
): RefusalOf<'InvalidInput'> | undefined {
  const field = 'scopes';
  if (asked.length === 0) return { kind: 'InvalidInput', field, message: 'This is empty.' };
  const unknown = asked.find((scope) => !allowed.includes(scope));
  if (unknown === undefined) return undefined;
  const message = scopeToken.test(unknown)
    ? `This gateway does not ask for the scope ${unknown}.`
    : 'One of them is not a scope.';
  return { kind: 'InvalidInput', field, message };
}

/** A scope (RFC 6749 §3.3) that is short enough for a message to the client. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
