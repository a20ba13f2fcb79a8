import type { RefusalOf } from '../identity/outcomes.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { SessionsOptions } from './options.ts';
import type { Session } from './session.ts';

/** The transports that clients may choose, and that of a client which names none. */
export interface Transports {
  allowed: readonly Transport[];
  default: Transport;
}

/** The session cookie of a request and of its response. */
export interface RequestCookie {
  /** The value that came. Undefined without a session cookie, or when the request has a bearer, which then counts. */
  value: string | undefined;
  /** Whether a page of another site sends the request, whose cookies its browser keeps from the gateway. */
  isOtherSite: boolean;
  /**
   * Checks that the sender of the request may get a cookie: else a page could sign its visitor in with an account of its own.
   *
   * @throws `CROSS_SITE_REQUEST`
   */
  requireOwnPage: () => void;
  /** Gives the browser a cookie with this value. */
  set: (value: string) => void;
  /**
   * Takes the cookie from the browser.
   *
   * @param clearsSiteData - whether the browser drops what the gateway's origin has stored and cached
   */
  remove: (clearsSiteData: boolean) => void;
}

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
  if (cookie.isOtherSite) return refuse(otherSite);
  cookie.requireOwnPage();
  return transport;
}

/** Puts the session of an outcome into a cookie, if it travels so. A session in the request's cookie ends then. */
export async function sendSession<Outcome extends { kind: string }>(
  outcome: Outcome,
  transport: Transport,
  { openSessions, cookie, identity }: SessionsOptions,
): Promise<Outcome> {
  if (!isSession(outcome) || transport === 'TOKENS') return outcome;
  const { session: former } =
    cookie.value === undefined ? { session: undefined } : await openSessions.find(cookie.value);
  let { value } = cookie;
  if (value === undefined || former?.signIn.id !== outcome.signIn.id) {
    if (value !== undefined && former)
      openSessions.replace(value, former, (refreshToken) => identity.revoke(refreshToken));
    value = await openSessions.begin(outcome);
    cookie.set(value);
  }
  const tokens = { accessToken: undefined, refreshToken: undefined, idToken: undefined };
  return { ...outcome, ...tokens, transport, expiresIn: openSessions.secondsLeft(value) };
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
