import type { RevocationCause } from '../errors.ts';
import {
  useInterval,
  type CookieSession,
  type CookieSessions,
} from '../sign-ins/cookie-sessions.ts';
import type { Devices } from '../sign-ins/devices.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { Deadline } from '../store/store.ts';
import type { Caller, CallerIdentification, Identification } from '../tokens/caller.ts';
import { callerOf, ended, unreachable } from './cookie-callers.ts';
import type { Session } from './outcomes.ts';
import { RememberedSessions, type RememberedSession } from './remembered-sessions.ts';
import {
  SessionFinder,
  type EndedElsewhere,
  type EndingSession,
  type FoundSession,
} from './session-finder.ts';
import { SessionRenewals, type Renewal, type RenewingRequest } from './session-renewals.ts';

/** Dependencies of {@link OpenSessions}. */
export interface OpenSessionsOptions {
  sessions: CookieSessions;
  signIns: SignIns;
  devices: Pick<Devices, 'seen'>;
  revocations: Pick<Revocations, 'endSignIns' | 'findSignInEnd' | 'onSignInEnded'>;
  identifyToken: CallerIdentification['identifyToken'];
  log: { error: (details: object, message: string) => void };
}

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
  readonly #revocations: OpenSessionsOptions['revocations'];
  readonly #identifyToken: OpenSessionsOptions['identifyToken'];
  readonly #log: OpenSessionsOptions['log'];
  readonly #finder: SessionFinder;
  readonly #renewals: SessionRenewals;
  readonly #remembered = new RememberedSessions();
  /** Cookies whose renewal has begun, which no request waits for. */
  readonly #renewing = new Set<string>();
  readonly #pending = new Set<Promise<unknown>>();

  constructor(options: OpenSessionsOptions) {
    const { sessions, signIns, devices, revocations, identifyToken, log } = options;
    this.#sessions = sessions;
    this.#signIns = signIns;
    this.#devices = devices;
    this.#revocations = revocations;
    this.#identifyToken = identifyToken;
    this.#log = log;
    this.#finder = new SessionFinder({ sessions, signIns, revocations });
    this.#renewals = new SessionRenewals({ sessions, signIns });
    revocations.onSignInEnded((id) => {
      this.#remembered.deleteSignIn(id);
    });
  }

  /** Milliseconds after its sign-in at which a session in a cookie ends. */
  get lifetime(): number {
    return this.#sessions.lifetime;
  }

  /** Begins a session for tokens that the provider has issued. Returns the value of its cookie. */
  async begin({ signIn, accessToken = '', refreshToken, expiresIn }: Session): Promise<string> {
    const { value, keys } = this.#sessions.create();
    const now = this.#signIns.now();
    const startedAt = signIn.since > 0 ? signIn.since : now;
    const session: CookieSession = {
      ...{ kind: 'Session', signIn, startedAt, accessToken, refreshToken },
      ...{ issuedAt: now, expiresAt: now + expiresIn * 1000 },
    };
    await Promise.all([this.#sessions.save(keys, session), this.#sessions.use(keys.name)]);
    this.#remember(value, { keys, session }, now);
    return value;
  }

  /**
   * Identifies the caller of a request by its session cookie. For a session that this process remembers, the result has the caller
   * itself and not a promise.
   */
  identify(cookie: string, request: () => RenewingRequest): Identification {
    const session = this.#remembered.get(cookie);
    if (!session || !this.#goesOn(session)) return this.#identifyLater(cookie, request);
    const { caller } = this.#identifyToken(session.accessToken);
    if (caller instanceof Promise || caller.state === 'rejected')
      return this.#identifyLater(cookie, request, caller);
    this.#use(session, request);
    if (this.#isInLastPart(session)) this.#renewLater(cookie, request);
    return { accessToken: undefined, cookie, caller };
  }

  /** Renews a session now, because its client asks for that. */
  async renew(
    cookie: string,
    request: () => RenewingRequest,
  ): Promise<Renewal | { kind: 'NoSession'; caller: Caller }> {
    const found = await this.#find(cookie, request);
    if ('state' in found) return { kind: 'NoSession', caller: found };
    if (found.replaced === 'over') return { kind: 'NoSession', caller: unreachable };
    return this.#renew(cookie, found, request, true);
  }

  /**
   * Finds the session of a cookie, to end it. Without the store it may be one that this process remembers.
   *
   * @returns `value`: undefined when nothing is left to end
   */
  async findToEnd(
    cookie: string,
    deadline?: Deadline,
  ): Promise<{ value: EndingSession | undefined; isCertain: boolean }> {
    const found = await this.#finder.findToEnd(cookie, deadline);
    const remembered = this.#remembered.get(cookie);
    if (found.value || !remembered || (found.isCertain && !this.#goesOn(remembered))) return found;
    const { signIn, startedAt } = remembered;
    const value = { keys: undefined, refreshToken: undefined, hasEnded: false, signIn, startedAt };
    return { value, isCertain: found.isCertain };
  }

  /** Saves that a session has ended. The caller ends its sign-in and its refresh token. */
  async end(
    { keys, signIn, startedAt }: Pick<EndingSession, 'keys' | 'signIn' | 'startedAt'>,
    cause: RevocationCause | undefined,
  ): Promise<void> {
    this.#remembered.deleteSignIn(signIn.id);
    if (!keys) return;
    await this.#sessions.change(keys, async (saved) => {
      await this.#sessions.save(keys, { kind: 'Ended', signIn, startedAt, cause }, saved);
    });
  }

  /** Ends a session whose cookie the browser has lost to another one. Nothing waits for it. */
  replace(session: EndingSession, revoke: RenewingRequest['revoke']): void {
    const { signIn, refreshToken } = session;
    const { cause = 'LOGOUT' } = this.#signIns.ends.find(signIn) ?? {};
    this.#later(async () => {
      await this.#signIns.ends.end([signIn], cause);
      if (refreshToken === undefined || (await revoke(refreshToken)))
        await this.end(session, cause);
    });
  }

  /**
   * Gives a session another cookie, because its user has proved to be present. The old cookie goes on until the browser sends the new
   * one, whose answer may be lost; then it answers queries for ten seconds more, for requests that are on their way.
   *
   * @param signIn - id of the session's sign-in; the cookie of another one stays
   * @returns the value of the new cookie; undefined when the session keeps the old one, because the store is away
   */
  async rotate(cookie: string, signIn: string): Promise<string | undefined> {
    const own = this.#sessions.open(cookie);
    if (!own) return undefined;
    const { keys, since } = await this.#finder.follow(own);
    if (since !== undefined) return undefined;
    const next = this.#sessions.create();
    const isDone = await this.#sessions.change(keys, async (saved, isAlone) => {
      if (!isAlone || saved?.kind !== 'Session' || saved.signIn.id !== signIn) return false;
      await this.#sessions.save(next.keys, { ...saved, replaces: keys });
      await this.#sessions.use(next.keys.name);
      const { startedAt } = saved;
      await this.#sessions.save(keys, { kind: 'Replaced', by: next.keys, startedAt }, saved);
      return true;
    });
    if (!isDone) return undefined;
    this.#remembered.delete(cookie);
    // Other processes, which remember the old cookie, ask the store from now on.
    await this.#revocations.endSignIns([{ id: keys.name, cause: undefined }]);
    return next.value;
  }

  /** Returns the id of the sign-in of a session that this process has just identified. */
  signInOf(cookie: string | undefined): string | undefined {
    return cookie === undefined ? undefined : this.#remembered.get(cookie)?.signIn.id;
  }

  /**
   * Whether a cookie may use the proof that the user of a sign-in is present. A cookie in whose place another one was given with the
   * proof may not.
   */
  mayProve(cookie: string, signIn: string | undefined): boolean {
    const session = this.#remembered.get(cookie);
    return session !== undefined && !session.isReplaced && session.signIn.id === signIn;
  }

  /** Seconds until a session ends, if nobody uses it. */
  secondsLeft(cookie: string): number {
    const session = this.#remembered.get(cookie);
    if (!session) return 0;
    const { idle, lifetime } = this.#sessions;
    const now = this.#signIns.now();
    const end = session.isRenewable ? now + idle : session.expiresAt;
    return Math.max(0, Math.floor((Math.min(end, session.startedAt + lifetime) - now) / 1000));
  }

  /** Waits for the renewals and ends under way. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#renewals.close(), ...this.#pending]);
  }

  /** @param verified - the caller of the remembered access token, when that has to be verified first */
  #identifyLater(
    cookie: string,
    request: () => RenewingRequest,
    verified?: Caller | Promise<Caller>,
  ): Identification {
    const resolve = async (): Promise<{ caller: Caller; isOver?: boolean }> => {
      const caller = await verified;
      return caller && caller.state !== 'rejected' ? { caller } : this.#resolve(cookie, request);
    };
    const resolved = resolve().catch((error: unknown) => {
      this.#log.error({ err: error }, 'a session in a cookie could not be read');
      return { caller: unreachable, isOver: false };
    });
    return {
      ...{ accessToken: undefined, cookie },
      caller: resolved.then(({ caller }) => caller),
      mutationCaller: resolved.then(({ caller, isOver }) => (isOver ? unreachable : caller)),
    };
  }

  async #resolve(
    cookie: string,
    request: () => RenewingRequest,
  ): Promise<{ caller: Caller; isOver?: boolean }> {
    const found = await this.#find(cookie, request);
    if ('state' in found) return { caller: found };
    const { session, replaced } = found;
    const isOver = replaced === 'over';
    if (session.expiresAt > this.#signIns.now()) {
      const caller = await this.#identifyToken(session.accessToken).caller;
      if (caller.state !== 'rejected') {
        if (caller.state === 'authenticated') this.#keep(cookie, found, request);
        if (!isOver && this.#isInLastPart(session)) this.#renewLater(cookie, request);
        return { caller, isOver };
      }
      const end = this.#signIns.ends.find(session.signIn);
      if (end) return { caller: ended(end.cause) };
      // The token was revoked with an equal one of another sign-in: this one goes on with a new token.
    }
    if (isOver) return { caller: unreachable };
    const renewal = await this.#renew(cookie, found, request);
    if (renewal.kind !== 'Renewed')
      return { caller: callerOf(renewal, this.#signIns.ends.find(session.signIn)?.cause) };
    const caller = await this.#identifyToken(renewal.session.accessToken).caller;
    return { caller: caller.state === 'rejected' ? ended(caller.fault.revokedBy) : caller };
  }

  async #find(cookie: string, request: () => RenewingRequest): Promise<FoundSession | Caller> {
    const found = await this.#finder.find(cookie);
    if ('session' in found) return found;
    if (found.unsaved) this.#discard(found.unsaved, request);
    return found.caller;
  }

  /** Saves that a session has ended elsewhere, once the provider has heard of it. Nothing waits for it. */
  #discard({ keys, session, cause }: EndedElsewhere, request: () => RenewingRequest): void {
    const { signIn, startedAt, refreshToken } = session;
    this.#remembered.deleteSignIn(signIn.id);
    this.#later(async () => {
      if (refreshToken !== undefined && !(await request().revoke(refreshToken))) return;
      await this.end({ keys, signIn, startedAt }, cause);
    });
  }

  async #renew(
    cookie: string,
    found: FoundSession,
    request: () => RenewingRequest,
    isAsked = false,
  ): Promise<Renewal> {
    const { keys, session } = found;
    const renewal = await this.#renewals.renew({ keys, session, isAsked }, request);
    if (renewal.kind === 'Renewed')
      this.#keep(cookie, { ...found, session: renewal.session }, request);
    return renewal;
  }

  #renewLater(cookie: string, request: () => RenewingRequest): void {
    if (this.#renewing.has(cookie)) return;
    this.#renewing.add(cookie);
    this.#later(
      async () => {
        const found = await this.#find(cookie, request);
        if ('keys' in found && found.replaced !== 'over') await this.#renew(cookie, found, request);
      },
      () => this.#renewing.delete(cookie),
    );
  }

  /** @param usedAt - the instant at which this process has saved the use of the session. Default: as it remembers */
  #remember(
    cookie: string,
    { keys, session, replaced }: FoundSession,
    usedAt?: number,
  ): RememberedSession {
    const { signIn, startedAt, accessToken, issuedAt, expiresAt, refreshToken } = session;
    const { name } = this.#sessions.open(cookie) ?? { name: '' };
    const entry = {
      ...{ name, sessionName: keys.name, signIn, startedAt, accessToken, issuedAt, expiresAt },
      isReplaced: replaced !== undefined,
      isRenewable: refreshToken !== undefined,
      usedAt: usedAt ?? this.#remembered.get(cookie)?.usedAt ?? 0,
    };
    this.#remembered.set(cookie, entry);
    return entry;
  }

  /** Remembers a session that a request uses. */
  #keep(cookie: string, found: FoundSession, request: () => RenewingRequest): void {
    this.#use(this.#remember(cookie, found), request);
  }

  /** Saves that a session is in use, and by which client, once a minute. Nothing waits for it. */
  #use(session: RememberedSession, request: () => RenewingRequest): void {
    const now = this.#signIns.now();
    if (now - session.usedAt < useInterval) return;
    session.usedAt = now;
    const { idle, lifetime } = this.#sessions;
    const end = session.isRenewable ? now + idle : session.expiresAt;
    const until = Math.min(end, session.startedAt + lifetime);
    const use = { client: request().readClient(), transport: 'COOKIE', until } as const;
    this.#later(() =>
      Promise.all([
        this.#sessions.use(session.sessionName),
        this.#devices.seen(session.signIn, use),
      ]),
    );
  }

  /** Whether a remembered session needs no look at the store. */
  #goesOn(session: RememberedSession): boolean {
    const { name, signIn, startedAt, expiresAt, usedAt, isReplaced } = session;
    const { idle, lifetime } = this.#sessions;
    const now = this.#signIns.now();
    return (
      !isReplaced &&
      Math.min(expiresAt, startedAt + lifetime, usedAt + idle) > now &&
      !this.#signIns.ends.find(signIn) &&
      !this.#revocations.findSignInEnd(name)
    );
  }

  #isInLastPart({ issuedAt, expiresAt }: Pick<CookieSession, 'issuedAt' | 'expiresAt'>): boolean {
    return this.#signIns.now() >= expiresAt - (expiresAt - issuedAt) * lastPart;
  }

  #later(task: () => Promise<unknown>, atEnd?: () => void): void {
    const pending = task()
      .catch((error: unknown) => {
        this.#log.error({ err: error }, 'a session in a cookie could not be saved or ended');
      })
      .finally(() => {
        this.#pending.delete(pending);
        atEnd?.();
      });
    this.#pending.add(pending);
  }
}
