import type { RevocationCause } from '../errors.ts';
import type { Deadline, Store } from '../store/store.ts';
import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import type { Revocation } from '../tokens/caller.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import { CutOffs, type CutOff } from './cut-offs.ts';
import { ExpiringEntries, type Expiring } from './expiring-entries.ts';
import { toNotice, toText, type Notice } from './notices.ts';
import { PasswordChanges } from './password-changes.ts';
import { PendingRevocations } from './pending-revocations.ts';

/** An access token to revoke. `exp` is its expiry as a NumericDate (seconds), after which it is refused anyway. */
export interface RevocableToken {
  id: string;
  exp: number;
}

/** Sessions that a cut-off does not end: the ids of their sign-ins, and their access tokens. */
export interface Spared {
  signIns: readonly string[];
  tokens: readonly RevocableToken[];
}

const nothing: Spared = { signIns: [], tokens: [] };

/** Dependencies of {@link Revocations}. */
export interface RevocationsOptions {
  store: Pick<Store, 'announce' | 'follow'>;
  now: () => Date;
  verify: VerifyAccessToken;
  /** Called with the id of each token that is revoked. */
  onRevoked: (id: string) => void;
  /** Name of the claim of access tokens that tells when the password was set. */
  passwordClaim: string;
}

/** Milliseconds for which the end of a session is remembered: 90 days. An unused refresh token should not live longer. */
export const sessionLifetime = 90 * 24 * 60 * 60 * 1000;

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
  /** The passwords of users: a token from before the newest one is refused. */
  readonly passwords: PasswordChanges;
  /** Events that ended all sessions of a user. */
  readonly cutOffs: CutOffs;
  /** Revoked tokens by id, each with its cause and the instant of its expiry. */
  readonly #tokens: ExpiringEntries<Expiring & Revocation>;
  readonly #signIns: ExpiringEntries<Expiring & Revocation>;
  readonly #signInListeners: ((id: string, end: Revocation) => void)[] = [];
  readonly #userListeners: ((user: string) => void)[] = [];
  #latest = -Infinity;

  constructor({ store, now, verify, onRevoked, passwordClaim: claim }: RevocationsOptions) {
    this.#store = store;
    this.#clock = now;
    this.#onRevoked = onRevoked;
    const time = () => this.now();
    this.cutOffs = new CutOffs(time);
    this.#tokens = new ExpiringEntries(time);
    this.#signIns = new ExpiringEntries(time);
    this.#pending = new PendingRevocations(
      verify,
      ({ id, claims: { exp } }) => void this.revoke([{ id, exp, cause: 'LOGOUT' }]),
    );
    this.passwords = new PasswordChanges({ store, now: time, claim });
    store.follow((text, until, isNew) => {
      const notice = toNotice(text);
      if (!notice) return;
      const heardAt = this.now();
      this.#learn(
        notice,
        until,
        isNew || !('at' in notice) ? heardAt : Math.min(notice.at, heardAt),
      );
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

  /**
   * Finds the revocation of a verified token, or the cut-off or change of password of its user since it was issued. Returns
   * undefined for a good token.
   */
  find(token: AccessToken & { accessToken: string }): Revocation | undefined {
    const known =
      this.#tokens.get(token.id) ?? this.cutOffs.find(token) ?? this.passwords.find(token);
    if (known) return known;
    return this.#pending.has(token.accessToken) ? { cause: 'LOGOUT' } : undefined;
  }

  /** Tells whether a token itself was revoked, regardless of cut-offs. */
  isTokenRevoked(id: string): boolean {
    return this.#tokens.has(id);
  }

  /**
   * Revokes tokens. This process refuses them at once, until they expire.
   *
   * @param tokens - a token that is revoked already keeps its first cause
   * @returns whether every ready replica refuses them
   */
  revoke(tokens: readonly (RevocableToken & Revocation)[], deadline?: Deadline): Promise<boolean> {
    return this.#store.announce(
      tokens.map(({ id, exp, cause: now }) => {
        const { cause } = this.#tokens.get(id) ?? { cause: now };
        return toAnnouncement({ kind: 'token', id, cause }, endOf(exp));
      }),
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
   * @param user - `sub`, the digest of an account's name, or {@link everybody}
   * @param spared - what the cut-off does not end. Default: nothing
   * @returns the cut-off, and whether every ready replica knows it
   */
  cutOff(
    user: string,
    cause: RevocationCause,
    deadline?: Deadline,
    spared = nothing,
  ): { at: number; everywhere: Promise<boolean> } {
    const at = this.cutOffs.nextInstant(user, this.now());
    const notice = { kind: 'person', user, at, cause, spared: spared.signIns } as const;
    const until = at + sessionLifetime;
    // First: whoever hears of the cut-off has then heard what it spares.
    const exemptions = spared.tokens.map((token) => toExemption(token, at));
    // Learned before it is announced: a session that begins meanwhile, with a later clock, is a new one.
    this.#learn(notice, until, at);
    const announcements = [...exemptions, toAnnouncement(notice, until)];
    return { at, everywhere: this.#store.announce(announcements, deadline) };
  }

  /**
   * Accepts a token whose `iat` precedes cut-offs that did not end its sign-in: these came before the sign-in, or spared it.
   *
   * @returns whether every ready replica knows
   */
  exempt(token: RevocableToken, cutOffs: readonly Pick<CutOff, 'at'>[]): Promise<boolean> {
    return this.#store.announce(cutOffs.map(({ at }) => toExemption(token, at)));
  }

  /**
   * Ends sign-ins. Tokens that they issue later are refused too.
   *
   * @returns whether every ready replica knows
   */
  endSignIns(
    signIns: readonly ({ id: string } & Revocation)[],
    deadline?: Deadline,
  ): Promise<boolean> {
    const until = this.now() + sessionLifetime;
    return this.#store.announce(
      signIns.map(({ id, cause }) => toAnnouncement({ kind: 'signIn', id, cause }, until)),
      deadline,
    );
  }

  /** Finds the end of a sign-in by {@link Revocations.endSignIns}. Returns undefined when it has not ended so. */
  findSignInEnd(id: string): Revocation | undefined {
    return this.#signIns.get(id);
  }

  /** Registers a listener for sign-ins that end, at this replica or at another. */
  onSignInEnded(listener: (id: string, end: Revocation) => void): void {
    this.#signInListeners.push(listener);
  }

  /** Registers a listener for events that may end several sign-ins of a user: a cut-off, and a change of the password. */
  onUserEnded(listener: (user: string) => void): void {
    this.#userListeners.push(listener);
  }

  #learn(notice: Notice, until: number, heardAt: number): void {
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
        this.cutOffs.add(notice, heardAt, until);
        for (const listener of this.#userListeners) listener(notice.user);
        return;
      case 'password':
        // The passwords have heard of it first.
        for (const listener of this.#userListeners) listener(notice.user);
        return;
      case 'exempt':
        this.cutOffs.addExemption(notice, until);
    }
  }
}

/** Adds an entry. An earlier entry of the same key keeps its cause. */
function putFirst(
  entries: ExpiringEntries<Expiring & Revocation>,
  key: string,
  { until, cause }: Expiring & Revocation,
): void {
  const first = entries.get(key) ?? { cause };
  entries.set(key, { until, cause: first.cause });
}

function toAnnouncement(notice: Notice, until: number) {
  return { notice: toText(notice), until };
}

function toExemption({ id, exp }: RevocableToken, at: number) {
  return toAnnouncement({ kind: 'exempt', id, at }, endOf(exp));
}

/** Returns the instant from which a token is refused as expired, in milliseconds since the epoch. */
function endOf(exp: number): number {
  return (exp + issuerClockTolerance + 1) * 1000;
}
