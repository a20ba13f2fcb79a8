import type { RefusalOf } from '../identity/outcomes.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { SessionsOptions } from './options.ts';
import type { Session } from './outcomes.ts';

/**
 * Decides how a session travels. Checks that this client can have it so.
 *
 * @param asked - what the client asks for; default: the gateway's default
 * @throws `CROSS_SITE_REQUEST` when the page may not get a cookie
 */
export function chooseTransport(
  asked: Transport | null | undefined,
  { transports, cookie }: Pick<SessionsOptions, 'transports' | 'cookie'>,
): Transport | RefusalOf<'InvalidInput'> {
  const transport = asked ?? transports.default;
  if (!transports.allowed.includes(transport))
    return refuse(`This gateway does not offer ${transport}.`);
  if (transport === 'TOKENS') return transport;
  cookie.requireOwnPage();
  if (cookie.isOtherSite) return refuse(otherSite);
  return transport;
}

/** Puts the session of an outcome into a cookie, if it travels so. A session whose cookie the browser loses by that ends. */
export async function sendSession<Outcome extends { kind: string }>(
  outcome: Outcome,
  transport: Transport,
  { openSessions, cookie, identity }: SessionsOptions,
): Promise<Outcome> {
  if (!isSession(outcome) || transport === 'TOKENS') return outcome;
  let value = cookie.sent;
  const { value: former } = value === undefined ? none : await openSessions.findToEnd(value);
  const isSame = former?.hasEnded === false && former.signIn.id === outcome.signIn.id;
  if (value === undefined || !isSame) {
    value = await openSessions.begin(outcome);
    cookie.set(value);
    if (former)
      openSessions.replace(
        former,
        async (refreshToken) => (await identity.revoke(refreshToken)).kind === 'Revoked',
      );
  }
  const tokens = { accessToken: undefined, refreshToken: undefined, idToken: undefined };
  return { ...outcome, ...tokens, transport, expiresIn: openSessions.secondsLeft(value) };
}

const none = { value: undefined };

/**
 * Gives the browser another cookie for its session, once its user has proved to be present.
 *
 * @param signIn - id of the session's sign-in; the cookie of another one stays
 */
export async function replaceCookie(
  signIn: string,
  { openSessions, cookie }: Pick<SessionsOptions, 'openSessions' | 'cookie'>,
): Promise<void> {
  if (cookie.value === undefined) return;
  const value = await openSessions.rotate(cookie.value, signIn);
  if (value !== undefined) cookie.set(value);
}

function isSession<Outcome extends { kind: string }>(
  outcome: Outcome,
): outcome is Outcome & Session {
  return outcome.kind === 'Session';
}

function refuse(message: string): RefusalOf<'InvalidInput'> {
  return { kind: 'InvalidInput', field: 'transport', message };
}

const otherSite =
  'This page is of another site than the gateway, so its browser would not send the cookie: serve both under one site (localhost and 127.0.0.1 are two), or use TOKENS.';
