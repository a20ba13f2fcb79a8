import type { CookieSession, CookieSessions } from '../sign-ins/cookie-sessions.ts';
import type { Client, Devices } from '../sign-ins/devices.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { SavedSignIns } from '../sign-ins/saved-sign-ins.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { Caller, CallerIdentification, Identification } from '../tokens/caller.ts';
import { BackgroundWork } from './background-work.ts';
import { callerOf, ended, unreachable } from './cookie-callers.ts';
import { CookieRotation } from './cookie-rotation.ts';
import type { Session } from './outcomes.ts';
import { RememberedSessions, type RememberedSession } from './remembered-sessions.ts';
import { SessionEnds } from './session-ends.ts';
import { SessionFinder, type FoundSession } from './session-finder.ts';
import { SessionLife } from './session-life.ts';
import { SessionRenewals, type Renewal, type RenewingRequest } from './session-renewals.ts';

/** Dependencies of {@link OpenSessions}. */
export interface OpenSessionsOptions {
  sessions: CookieSessions;
  signIns: SignIns;
  saved: SavedSignIns;
  devices: Pick<Devices, 'seen'>;
  revocations: Pick<Revocations, 'endSignIns' | 'findSignInEnd' | 'onSignInEnded' | 'onUserEnded'>;
  identifyToken: CallerIdentification['identifyToken'];
  log: { error: (details: object, message: string) => void };
}

/**
 * The sessions in cookies that this process serves. Their access tokens are in memory, so that most requests need no network.
 *
 * A session is renewed in the last tenth of its access token's life. Requests during that time start the renewal but do not wait
 * for it. After the access token has expired, requests wait.
 */
export class OpenSessions {
  readonly #sessions: CookieSessions;
  readonly #signIns: SignIns;
  readonly #saved: SavedSignIns;
  readonly #identifyToken: OpenSessionsOptions['identifyToken'];
  readonly #log: OpenSessionsOptions['log'];
  readonly #finder: SessionFinder;
  readonly #renewals: SessionRenewals;
  readonly #rotation: CookieRotation;
  readonly #life: SessionLife;
  readonly #remembered = new RememberedSessions();
  /** Cookies whose renewal is running in the background. */
  readonly #renewing = new Set<string>();
  readonly #work: BackgroundWork;
  /** Ends sessions in cookies. */
  readonly ends: SessionEnds;

  constructor(options: OpenSessionsOptions) {
    const { sessions, signIns, saved, devices, revocations, identifyToken, log } = options;
    this.#sessions = sessions;
    this.#signIns = signIns;
    this.#saved = saved;
    this.#identifyToken = identifyToken;
    this.#log = log;
    this.#finder = new SessionFinder({ sessions, signIns, revocations });
    this.#renewals = new SessionRenewals({ sessions, signIns });
    this.#rotation = new CookieRotation({ sessions, revocations, finder: this.#finder });
    this.#life = new SessionLife({ sessions, signIns, devices, revocations });
    this.#work = new BackgroundWork(log);
    this.ends = new SessionEnds({
      ...{ sessions, signIns, finder: this.#finder, remembered: this.#remembered },
      ...{ life: this.#life, work: this.#work },
    });
    revocations.onSignInEnded((id) => {
      this.#remembered.deleteSignIn(id);
    });
    revocations.onUserEnded((user) => {
      this.#remembered.deleteEnded(user, (signIn) => signIns.ends.find(signIn) !== undefined);
    });
  }

  /** A session in a cookie ends this many milliseconds after its login. */
  get lifetime(): number {
    return this.#sessions.lifetime;
  }

  /** Starts a session with tokens that the provider has issued. Returns the value of its cookie. */
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
   * Identifies the caller of a request by its session cookie. If this process remembers the session, `caller` is not a promise.
   */
  identify(cookie: string, request: () => RenewingRequest): Identification {
    const session = this.#remembered.get(cookie);
    if (!session || !this.#life.goesOn(session)) return this.#identifyLater(cookie, request);
    const { caller } = this.#identifyToken(session.accessToken);
    if (caller instanceof Promise || caller.state === 'rejected')
      return this.#identifyLater(cookie, request, caller);
    this.#use(session, request);
    if (this.#life.isDue(session)) this.#renewLater(cookie, request);
    return { accessToken: undefined, cookie, caller };
  }

  /** Renews a session now, at its client's request. */
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
   * Replaces the cookie of a session whose user has reauthenticated.
   *
   * @param signIn - id of the session's sign-in. The cookie of another sign-in is not replaced
   * @returns the value of the new cookie. Undefined if the session keeps its cookie, because the store does not answer
   */
  async rotate(cookie: string, signIn: string): Promise<string | undefined> {
    const value = await this.#rotation.rotate(cookie, signIn);
    if (value !== undefined) this.#remembered.delete(cookie);
    return value;
  }

  /** Returns the id of the sign-in of a session that this process has just identified. */
  signInOf(cookie: string | undefined): string | undefined {
    return cookie === undefined ? undefined : this.#remembered.get(cookie)?.signIn.id;
  }

  /**
   * Whether a cookie may use a proof of presence of a sign-in. False for a cookie that was replaced when the user
   * reauthenticated.
   */
  mayProve(cookie: string, signIn: string | undefined): boolean {
    const session = this.#remembered.get(cookie);
    return session !== undefined && !session.isReplaced && session.signIn.id === signIn;
  }

  /** Saves the device of a session that this process remembers. */
  async seen(cookie: string, client: Client): Promise<void> {
    const session = this.#remembered.get(cookie);
    if (session) await this.#life.seen(session, client);
  }

  /** Returns the seconds until a session ends if it is not used. */
  secondsLeft(cookie: string): number {
    const session = this.#remembered.get(cookie);
    return session ? this.#life.secondsLeft(session) : 0;
  }

  /** Waits for running renewals and ends. */
  async close(): Promise<void> {
    await Promise.all([this.#renewals.close(), this.#work.close()]);
  }

  /**
   * Identifies the caller of a session that this process cannot judge from memory alone.
   *
   * @param verified - caller of the remembered access token, if that token must be verified first
   */
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
        if (!isOver && this.#life.isDue(session)) this.#renewLater(cookie, request);
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
    if (found.left) this.ends.discard(found.left, request);
    return found.caller;
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
    const renewal = this.#find(cookie, request).then(async (found) => {
      if ('keys' in found && found.replaced !== 'over') await this.#renew(cookie, found, request);
    });
    this.#work.add(renewal.finally(() => this.#renewing.delete(cookie)));
  }

  /**
   * Remembers a session.
   *
   * @param usedAt - time at which this process last saved the use of the session (milliseconds since the epoch). Default: the
   *   remembered time
   */
  #remember(
    cookie: string,
    { keys, session, replaced }: FoundSession,
    usedAt?: number,
  ): RememberedSession {
    const { signIn, startedAt, accessToken, issuedAt, expiresAt, refreshToken } = session;
    const { name } = this.#sessions.open(cookie) ?? { name: '' };
    const entry = {
      ...{ name, signIn, startedAt, accessToken, issuedAt, expiresAt },
      saved: { session: keys.name, ...this.#saved.namesOf(refreshToken) },
      isReplaced: replaced !== undefined,
      isRenewable: refreshToken !== undefined,
      usedAt: usedAt ?? this.#remembered.get(cookie)?.usedAt ?? 0,
    };
    this.#remembered.set(cookie, entry);
    return entry;
  }

  /** Remembers a session, and saves that a request uses it. */
  #keep(cookie: string, found: FoundSession, request: () => RenewingRequest): void {
    this.#use(this.#remember(cookie, found), request);
  }

  /** Saves in the background that a session is in use. */
  #use(session: RememberedSession, request: () => RenewingRequest): void {
    const saving = this.#life.use(session, () => request().readClient());
    if (saving) this.#work.add(saving);
  }
}
