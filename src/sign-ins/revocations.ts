import type { RevocationCause } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import type { Revocation } from '../tokens/caller.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import { toNotice, toText, type Notice } from './notices.ts';
import { PendingRevocations } from './pending-revocations.ts';

/** An access token to revoke: its id, and the NumericDate (seconds) after which it is refused anyway. */
export interface RevocableToken {
  id: string;
  exp: number;
}

/** The end of each session that a user began before an instant, for example by a logout everywhere. */
export interface CutOff extends Revocation {
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
/** Cut-offs of one user that are remembered, to name the one that ended a session. The latest alone decides what is refused. */
const maxCutOffs = 10;
/** Milliseconds between two searches for expired entries. */
const sweepInterval = 60_000;

/** Whether Auth0 may have issued a token before a cut-off. `iat` is a NumericDate. */
export function mayPrecede(iat: unknown, cutOff: CutOff): boolean {
  return typeof iat !== 'number' || iat <= cutOff.at / 1000 + issuerClockTolerance;
}

/** Something to forget after an instant, in milliseconds since the epoch. */
interface Entry {
  until: number;
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
  /** By token id. */
  readonly #tokens = new Map<string, Entry & Revocation>();
  readonly #exemptions = new Map<string, Entry & { at: number }>();
  /** By user, the latest one last. */
  readonly #cutOffs = new Map<string, Entry & { list: CutOff[] }>();
  readonly #signIns = new Map<string, Entry & Revocation>();
  readonly #signInListeners: ((id: string, end: Revocation) => void)[] = [];
  #latest = -Infinity;
  #sweptAt: number;

  constructor({ store, now, verify, onRevoked }: RevocationsOptions) {
    this.#store = store;
    this.#clock = now;
    this.#onRevoked = onRevoked;
    this.#sweptAt = this.now();
    this.#pending = new PendingRevocations(
      verify,
      ({ id, claims: { exp } }) => void this.revoke([{ id, exp, cause: 'LOGOUT' }]),
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

  /** The reason to refuse a verified token: it was revoked, or its user was cut off after it was issued. Undefined for a good token. */
  find(token: AccessToken & { accessToken: string }): Revocation | undefined {
    const known = this.#tokens.get(token.id) ?? this.#findCutOff(token);
    if (known) return known;
    return this.#pending.has(token.accessToken) ? { cause: 'LOGOUT' } : undefined;
  }

  /** Whether this very token was revoked; cut-offs aside. */
  isTokenRevoked(id: string): boolean {
    return this.#tokens.has(id);
  }

  /**
   * Refuses tokens until they expire. This process refuses them at once.
   *
   * @param tokens - a token that is revoked already keeps its first cause
   * @returns whether every ready replica knows
   */
  revoke(tokens: readonly (RevocableToken & Revocation)[]): Promise<boolean> {
    return this.#store.announce(
      tokens.map(({ id, exp, cause: now }) => {
        const { cause } = this.#tokens.get(id) ?? { cause: now };
        return toAnnouncement({ kind: 'token', id, cause }, endOf(exp));
      }),
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
  cutOff(user: string, cause: RevocationCause): { at: number; everywhere: Promise<boolean> } {
    const at = Math.max(this.now(), (this.cutOffOf(user)?.at ?? -Infinity) + 1);
    const notice = { kind: 'person', user, at, cause } as const;
    const until = at + sessionLifetime;
    // Learned before it is announced: a session that begins meanwhile, with a later clock, is a new one.
    this.#learn(notice, until, at);
    return { at, everywhere: this.#store.announce([toAnnouncement(notice, until)]) };
  }

  /** The latest cut-off of a user, if there is one. */
  cutOffOf(user: string): CutOff | undefined {
    return this.#cutOffs.get(user)?.list.at(-1);
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
  endSignIns(signIns: readonly ({ id: string } & Revocation)[]): Promise<boolean> {
    const until = this.now() + sessionLifetime;
    return this.#store.announce(
      signIns.map(({ id, cause }) => toAnnouncement({ kind: 'signIn', id, cause }, until)),
    );
  }

  /** The end of a sign-in by {@link Revocations.endSignIns}; undefined when it has not ended so. */
  findSignInEnd(id: string): Revocation | undefined {
    return this.#signIns.get(id);
  }

  /** Calls back for each sign-in that ends, at this process or at another. */
  onSignInEnded(listener: (id: string, end: Revocation) => void): void {
    this.#signInListeners.push(listener);
  }

  /** The first cut-off that refuses a token. A token that the latest one does not refuse is good. */
  #findCutOff({ id, claims: { sub, iat } }: AccessToken): CutOff | undefined {
    const exemptAt = this.#exemptions.get(id)?.at ?? -Infinity;
    return this.#cutOffs
      .get(sub)
      ?.list.find((cutOff) => exemptAt < cutOff.at && mayPrecede(iat, cutOff));
  }

  #learn(notice: Notice, until: number, heardAt: number): void {
    this.#sweep();
    switch (notice.kind) {
      case 'token':
        putFirst(this.#tokens, notice.id, { until, cause: notice.cause });
        this.#onRevoked(notice.id);
        return;
      case 'signIn':
        putFirst(this.#signIns, notice.id, { until, cause: notice.cause });
        for (const listener of this.#signInListeners) listener(notice.id, notice);
        return;
      case 'person':
        this.#addCutOff(notice.user, { at: notice.at, heardAt, cause: notice.cause }, until);
        return;
      case 'exempt':
        if ((this.#exemptions.get(notice.id)?.at ?? -Infinity) < notice.at)
          put(this.#exemptions, notice.id, { at: notice.at, until });
    }
  }

  #addCutOff(user: string, cutOff: CutOff, until: number): void {
    const known = this.#cutOffs.get(user) ?? { list: [], until };
    if (known.list.some(({ at }) => at === cutOff.at)) return;
    const list = [...known.list, cutOff].toSorted((one, other) => one.at - other.at);
    put(this.#cutOffs, user, {
      list: list.slice(-maxCutOffs),
      until: Math.max(until, known.until),
    });
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
function put<Value extends Entry>(map: Map<string, Value>, key: string, entry: Value): void {
  map.set(key, entry);
  if (map.size <= maxEntries) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** Adds an entry. An earlier entry of the same key keeps its cause. */
function putFirst(
  map: Map<string, Entry & Revocation>,
  key: string,
  { until, cause }: Entry & Revocation,
): void {
  const first = map.get(key) ?? { cause };
  put(map, key, { until, cause: first.cause });
}

function toAnnouncement(notice: Notice, until: number) {
  return { notice: toText(notice), until };
}

/** Instant from which an expired token is refused anyway, in milliseconds since the epoch. */
function endOf(exp: number): number {
  return (exp + issuerClockTolerance + 1) * 1000;
}
