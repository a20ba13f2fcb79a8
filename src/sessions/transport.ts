import type { RefusalOf } from '../identity/outcomes.ts';
import { sessionLifetime } from '../sign-ins/revocations.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { SessionsOptions } from './options.ts';
import type { Session } from './outcomes.ts';

/**
 * Decides the transport of a session, and checks that this client may have it.
 *
 * @param asked - the transport that the client asks for. Default: the gateway's default transport
 * @throws `CROSS_SITE_REQUEST` if the page may not receive a cookie
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

/**
 * Records the device of a new session. With the transport `COOKIE`, puts the session into a cookie and removes its tokens. If the
 * browser thereby loses the cookie of another session, that session ends. Returns outcomes that are not a session unchanged.
 */
export async function sendSession<Outcome extends { kind: string }>(
  outcome: Outcome,
  transport: Transport,
  options: SessionsOptions,
): Promise<Outcome> {
  if (!isSession(outcome)) return outcome;
  const { devices, savedSignIns, openSessions, signIns } = options;
  const { signIn, refreshToken } = outcome;
  const client = options.readClient();
  if (transport === 'TOKENS') {
    const lifetime = refreshToken === undefined ? outcome.expiresIn * 1000 : sessionLifetime;
    const until = signIns.now() + lifetime;
    const saved = savedSignIns.namesOf(refreshToken);
    await devices.seen(signIn, { client, transport, until, saved });
    return outcome;
  }
  const cookie = await putIntoCookie(outcome, options);
  await openSessions.seen(cookie, client);
  const expiresIn = openSessions.secondsLeft(cookie);
  const tokens = { accessToken: undefined, refreshToken: undefined, idToken: undefined };
  return { ...outcome, ...tokens, transport, expiresIn };
}

/** Puts a session into a cookie. Returns the value of the cookie. */
async function putIntoCookie(
  session: Session,
  { openSessions, cookie, identity }: SessionsOptions,
): Promise<string> {
  let value = cookie.sent;
  const { value: former } = value === undefined ? none : await openSessions.ends.find(value);
  const isSame = former?.hasEnded === false && former.signIn.id === session.signIn.id;
  // A new cookie is also needed if this process does not know the session, or if the session was not used for too long.
  if (value === undefined || !isSame || openSessions.secondsLeft(value) === 0) {
    value = await openSessions.begin(session);
    cookie.set(value);
    if (former && !isSame)
      openSessions.ends.replace(former, (refreshToken) => identity.revoke(refreshToken));
  }
  return value;
}

const none = { value: undefined };

/**
 * Gives the browser a new cookie for its session, after the user has reauthenticated.
 *
 * @param signIn - id of the session's sign-in. The cookie of another sign-in is not replaced
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
