import type { Store } from '../store/store.ts';
import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import { toNotice, toText, type Notice } from './notices.ts';
import { pendingRevocations } from './pending-revocations.ts';

/** A token by what was signed, and the NumericDate (seconds) after which it is refused anyway. */
export interface EndingToken {
  id: string;
  exp: number;
}

/** An instant, in milliseconds since the epoch, before which everything of a person's has ended. */
export interface CutOff {
  at: number;
  /** When this process came to know of it; `at` itself for one from before it started. */
  heardAt: number;
}

/** Access tokens that are refused although they have not expired. Looking needs nothing but this process's memory. */
export interface Revocations {
  isRevoked: (token: RevocableToken) => boolean;
  /** Whether this very token was ended, a person's cut-off aside. */
  isEnded: (id: string) => boolean;
  /**
   * Refuses tokens until they would have expired; here at once.
   *
   * @returns whether every replica that is ready knows
   */
  end: (tokens: readonly EndingToken[]) => Promise<boolean>;
  /**
   * Refuses a person's tokens that were issued before now; here at once. Auth0's clock may be ahead: what it says was issued up
   * to five seconds from now is refused too, but for what is {@link Revocations.exempt}.
   *
   * @param user - or any other name for whom the tokens are
   * @returns the cut-off, and whether every replica that is ready knows
   */
  endPerson: (user: string) => { at: number; everywhere: Promise<boolean> };
  cutOff: (user: string) => CutOff | undefined;
  /** Ends sign-ins: nothing that comes of them later is any good. @returns as {@link Revocations.end} */
  endSignIns: (ids: readonly string[]) => Promise<boolean>;
  isSignInEnded: (id: string) => boolean;
  /** Calls back for each sign-in that has ended. */
  onSignInEnded: (listener: (id: string) => void) => void;
  /** Takes a token that was handed out after its person's cut-off, however Auth0's clock went. */
  exempt: (token: EndingToken, cutOff: CutOff) => Promise<boolean>;
  /**
   * Refuses a token that cannot be verified just now: whoever holds a token may give it up. No other replica knows before it is.
   *
   * @returns false when too many such tokens wait to be verified: then nothing is promised
   */
  endUnverified: (accessToken: string) => boolean;
}

/** A verified token, and its text. */
export interface RevocableToken extends AccessToken {
  accessToken: string;
}

/** What revocations stand on. */
export interface RevocationsOptions {
  store: Pick<Store, 'announce' | 'follow'>;
  /** Does not go back. */
  now: () => Date;
  verify: VerifyAccessToken;
  /** Called for each token that has ended. */
  onEnded: (id: string) => void;
}

/** Milliseconds for which the end of a session is kept: no refresh token should live longer unused. */
export const sessionLifetime = 90 * 24 * 60 * 60 * 1000;
/** Of each kind. */
const maxKept = 1_000_000;
/** Milliseconds between two looks for what is past. */
const sweepInterval = 60_000;

/** Whether Auth0 may have issued a token before a cut-off; `iat` is a NumericDate. */
export function mayBeFromBefore(iat: unknown, at: number): boolean {
  return typeof iat !== 'number' || iat <= at / 1000 + issuerClockTolerance;
}

/**
 * Knows what has ended from the notices of a store.
 *
 * A token goes by a digest of what was signed, not of its text: in some algorithms the same content can be signed twice. Two
 * logins of one user within a second can give one and the same token; then it ends once for both.
 */
export function revocations({ store, now, verify, onEnded }: RevocationsOptions): Revocations {
  /** Until when each is kept, by token. */
  const ended = new Map<string, number>();
  const exempt = new Map<string, { at: number; until: number }>();
  const cutOffs = new Map<string, CutOff & { until: number }>();
  const signIns = new Map<string, number>();
  const listeners: ((id: string) => void)[] = [];
  let sweptAt = now().getTime();

  function sweep(): void {
    const time = now().getTime();
    if (time - sweptAt < sweepInterval) return;
    sweptAt = time;
    for (const map of [ended, signIns]) {
      for (const [id, until] of map) if (until <= time) map.delete(id);
    }
    for (const map of [exempt, cutOffs]) {
      for (const [key, { until }] of map) if (until <= time) map.delete(key);
    }
  }

  function learn(notice: Notice, until: number, heardAt: number): void {
    sweep();
    switch (notice.kind) {
      case 'token':
        ended.set(notice.id, until);
        dropOldest(ended);
        onEnded(notice.id);
        return;
      case 'signIn':
        signIns.set(notice.id, until);
        dropOldest(signIns);
        for (const listener of listeners) listener(notice.id);
        return;
      case 'person': {
        const { user, at } = notice;
        if ((cutOffs.get(user)?.at ?? -Infinity) >= at) return;
        cutOffs.set(user, { at, heardAt, until });
        dropOldest(cutOffs);
        return;
      }
      case 'exempt': {
        const { id, at } = notice;
        if ((exempt.get(id)?.at ?? -Infinity) >= at) return;
        exempt.set(id, { at, until });
        dropOldest(exempt);
      }
    }
  }

  store.follow((text, until, isNew) => {
    const notice = toNotice(text);
    if (!notice) return;
    const time = now().getTime();
    learn(notice, until, isNew || !('at' in notice) ? time : Math.min(notice.at, time));
  });

  const announcement = (notice: Notice, until: number) => ({ notice: toText(notice), until });

  function end(tokens: readonly EndingToken[]): Promise<boolean> {
    return store.announce(
      tokens.map(({ id, exp }) => announcement({ kind: 'token', id }, endOf(exp))),
    );
  }

  const pending = pendingRevocations(verify, ({ id, claims: { exp } }) => void end([{ id, exp }]));

  function isCutOff({ id, claims: { sub, iat } }: AccessToken): boolean {
    const cutOff = cutOffs.get(sub);
    if (!cutOff || !mayBeFromBefore(iat, cutOff.at)) return false;
    return (exempt.get(id)?.at ?? -Infinity) < cutOff.at;
  }

  return {
    isRevoked: (token) => ended.has(token.id) || isCutOff(token) || pending.has(token.accessToken),
    isEnded: (id) => ended.has(id),
    end,
    endPerson: (user) => {
      const at = Math.max(now().getTime(), (cutOffs.get(user)?.at ?? -Infinity) + 1);
      const notice = { kind: 'person', user, at } as const;
      const until = at + sessionLifetime;
      // Before it is announced: what begins right after it is another sign-in, and the clock may move on meanwhile.
      learn(notice, until, at);
      return { at, everywhere: store.announce([announcement(notice, until)]) };
    },
    cutOff: (user) => cutOffs.get(user),
    endSignIns: (ids) => {
      const until = now().getTime() + sessionLifetime;
      return store.announce(ids.map((id) => announcement({ kind: 'signIn', id }, until)));
    },
    isSignInEnded: (id) => signIns.has(id),
    onSignInEnded: (listener) => {
      listeners.push(listener);
    },
    exempt: ({ id, exp }, { at }) =>
      store.announce([announcement({ kind: 'exempt', id, at }, endOf(exp))]),
    endUnverified: pending.add,
  };
}

function dropOldest(map: Map<string, unknown>): void {
  if (map.size <= maxKept) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** The instant from which a token is refused anyway, in milliseconds since the epoch. */
function endOf(exp: number): number {
  return (exp + issuerClockTolerance + 1) * 1000;
}
