import type { Deadline, Store } from '../store/store.ts';
import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import { toNotice, toText, type Notice } from './notices.ts';
import { PendingRevocations } from './pending-revocations.ts';

/** An access token to revoke. `exp` is its expiry as a NumericDate (seconds), after which it is refused anyway. */
export interface RevocableToken {
  id: string;
  exp: number;
}

/** A logout everywhere. It ends all sessions that the user began before the instant `at`. */
export interface CutOff {
  /** Instant of the logout, in milliseconds since the epoch. */
  at: number;
  /**
   * Instant at which this process learned of the cut-off, in milliseconds since the epoch. For a cut-off that is older than the
   * process, it is `at`.
   */
  heardAt: number;
}

/** Dependencies of {@link Revocations}. */
export interface RevocationsOptions {
  store: Pick<Store, 'announce' | 'follow'>;
  now: () => Date;
  verify: VerifyAccessToken;
  /** Called with the id of each token that is revoked. */
  onRevoked: (id: string) => void;
}

/** Milliseconds for which the end of a session is remembered: 90 days. An unused refresh token should not live longer. */
export const sessionLifetime = 90 * 24 * 60 * 60 * 1000;
/** Maximum number of entries of each kind: tokens, sign-ins, cut-offs and exemptions. */
const maxEntries = 1_000_000;
/** Milliseconds between two searches for expired entries. */
const sweepInterval = 60_000;

/**
 * Tells whether Auth0 may have issued a token before a cut-off, given the tolerance for its clock.
 *
 * @param iat - NumericDate (seconds); a token without one may be older
 */
export function mayPrecede(iat: unknown, cutOff: CutOff): boolean {
  return typeof iat !== 'number' || iat <= cutOff.at / 1000 + issuerClockTolerance;
}

/**
 * Access tokens that are refused although they have not expired, and sign-ins that have ended. A look-up reads only the memory of
 * this process, which the store's notices keep up to date.
 *
 * The id of a token is a digest of its content without the signature, because the same content may have several valid signatures.
 * Two logins of one user within a second can get the same token; a revocation then ends it for both.
 */
export class Revocations {
  readonly #store: RevocationsOptions['store'];
  readonly #clock: () => Date;
  readonly #onRevoked: RevocationsOptions['onRevoked'];
  readonly #pending: PendingRevocations;
  /** Revoked tokens by id, each with the instant of its expiry. */
  readonly #tokens = new Map<string, { until: number }>();
  readonly #exemptions = new Map<string, { at: number; until: number }>();
  readonly #cutOffs = new Map<string, CutOff & { until: number }>();
  readonly #signIns = new Map<string, { until: number }>();
  readonly #signInListeners: ((id: string) => void)[] = [];
  #latest = -Infinity;
  #sweptAt: number;

  constructor({ store, now, verify, onRevoked }: RevocationsOptions) {
    this.#store = store;
    this.#clock = now;
    this.#onRevoked = onRevoked;
    this.#sweptAt = this.now();
    this.#pending = new PendingRevocations(
      verify,
      ({ id, claims: { exp } }) => void this.revoke([{ id, exp }]),
    );
    store.follow((text, until, isNew) => {
      const notice = toNotice(text);
      if (!notice) return;
      const time = this.now();
      this.#learn(notice, until, isNew || !('at' in notice) ? time : Math.min(notice.at, time));
    });
  }

  /**
   * Returns the current instant, in milliseconds since the epoch. When the machine's clock is set back, the instant stands still,
   * so that a later event never seems to be an earlier one.
   */
  now(): number {
    this.#latest = Math.max(this.#latest, this.#clock().getTime());
    return this.#latest;
  }

  /** Tells whether a verified token is refused: it was revoked, or it may have been issued before a cut-off of its user. */
  isRevoked(token: AccessToken & { accessToken: string }): boolean {
    return (
      this.isTokenRevoked(token.id) || this.#isCutOff(token) || this.#pending.has(token.accessToken)
    );
  }

  /** Tells whether a token itself was revoked, regardless of cut-offs. */
  isTokenRevoked(id: string): boolean {
    return this.#tokens.has(id);
  }

  /**
   * Revokes tokens. This process refuses them at once, until they expire.
   *
   * @returns whether every ready replica refuses them
   */
  revoke(tokens: readonly RevocableToken[], deadline?: Deadline): Promise<boolean> {
    return this.#store.announce(
      tokens.map(({ id, exp }) => toAnnouncement({ kind: 'token', id }, endOf(exp))),
      deadline,
    );
  }

  /**
   * Revokes a token that cannot be verified now, since its holder may give up even such a token. Other replicas learn of it once
   * the token is verified.
   *
   * @returns false when too many such tokens wait to be verified; this token then stays valid
   */
  revokeUnverified(accessToken: string): boolean {
    return this.#pending.add(accessToken);
  }

  /**
   * Revokes all tokens of a user that were issued before now. This process refuses them at once. Auth0's clock may be ahead, so
   * tokens with an `iat` up to five seconds from now are refused too, unless {@link Revocations.exempt} accepts them.
   *
   * @param user - `sub`, or the digest of an account's name
   * @returns the instant of the cut-off, and whether every ready replica knows it
   */
  cutOff(user: string, deadline?: Deadline): { at: number; everywhere: Promise<boolean> } {
    const at = Math.max(this.now(), (this.#cutOffs.get(user)?.at ?? -Infinity) + 1);
    const notice = { kind: 'person', user, at } as const;
    const until = at + sessionLifetime;
    // Learned before it is announced: a session that begins meanwhile, with a later clock, is a new one.
    this.#learn(notice, until, at);
    return { at, everywhere: this.#store.announce([toAnnouncement(notice, until)], deadline) };
  }

  /** Returns the latest cut-off of a user; undefined if there is none. */
  cutOffOf(user: string): CutOff | undefined {
    return this.#cutOffs.get(user);
  }

  /**
   * Accepts a token that was issued after its user's cut-off, although its `iat` is too early to tell.
   *
   * @returns whether every ready replica knows
   */
  exempt({ id, exp }: RevocableToken, { at }: CutOff): Promise<boolean> {
    return this.#store.announce([toAnnouncement({ kind: 'exempt', id, at }, endOf(exp))]);
  }

  /**
   * Ends sign-ins. Tokens that they issue later are refused too.
   *
   * @returns whether every ready replica knows
   */
  endSignIns(ids: readonly string[], deadline?: Deadline): Promise<boolean> {
    const until = this.now() + sessionLifetime;
    const announcements = ids.map((id) => toAnnouncement({ kind: 'signIn', id }, until));
    return this.#store.announce(announcements, deadline);
  }

  isSignInEnded(id: string): boolean {
    return this.#signIns.has(id);
  }

  /** Registers a listener for sign-ins that end, at this replica or at another. */
  onSignInEnded(listener: (id: string) => void): void {
    this.#signInListeners.push(listener);
  }

  #isCutOff({ id, claims: { sub, iat } }: AccessToken): boolean {
    const cutOff = this.#cutOffs.get(sub);
    if (!cutOff || !mayPrecede(iat, cutOff)) return false;
    return (this.#exemptions.get(id)?.at ?? -Infinity) < cutOff.at;
  }

  #learn(notice: Notice, until: number, heardAt: number): void {
    this.#sweep();
    switch (notice.kind) {
      case 'token':
        put(this.#tokens, notice.id, { until });
        this.#onRevoked(notice.id);
        return;
      case 'signIn':
        put(this.#signIns, notice.id, { until });
        for (const listener of this.#signInListeners) listener(notice.id);
        return;
      case 'person':
        putNewer(this.#cutOffs, notice.user, { at: notice.at, heardAt, until });
        return;
      case 'exempt':
        putNewer(this.#exemptions, notice.id, { at: notice.at, until });
    }
  }

  #sweep(): void {
    const time = this.now();
    if (time - this.#sweptAt < sweepInterval) return;
    this.#sweptAt = time;
    for (const map of [this.#tokens, this.#signIns, this.#exemptions, this.#cutOffs]) {
      for (const [key, { until }] of map) if (until <= time) map.delete(key);
    }
  }
}

/** Adds an entry, and drops the oldest one when there are more than {@link maxEntries}. */
function put<Entry>(map: Map<string, Entry>, key: string, entry: Entry): void {
  map.set(key, entry);
  if (map.size <= maxEntries) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** Adds an entry, unless the map has one with the same or a later `at`. */
function putNewer<Entry extends { at: number }>(
  map: Map<string, Entry>,
  key: string,
  entry: Entry,
): void {
  if ((map.get(key)?.at ?? -Infinity) < entry.at) put(map, key, entry);
}

function toAnnouncement(notice: Notice, until: number) {
  return { notice: toText(notice), until };
}

/** Returns the instant from which a token is refused as expired, in milliseconds since the epoch. */
function endOf(exp: number): number {
  return (exp + issuerClockTolerance + 1) * 1000;
}
