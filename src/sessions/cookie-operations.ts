import type { CommonRefusal, RefusalOf } from '../identity/outcomes.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { Deadline } from '../store/store.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { logoutTimeLimit, type LoggedOut } from './logout.ts';
import { logOutEverywhere } from './logout-everywhere.ts';
import type { EndingSession } from './session-finder.ts';
import type { SessionsOptions } from './options.ts';
import { profileOf } from './profile.ts';
import type { RefreshResult } from './outcomes.ts';
import type { RenewingRequest } from './session-renewals.ts';
import { tryAgain } from './unavailable.ts';

/** Renews the session of the request's cookie. If that is impossible, the result says why. */
export async function refreshCookie(
  asked: Transport | undefined,
  options: SessionsOptions,
  request: () => RenewingRequest,
): Promise<RefreshResult> {
  const { cookie, openSessions, identity } = options;
  if (cookie.value === undefined) return noCookie;
  if (asked === 'TOKENS') return staysThere;
  const renewal = await openSessions.renew(cookie.value, request);
  if (renewal.kind === 'NoSession')
    return renewal.caller.state === 'unverifiable' ? tryAgain : { kind: 'InvalidRefreshToken' };
  if (renewal.kind !== 'Renewed') return renewal;
  const caller = await openSessions.identify(cookie.value, request).caller;
  if (caller.state !== 'authenticated') return tryAgain;
  return {
    kind: 'Session',
    transport: 'COOKIE',
    signIn: renewal.session.signIn,
    ...{ accessToken: undefined, refreshToken: undefined, idToken: undefined },
    tokenType: 'Bearer',
    expiresIn: openSessions.secondsLeft(cookie.value),
    scopes: caller.scopes,
    recoveryCode: undefined,
    user: profileOf(caller, options, () => identity),
  };
}

/**
 * Ends the session of the request's cookie and removes the cookie. If the logout fails or finds no session, the cookie stays,
 * because the browser may have received a newer cookie meanwhile.
 *
 * @param everywhere - the caller, to end all of the caller's sessions. Default: only the session of the cookie ends
 */
export async function logOutOfCookie(
  cookieValue: string,
  { everywhere, clearsSiteData }: { everywhere?: AuthenticatedCaller; clearsSiteData: boolean },
  options: SessionsOptions,
): Promise<LoggedOut | CommonRefusal> {
  const { cookie, openSessions } = options;
  const deadline = performance.now() + logoutTimeLimit;
  const { value: session, isCertain } = await openSessions.ends.find(cookieValue, deadline);
  let outcome: LoggedOut | CommonRefusal = isCertain ? nothingLeft : tryAgain;
  if (everywhere) outcome = await endAll(everywhere, session, options);
  else if (session) outcome = await endSession(session, deadline, options);
  if (outcome.kind !== 'LoggedOut') return outcome;
  if (session) {
    await openSessions.ends.save(session, everywhere ? 'LOGOUT_EVERYWHERE' : 'LOGOUT');
    if (!session.hasEnded) cookie.remove(clearsSiteData);
  }
  const id = session?.signIn.user ?? everywhere?.id;
  return { ...outcome, transport: 'COOKIE', ...(id !== undefined && { user: { id } }) };
}

function endAll(
  caller: AuthenticatedCaller,
  session: EndingSession | undefined,
  options: SessionsOptions,
): Promise<LoggedOut | CommonRefusal> {
  const { refreshToken } = session ?? { refreshToken: undefined };
  return logOutEverywhere({ refreshToken, caller, signedIn: () => caller }, options);
}

/** Ends one session. Announces the end of an ended session again, for replicas that missed it. */
async function endSession(
  { signIn, refreshToken }: EndingSession,
  deadline: Deadline,
  { identity, signIns }: SessionsOptions,
): Promise<LoggedOut | CommonRefusal> {
  const [{ tokens, everywhere }, revoked] = await Promise.all([
    signIns.ends.end([signIn], 'LOGOUT', deadline),
    refreshToken === undefined ? undefined : identity.revoke(refreshToken),
  ]);
  if (revoked && revoked.kind !== 'Revoked') return revoked;
  return {
    kind: 'LoggedOut',
    accessTokenRevoked: tokens.length > 0,
    refreshTokenRevoked: true,
    everywhere,
  };
}

const noCookie: RefusalOf<'InvalidInput'> = {
  kind: 'InvalidInput',
  field: 'refreshToken',
  message: 'Send the refresh token: this request has no session cookie.',
};

const staysThere: RefusalOf<'InvalidInput'> = {
  kind: 'InvalidInput',
  field: 'transport',
  message: 'A session in a cookie stays there. To get tokens, sign in again.',
};

/** Result for a cookie without a session. `everywhere` is false because another replica may still remember the session. */
const nothingLeft: LoggedOut = {
  kind: 'LoggedOut',
  accessTokenRevoked: false,
  refreshTokenRevoked: false,
  everywhere: false,
};
