import type { Store } from '../store/store.ts';
import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import { toNotice, toText, type Notice } from './notices.ts';
import { PendingRevocations } from './pending-revocations.ts';

/** An access token to revoke: its id, and the NumericDate (seconds) after which it is refused anyway. */
export interface RevocableToken {
  id: string;
  exp: number;
}

/** A logout everywhere: each session that a user began before it has ended. */
export interface CutOff {
  /** Milliseconds since the epoch. */
  at: number;
  /** Instant at which this process learned of the cut-off, in milliseconds since the epoch. For a cut-off that is older than the process: `at`. */
  heardAt: number;
}

/** Dependencies of {@link Revocations}. */
export interface RevocationsOptions {
  store: Pick<Store, 'announce' | 'follow'>;
  now: () => Date;
  verify: VerifyAccessToken;
  /** Called for each token that is revoked. */
  onRevoked: (id: string) => void;
}

/** Milliseconds for which the end of a session is remembered: 90 days. No unused refresh token should live longer. */
export const sessionLifetime = 90 * 24 * 60 * 60 * 1000;
/** Largest number of entries of each kind. */
const maxEntries = 1_000_000;
/** Milliseconds between two searches for expired entries. */
const sweepInterval = 60_000;

/** Whether Auth0 may have issued a token before a cut-off. `iat` is a NumericDate. */
export function mayPrecede(iat: unknown, cutOff: CutOff): boolean {
  return typeof iat !== 'number' || iat <= cutOff.at / 1000 + issuerClockTolerance;
}

/**
 * Access tokens that are refused although they have not expired, and sign-ins that have ended. A look-up reads the memory of this
 * process alone; the store's notices keep it up to date.
 *
 * A token's id is a digest of what was signed, not of the token's text: some algorithms sign the same content in several ways. Two
 * logins of one user within a second can give the same token; one revocation then ends it for both.
 */
export class Revocations {
  readonly #store: RevocationsOptions['store'];
  readonly #clock: () => Date;
  readonly #onRevoked: RevocationsOptions['onRevoked'];
  readonly #pending: PendingRevocations;
  /** Expiry of each entry, by token id. */
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
   * The current instant in milliseconds since the epoch. It stands still while the machine's clock goes back, so that a later event
   * never seems to be an earlier one.
   */
  now(): number {
    this.#latest = Math.max(this.#latest, this.#clock().getTime());
    return this.#latest;
  }

  /** Whether a verified token is refused: it was revoked, or its user was cut off after it was issued. */
  isRevoked(token: AccessToken & { accessToken: string }): boolean {
    return (
      this.isTokenRevoked(token.id) || this.#isCutOff(token) || this.#pending.has(token.accessToken)
    );
  }

  /** Whether this very token was revoked; cut-offs aside. */
  isTokenRevoked(id: string): boolean {
    return this.#tokens.has(id);
  }

  /**
   * Refuses tokens until they expire. This process refuses them at once.
   *
   * @returns whether every ready replica knows
   */
  revoke(tokens: readonly RevocableToken[]): Promise<boolean> {
    return this.#store.announce(
      tokens.map(({ id, exp }) => toAnnouncement({ kind: 'token', id }, endOf(exp))),
    );
  }

  /**
   * Refuses a token that cannot be verified now; its holder may give it up all the same. Other replicas learn of it once the token
   * is verified.
   *
   * @returns false when too many such tokens wait to be verified: this one stays good
   */
  revokeUnverified(accessToken: string): boolean {
    return this.#pending.add(accessToken);
  }

  /**
   * Refuses each token of a user that was issued before now. This process refuses them at once. Auth0's clock may be ahead, so a
   * token that claims to be issued up to five seconds from now is refused too, unless it is {@link Revocations.exempt}.
   *
   * @param user - `sub`, or another name for the account
   * @returns the cut-off, and whether every ready replica knows of it
   */
  cutOff(user: string): { at: number; everywhere: Promise<boolean> } {
    const at = Math.max(this.now(), (this.#cutOffs.get(user)?.at ?? -Infinity) + 1);
    const notice = { kind: 'person', user, at } as const;
    const until = at + sessionLifetime;
    // Learned before it is announced: a session that begins meanwhile, with a later clock, is a new one.
    this.#learn(notice, until, at);
    return { at, everywhere: this.#store.announce([toAnnouncement(notice, until)]) };
  }

  /** The latest cut-off of a user, if there is one. */
  cutOffOf(user: string): CutOff | undefined {
    return this.#cutOffs.get(user);
  }

  /**
   * Accepts a token that was issued after its user's cut-off, although Auth0's clock says otherwise.
   *
   * @returns whether every ready replica knows
   */
  exempt({ id, exp }: RevocableToken, { at }: CutOff): Promise<boolean> {
    return this.#store.announce([toAnnouncement({ kind: 'exempt', id, at }, endOf(exp))]);
  }

  /**
   * Ends sign-ins: later tokens of these sign-ins are refused too.
   *
   * @returns whether every ready replica knows
   */
  endSignIns(ids: readonly string[]): Promise<boolean> {
    const until = this.now() + sessionLifetime;
    return this.#store.announce(ids.map((id) => toAnnouncement({ kind: 'signIn', id }, until)));
  }

  isSignInEnded(id: string): boolean {
    return this.#signIns.has(id);
  }

  /** Calls back for each sign-in that ends, at this process or at another. */
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

/** Adds an entry, and drops the oldest one when there are too many. */
function put<Entry>(map: Map<string, Entry>, key: string, entry: Entry): void {
  map.set(key, entry);
  if (map.size <= maxEntries) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** Adds an entry unless the map has a later one. */
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

/** Instant from which an expired token is refused anyway, in milliseconds since the epoch. */
function endOf(exp: number): number {
  return (exp + issuerClockTolerance + 1) * 1000;
}
