import type { RevocationCause } from '../errors.ts';
import type { CookieSession, CookieSessions, SessionKeys } from '../sign-ins/cookie-sessions.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { Deadline } from '../store/store.ts';
import type { BackgroundWork } from './background-work.ts';
import type { RememberedSessions } from './remembered-sessions.ts';
import type { EndingSession, LeftSession, SessionFinder } from './session-finder.ts';
import type { SessionLife } from './session-life.ts';
import type { RenewingRequest } from './session-renewals.ts';

/** Dependencies of {@link SessionEnds}. */
export interface SessionEndsOptions {
  sessions: CookieSessions;
  signIns: SignIns;
  finder: SessionFinder;
  remembered: RememberedSessions;
  life: SessionLife;
  work: BackgroundWork;
}

/** Ends sessions in cookies: in the store, in the memory of this process, and at the provider. */
export class SessionEnds {
  readonly #options: SessionEndsOptions;

  constructor(options: SessionEndsOptions) {
    this.#options = options;
  }

  /**
   * Finds the session of a cookie, to end it. If the store does not answer, returns the session that this process remembers.
   *
   * @returns `value` is undefined if there is no session to end
   */
  async find(
    cookie: string,
    deadline?: Deadline,
  ): Promise<{ value: EndingSession | undefined; isCertain: boolean }> {
    const { finder, life } = this.#options;
    const found = await finder.findToEnd(cookie, deadline);
    const remembered = this.#options.remembered.get(cookie);
    if (found.value || !remembered || (found.isCertain && !life.goesOn(remembered))) return found;
    const { signIn, startedAt } = remembered;
    const value = { keys: undefined, refreshToken: undefined, hasEnded: false, signIn, startedAt };
    return { value, isCertain: found.isCertain };
  }

  /** Saves that a session has ended. Does not end its sign-in or its refresh token. */
  async save(
    { keys, signIn, startedAt }: Pick<EndingSession, 'keys' | 'signIn' | 'startedAt'>,
    cause: RevocationCause | undefined,
  ): Promise<void> {
    const { sessions, remembered } = this.#options;
    remembered.deleteSignIn(signIn.id);
    if (!keys) return;
    await sessions.change(keys, async (saved) => {
      await sessions.save(keys, { kind: 'Ended', signIn, startedAt, cause }, saved);
    });
  }

  /** Ends a session in the background, because the browser has received the cookie of another session. */
  replace(session: EndingSession, revoke: RenewingRequest['revoke']): void {
    const { signIns, work } = this.#options;
    const { signIn } = session;
    const { cause = 'LOGOUT' } = signIns.ends.find(signIn) ?? {};
    const ended = signIns.ends.end([signIn], cause);
    work.add(ended.then(() => this.#saveOnceRevoked(session, cause, revoke)));
  }

  /** Revokes the refresh token of a session that is over, and saves that. Nothing waits for it. */
  discard({ keys, session, end }: LeftSession, request: () => RenewingRequest): void {
    const { remembered, work } = this.#options;
    const { signIn, refreshToken } = session;
    remembered.deleteSignIn(signIn.id);
    const revoke: RenewingRequest['revoke'] = (token) => request().revoke(token);
    if (end) work.add(this.#saveOnceRevoked({ ...session, keys }, end.cause, revoke));
    else if (refreshToken !== undefined) work.add(this.#expire(keys, refreshToken, revoke));
  }

  /**
   * Saves the end of a session after the provider has revoked its refresh token. If the revocation fails, the next request with
   * the session's cookie tries again.
   */
  async #saveOnceRevoked(
    session: Omit<EndingSession, 'hasEnded' | 'refreshToken'> & Pick<CookieSession, 'refreshToken'>,
    cause: RevocationCause | undefined,
    revoke: RenewingRequest['revoke'],
  ): Promise<void> {
    const { refreshToken } = session;
    if (refreshToken !== undefined && !(await isRevoked(refreshToken, revoke))) return;
    await this.save(session, cause);
  }

  /** Takes the refresh token out of a session whose time is over, once the provider has revoked it. */
  async #expire(
    keys: SessionKeys,
    refreshToken: string,
    revoke: RenewingRequest['revoke'],
  ): Promise<void> {
    const { sessions } = this.#options;
    if (!(await isRevoked(refreshToken, revoke))) return;
    await sessions.change(keys, async (saved) => {
      if (saved?.kind !== 'Session' || saved.refreshToken !== refreshToken) return;
      await sessions.save(keys, { ...saved, refreshToken: undefined }, saved);
    });
  }
}

async function isRevoked(
  refreshToken: string,
  revoke: RenewingRequest['revoke'],
): Promise<boolean> {
  return (await revoke(refreshToken)).kind === 'Revoked';
}
