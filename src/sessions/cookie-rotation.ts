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
 * Replaces the cookies of sessions whose users have reauthenticated.
 *
 * The old cookie stays valid until the browser sends the new one, because the answer with the new cookie may be lost. Afterwards
 * the old cookie can query for ten more seconds, because of requests that are on their way.
 */
export class CookieRotation {
  readonly #options: CookieRotationOptions;

  constructor(options: CookieRotationOptions) {
    this.#options = options;
  }

  /**
   * Creates another cookie for the session of a cookie.
   *
   * @param signIn - id of the session's sign-in. The cookie of another sign-in is not replaced
   * @returns the value of the new cookie. Undefined if the session keeps its cookie, because the store does not answer
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
    // Other replicas that remember the old cookie now ask the store at each request.
    await revocations.endSignIns([{ id: keys.name, cause: undefined }]);
    return next.value;
  }
}
