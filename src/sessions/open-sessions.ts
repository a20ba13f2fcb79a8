import { LRUCache } from 'lru-cache';
import type { RevocationCause } from '../errors.ts';
import type { CookieSession, CookieSessions, SessionKeys } from '../sign-ins/cookie-sessions.ts';
import type { Devices } from '../sign-ins/devices.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { Deadline } from '../store/store.ts';
import {
  describeCause,
  type Caller,
  type CallerIdentification,
  type Identification,
} from '../tokens/caller.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';
import type { Session } from './outcomes.ts';
import { SessionRenewals, type Renewal, type RenewingRequest } from './session-renewals.ts';

/** Dependencies of {@link OpenSessions}. */
export interface OpenSessionsOptions {
  sessions: CookieSessions;
  signIns: SignIns;
  devices: Pick<Devices, 'seen'>;
  revocations: Pick<Revocations, 'endSignIns' | 'findSignInEnd'>;
  identifyToken: CallerIdentification['identifyToken'];
  log: { error: (details: object, message: string) => void };
}

/** A session as this process remembers it. It has no refresh token: those are in the store alone. */
type Remembered = Omit<CookieSession, 'refreshToken'> & {
  /** Name of the session in the store. */
  name: string;
  /** The instant at which this process last saved that the session is in use. */
  usedAt: number;
};

/** A session that goes on, or the caller of a cookie without one. */
type FoundSession = { keys: SessionKeys; session: CookieSession } | Caller;

/** Maximum number of bytes of the sessions that a process remembers. */
const maxBytes = 64 * 1024 * 1024;
/** Estimated bytes of a remembered session without its access token. */
const overhead = 600;
/** Milliseconds within which the use of a session is saved once. */
const useInterval = 60_000;
/** Milliseconds for which a cookie that was replaced still answers queries. */
const grace = 10_000;
/** The part of an access token's life at whose begin the session is renewed. */
const lastPart = 0.1;

/**
 * The sessions in cookies that this process serves. The access tokens of those in use are in its memory, so that a request needs no
 * network. A request in the last tenth of an access token's life begins its renewal and does not wait for that; a later one waits.
 */
export class OpenSessions {
  readonly #sessions: CookieSessions;
  readonly #signIns: SignIns;
  readonly #devices: OpenSessionsOptions['devices'];
  readonly #identifyToken: OpenSessionsOptions['identifyToken'];
  readonly #revocations: OpenSessionsOptions['revocations'];
  readonly #log: OpenSessionsOptions['log'];
  readonly #renewals: SessionRenewals;
  readonly #remembered = new LRUCache<string, Remembered>({
    maxSize: maxBytes,
    sizeCalculation: ({ accessToken }) => accessToken.length + overhead,
  });
  readonly #pending = new Set<Promise<unknown>>();

  constructor({
    sessions,
    signIns,
    devices,
    revocations,
    identifyToken,
    log,
  }: OpenSessionsOptions) {
    this.#devices = devices;
    this.#revocations = revocations;
    this.#log = log;
    this.#sessions = sessions;
    this.#signIns = signIns;
    this.#identifyToken = identifyToken;
    this.#renewals = new SessionRenewals({ sessions, signIns });
  }

  /** Begins a session for tokens that the provider has issued. Returns the value of its cookie. */
  async begin({ signIn, accessToken = '', refreshToken, expiresIn }: Session): Promise<string> {
    const { value, keys } = this.#sessions.create();
    const now = this.#signIns.now();
    const expiresAt = now + expiresIn * 1000;
    const session = { signIn, startedAt: now, accessToken, issuedAt: now, expiresAt, refreshToken };
    await Promise.all([this.#sessions.save(keys, session), this.#sessions.use(keys, now)]);
    this.#remember(value, keys, session, now);
    return value;
  }

  /**
   * Identifies the caller of a request by its session cookie. For a session that this process remembers, the result has the caller
   * itself and not a promise.
   */
  identify(cookie: string, request: () => RenewingRequest): Identification {
    const session = this.#remembered.get(cookie);
    if (session && this.#goesOn(session)) {
      const { caller } = this.#identifyToken(session.accessToken);
      if (!(caller instanceof Promise) && caller.state === 'authenticated') {
        this.#use(cookie, session, request);
        if (this.#isInLastPart(session)) this.#renewLater(cookie, session, request);
        return { accessToken: undefined, cookie, caller };
      }
    }
    const resolved = this.#resolve(cookie, request);
    return {
      ...{ accessToken: undefined, cookie },
      caller: resolved.then(({ caller }) => caller),
      mutationCaller: resolved.then(({ caller, isReplaced }) => (isReplaced ? ended() : caller)),
    };
  }

  /** Renews a session now, because its client asks for that. */
  async renew(
    cookie: string,
    request: () => RenewingRequest,
  ): Promise<Renewal | { kind: 'NoSession'; caller: Caller }> {
    const found = await this.#find(cookie, request);
    if ('state' in found) return { kind: 'NoSession', caller: found };
    return this.#renew(cookie, found, request, true);
  }

  /**
   * Finds the session of a cookie, to end it.
   *
   * @returns `session`: undefined when there is none. Without the store, a remembered one without its refresh token;
   *   `isCertain`: false when the store cannot be asked
   */
  async find(
    cookie: string,
    deadline?: Deadline,
  ): Promise<{ session: CookieSession | undefined; isCertain: boolean }> {
    const keys = this.#sessions.open(cookie);
    if (!keys) return { session: undefined, isCertain: true };
    const { value, isCertain } = await this.#sessions.find(keys, deadline);
    const session = value ?? this.#remembered.get(cookie);
    return { session: session && 'isEnded' in session ? undefined : session, isCertain };
  }

  /** Saves that the session of a cookie has ended, and forgets it. The caller ends its sign-in and its refresh token. */
  async end(cookie: string, session: CookieSession, cause: RevocationCause): Promise<void> {
    this.#remembered.delete(cookie);
    const keys = this.#sessions.open(cookie);
    if (keys) await this.#sessions.end(keys, session, { cause });
  }

  /**
   * Ends the session of a cookie for which the browser has another one now: its sign-in, and later its refresh token. Nothing waits
   * for it.
   */
  replace(cookie: string, session: CookieSession, revoke: RenewingRequest['revoke']): void {
    const { signIn, refreshToken } = session;
    const { cause = 'LOGOUT' } = this.#signIns.findEnd(signIn) ?? {};
    this.#later(async () => {
      await this.#signIns.end([signIn], cause);
      if (refreshToken !== undefined) await revoke(refreshToken);
      await this.end(cookie, session, cause);
    });
  }

  /** Identifies the caller of a session's access token, also while the session has to be renewed. */
  callerOf({ accessToken }: CookieSession): Caller | Promise<Caller> {
    return this.#identifyToken(accessToken).caller;
  }

  /** Seconds until a session ends, if nobody uses it. */
  secondsLeft(cookie: string): number {
    const { idle, lifetime } = this.#sessions;
    const session = this.#remembered.get(cookie);
    const left = session ? session.startedAt + lifetime - this.#signIns.now() : lifetime;
    return Math.max(0, Math.floor(Math.min(idle, left) / 1000));
  }

  /**
   * Gives a session another cookie, because its user has proved to be present. The old cookie answers queries for ten seconds more,
   * for requests that are on their way, and no mutation.
   *
   * @returns the value of the new cookie; undefined when the session keeps the old one, because the store is away
   */
  async rotate(cookie: string, signIn: string): Promise<string | undefined> {
    const keys = this.#sessions.open(cookie);
    if (!keys) return undefined;
    const at = this.#signIns.now();
    const next = this.#sessions.create();
    const session = await this.#sessions.change(keys, async (isAlone) => {
      const { value: saved, isCertain } = await this.#sessions.find(keys);
      if (!isAlone || !isCertain || !saved || 'isEnded' in saved) return undefined;
      if (saved.replaced || saved.signIn.id !== signIn) return undefined;
      await this.#sessions.save(next.keys, saved);
      await this.#sessions.use(next.keys, at);
      await this.#sessions.save(keys, { ...saved, replaced: { by: next.keys, at } });
      return saved;
    });
    if (!session) return undefined;
    this.#remembered.delete(cookie);
    this.#remember(next.value, next.keys, session, at);
    await this.#revocations.endSignIns([{ id: keys.name, cause: undefined }]);
    return next.value;
  }

  /** Returns the id of the sign-in of a session that this process has just identified. Undefined without a cookie. */
  signInOf(cookie: string | undefined): string | undefined {
    return cookie === undefined ? undefined : this.#remembered.get(cookie)?.signIn.id;
  }

  /** Waits for the renewals and ends under way. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#renewals.close(), ...this.#pending]);
  }

  /** @returns `isReplaced`: whether the browser has got another cookie in place of this one, a moment ago */
  async #resolve(
    cookie: string,
    request: () => RenewingRequest,
  ): Promise<{ caller: Caller; isReplaced?: boolean }> {
    const found = await this.#find(cookie, request);
    if ('state' in found) return { caller: found };
    const { session } = found;
    const isReplaced = session.replaced !== undefined;
    if (!isPast(session.expiresAt, this.#signIns.now())) {
      const caller = await this.#identifyToken(session.accessToken).caller;
      // A token may be revoked with an equal one of another sign-in, while this sign-in goes on.
      if (isReplaced || caller.state !== 'rejected') {
        if (!isReplaced && caller.state === 'authenticated') this.#keep(cookie, found, request);
        return { caller, isReplaced };
      }
    }
    if (isReplaced) return { caller: ended() };
    const renewal = await this.#renew(cookie, found, request);
    if (renewal.kind !== 'Renewed') return { caller: this.#toCaller(renewal, session) };
    const caller = await this.#identifyToken(renewal.session.accessToken).caller;
    return { caller: caller.state === 'rejected' ? ended(caller.fault.revokedBy) : caller };
  }

  /** Remembers a session, and renews it when that is due. */
  #keep(
    cookie: string,
    { keys, session }: { keys: SessionKeys; session: CookieSession },
    request: () => RenewingRequest,
  ): void {
    this.#use(cookie, this.#remember(cookie, keys, session), request);
    if (this.#isInLastPart(session)) this.#renewLater(cookie, session, request);
  }

  /** Finds the session of a cookie, and ends it when its time is over. */
  async #find(cookie: string, request: () => RenewingRequest): Promise<FoundSession> {
    const keys = this.#sessions.open(cookie);
    if (!keys) return expired;
    const { value: session, isCertain } = await this.#sessions.find(keys);
    if (!session) return isCertain ? expired : unreachable;
    if ('isEnded' in session) return session.hasExpired ? expired : ended(session.cause);
    const { replaced } = session;
    if (replaced && isPast(replaced.at + grace, this.#signIns.now())) return ended();
    const end = this.#signIns.findEnd(session.signIn);
    if (end) return this.#discard({ keys, session }, end, ended(end.cause), cookie, request);
    const use = await this.#sessions.isInUse(keys);
    const isOver = isPast(session.startedAt + this.#sessions.lifetime, this.#signIns.now());
    if (isOver || (use.isCertain && !use.value))
      return this.#discard({ keys, session }, { hasExpired: true }, expired, cookie, request);
    return { keys, session };
  }

  /** Saves that a session is over, and tells the provider. Returns the caller that its cookie stands for now. */
  #discard(
    { keys, session }: { keys: SessionKeys; session: CookieSession },
    end: { cause?: RevocationCause | undefined; hasExpired?: boolean },
    caller: Caller,
    cookie: string,
    request: () => RenewingRequest,
  ): Caller {
    this.#remembered.delete(cookie);
    this.#later(async () => {
      const { refreshToken } = session;
      if (refreshToken !== undefined) await request().revoke(refreshToken);
      await this.#sessions.end(keys, session, end);
    });
    return caller;
  }

  async #renew(
    cookie: string,
    { keys, session }: { keys: SessionKeys; session: CookieSession },
    request: () => RenewingRequest,
    isAsked = false,
  ): Promise<Renewal> {
    const renewal = await this.#renewals.renew(keys, session, request, isAsked);
    if (renewal.kind === 'Renewed')
      this.#use(cookie, this.#remember(cookie, keys, renewal.session), request);
    return renewal;
  }

  #renewLater(cookie: string, session: CookieSession, request: () => RenewingRequest): void {
    const keys = this.#sessions.open(cookie);
    if (keys) this.#later(() => this.#renew(cookie, { keys, session }, request));
  }

  /** The caller of a session that cannot be renewed. */
  #toCaller({ kind }: Exclude<Renewal, { kind: 'Renewed' }>, { signIn }: CookieSession): Caller {
    switch (kind) {
      case 'ServiceUnavailable':
      case 'TooManyAttempts':
        return unreachable;
      case 'InvalidRefreshToken':
      case 'AccountBlocked':
        return ended(this.#signIns.findEnd(signIn)?.cause);
      default:
        return needsAnswer;
    }
  }

  #remember(
    cookie: string,
    { name }: SessionKeys,
    session: CookieSession,
    usedAt?: number,
  ): Remembered {
    const { refreshToken: _, ...remembered } = session;
    const known = usedAt ?? this.#remembered.get(cookie)?.usedAt ?? 0;
    const entry = { ...remembered, name, usedAt: known };
    this.#remembered.set(cookie, entry);
    return entry;
  }

  /** Saves that a session is in use, and by which client, once a minute. Nothing waits for it. */
  #use(cookie: string, session: Remembered, request: () => RenewingRequest): void {
    const { idle, lifetime } = this.#sessions;
    const now = this.#signIns.now();
    if (now - session.usedAt < Math.min(useInterval, idle / 2)) return;
    session.usedAt = now;
    const keys = this.#sessions.open(cookie);
    if (!keys) return;
    const until = Math.min(now + idle, session.startedAt + lifetime);
    const use = { client: request().readClient(), transport: 'COOKIE', until } as const;
    this.#later(() =>
      Promise.all([this.#sessions.use(keys, now), this.#devices.seen(session.signIn, use)]),
    );
  }

  /** Whether a remembered session needs no look at the store. */
  #goesOn(session: Remembered): boolean {
    const { name, signIn, startedAt, expiresAt, usedAt } = session;
    const { idle, lifetime } = this.#sessions;
    const now = this.#signIns.now();
    return (
      ![expiresAt, startedAt + lifetime, usedAt + idle].some((end) => isPast(end, now)) &&
      !this.#signIns.findEnd(signIn) &&
      !this.#revocations.findSignInEnd(name)
    );
  }

  #isInLastPart({ issuedAt, expiresAt }: Pick<CookieSession, 'issuedAt' | 'expiresAt'>): boolean {
    return this.#signIns.now() >= expiresAt - (expiresAt - issuedAt) * lastPart;
  }

  #later(task: () => Promise<unknown>): void {
    const pending = task()
      .catch((error: unknown) => {
        this.#log.error({ err: error }, 'a session in a cookie could not be saved or ended');
      })
      .finally(() => this.#pending.delete(pending));
    this.#pending.add(pending);
  }
}

function isPast(instant: number, now: number): boolean {
  return instant <= now;
}

const unreachable: Caller = { state: 'unverifiable' };

const expired: Caller = {
  state: 'rejected',
  fault: new InvalidTokenError('SESSION_EXPIRED', 'The session has expired: sign in again.'),
};

const needsAnswer: Caller = {
  state: 'rejected',
  fault: new InvalidTokenError(
    'SESSION_EXPIRED',
    'The session cannot be renewed: call the mutation refresh, whose answer says why.',
  ),
};

function ended(cause?: RevocationCause): Caller {
  const message = `The session has ended${describeCause(cause)}: sign in again.`;
  const fault = new InvalidTokenError('SESSION_ENDED', message, { revokedBy: cause });
  return { state: 'rejected', fault };
}
