import type { CookieSessions } from '../sign-ins/cookie-sessions.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { SessionFinder } from './session-finder.ts';

/** Dependencies of {@link CookieRotation}. */
export interface CookieRotationOptions {
  sessions: CookieSessions;
  finder: SessionFinder;
  revocations: Pick<Revocations, 'endSignIns'>;
}

/**
 * Gives sessions other cookies, because their users have proved to be present. The old cookie goes on until the browser sends the new
 * one, whose answer may be lost; then it answers queries for ten seconds more, for requests that are on their way.
 */
export class CookieRotation {
  readonly #options: CookieRotationOptions;

  constructor(options: CookieRotationOptions) {
    this.#options = options;
  }

  /**
   * Makes another cookie for the session of a cookie.
   *
   * @param signIn - id of the session's sign-in; the cookie of another one stays
   * @returns the value of the new cookie; undefined when the session keeps the old one, because the store is away
   */
  async rotate(cookie: string, signIn: string): Promise<string | undefined> {
    const { sessions, finder, revocations } = this.#options;
    const own = sessions.open(cookie);
    if (!own) return undefined;
    const { keys, since } = await finder.follow(own);
    if (since !== undefined) return undefined;
    const next = sessions.create();
    const isDone = await sessions.change(keys, async (saved, isAlone) => {
      if (!isAlone || saved?.kind !== 'Session' || saved.signIn.id !== signIn) return false;
      await sessions.save(next.keys, { ...saved, replaces: keys });
      await sessions.use(next.keys.name);
      const { startedAt } = saved;
      await sessions.save(keys, { kind: 'Replaced', by: next.keys, startedAt }, saved);
      return true;
    });
    if (!isDone) return undefined;
    // Other processes, which remember the old cookie, ask the store from now on.
    await revocations.endSignIns([{ id: keys.name, cause: undefined }]);
    return next.value;
  }
}
