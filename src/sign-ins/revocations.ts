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

/** An access token to revoke. `exp` is its expiry as a NumericDate (seconds). */
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
  /** Name of the access token claim that contains the time at which the password was set. */
  passwordClaim: string;
}

/** Milliseconds for which the end of a session is remembered: 90 days. Unused refresh tokens should expire earlier. */
export const sessionLifetime = 90 * 24 * 60 * 60 * 1000;

/**
 * Remembers revoked access tokens and ended sign-ins. A look-up reads only the memory of this process. Notices of the store keep
 * that memory up to date.
 *
 * The id of a token is a digest of its content without the signature, because the same content may have several valid signatures.
 * If two logins of one user within a second receive the same token, a revocation ends the token for both.
 */
export class Revocations {
  readonly #store: RevocationsOptions['store'];
  readonly #clock: () => Date;
  readonly #onRevoked: RevocationsOptions['onRevoked'];
  readonly #pending: PendingRevocations;
  /** Password changes. A token that is older than its user's newest password is refused. */
  readonly passwords: PasswordChanges;
  /** Events that ended all sessions of a user. */
  readonly cutOffs: CutOffs;
  /** Revoked tokens by id, each with its cause and its expiry. */
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
   * Returns the current time (milliseconds since the epoch). If the machine's clock is set back, the time stands still, so that a
   * later event never has an earlier time.
   */
  now(): number {
    this.#latest = Math.max(this.#latest, this.#clock().getTime());
    return this.#latest;
  }

  /**
   * Finds out whether a verified token was revoked, or is older than a cut-off or a password change of its user. Returns
   * undefined for a valid token.
   */
  find(token: AccessToken & { accessToken: string }): Revocation | undefined {
    const known =
      this.#tokens.get(token.id) ?? this.cutOffs.find(token) ?? this.passwords.find(token);
    if (known) return known;
    return this.#pending.has(token.accessToken) ? { cause: 'LOGOUT' } : undefined;
  }

  /** Whether this very token was revoked. Ignores cut-offs. */
  isTokenRevoked(id: string): boolean {
    return this.#tokens.has(id);
  }

  /**
   * Revokes tokens until they expire. This process refuses them at once.
   *
   * @param tokens - a token that is already revoked keeps its first cause
   * @returns whether every ready replica refuses the tokens
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
   * Revokes a token that cannot be verified now. Other replicas learn of the revocation when this process has verified the token.
   *
   * @returns false if too many such tokens wait to be verified. The token then stays valid
   */
  revokeUnverified(accessToken: string): boolean {
    return this.#pending.add(accessToken);
  }

  /**
   * Revokes all tokens of a user that were issued before now. This process refuses them at once. Because Auth0's clock may be
   * ahead, tokens with an `iat` up to five seconds in the future are refused too, unless {@link Revocations.exempt} accepts them.
   *
   * @param user - `sub`, the digest of an account's name, or {@link everybody}
   * @param spared - sessions that the cut-off does not end. Default: none
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
    // Announced first, so that a replica that knows the cut-off knows the exemptions too.
    const exemptions = spared.tokens.map((token) => toExemption(token, at));
    // Learned before it is announced, so that a session that begins meanwhile, at a later time, counts as new.
    this.#learn(notice, until, at);
    const announcements = [...exemptions, toAnnouncement(notice, until)];
    return { at, everywhere: this.#store.announce(announcements, deadline) };
  }

  /**
   * Exempts a token from cut-offs that did not end its sign-in, although its `iat` precedes them. Those cut-offs came before the
   * sign-in, or spared it.
   *
   * @returns whether every ready replica knows the exemption
   */
  exempt(token: RevocableToken, cutOffs: readonly Pick<CutOff, 'at'>[]): Promise<boolean> {
    return this.#store.announce(cutOffs.map(({ at }) => toExemption(token, at)));
  }

  /**
   * Ends sign-ins. Tokens that are issued for them later are refused too.
   *
   * @returns whether every ready replica knows the end
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

  /** Finds the end of a sign-in by {@link Revocations.endSignIns}. Undefined if that method has not ended it. */
  findSignInEnd(id: string): Revocation | undefined {
    return this.#signIns.get(id);
  }

  /** Registers a listener for sign-ins that end, at this replica or at another one. */
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

/** Adds an entry. If the key has an entry already, keeps its cause. */
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

/** Returns the time from which a token is refused as expired (milliseconds since the epoch). */
function endOf(exp: number): number {
  return (exp + issuerClockTolerance + 1) * 1000;
}
