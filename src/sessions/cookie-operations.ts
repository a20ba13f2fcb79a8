import type { CommonRefusal, RefusalOf } from '../identity/outcomes.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { logOut, type LoggedOut } from './logout.ts';
import { logOutEverywhere } from './logout-everywhere.ts';
import type { SessionsOptions } from './options.ts';
import { profileOf } from './profile.ts';
import type { RefreshResult } from './outcomes.ts';
import type { RenewingRequest } from './session-renewals.ts';
import { tryAgain } from './unavailable.ts';
import { waitForKeys } from './wait-for-keys.ts';

/** Renews the session in the request's cookie, and tells why it cannot be renewed. */
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
 * Ends the session in the request's cookie, and takes the cookie away. A cookie whose session is over already is taken away too; any
 * answer that fails leaves it.
 *
 * @param everywhere - the caller whose sessions all end. Undefined: this session alone ends
 */
export async function logOutOfCookie(
  cookieValue: string,
  { everywhere, clearsSiteData }: { everywhere?: AuthenticatedCaller; clearsSiteData: boolean },
  options: SessionsOptions,
): Promise<LoggedOut | CommonRefusal> {
  const { cookie, openSessions } = options;
  const { session, isCertain } = await openSessions.find(cookieValue);
  if (!session && !isCertain) return tryAgain;
  const outcome = await endSession();
  if (outcome.kind !== 'LoggedOut') return outcome;
  if (session)
    await openSessions.end(cookieValue, session, everywhere ? 'LOGOUT_EVERYWHERE' : 'LOGOUT');
  cookie.remove(clearsSiteData);
  return outcome;

  async function endSession(): Promise<LoggedOut | CommonRefusal> {
    if (everywhere) {
      const signedIn = () => everywhere;
      const ends = { refreshToken: session?.refreshToken, caller: everywhere, signedIn };
      return logOutEverywhere(ends, options);
    }
    if (!session) return overAlready;
    const { refreshToken, accessToken, signIn } = session;
    const caller = await waitForKeys(openSessions.callerOf(session));
    return logOut({ refreshToken, accessToken, caller, signIn }, options);
  }
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

const overAlready: LoggedOut = {
  kind: 'LoggedOut',
  accessTokenRevoked: false,
  refreshTokenRevoked: false,
  everywhere: true,
};
