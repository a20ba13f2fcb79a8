import type { Deadline, Store } from '../store/store.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import type { AccessToken, AccessTokenClaims } from '../tokens/access-token.ts';
import type { Revocation } from '../tokens/caller.ts';
import { ExpiringEntries, type Expiring } from './expiring-entries.ts';
import { toNotice, toText } from './notices.ts';
import type { PasswordMark } from './password-mark.ts';
import type { SignIn } from './sign-in.ts';

/** Dependencies of {@link PasswordChanges}. */
export interface PasswordChangesOptions {
  store: Pick<Store, 'announce' | 'follow'>;
  /** Returns the current time (milliseconds since the epoch). The time never goes back. */
  now: () => number;
  /** Name of the access token claim that contains the time at which the password was set. */
  claim: string;
}

/** Milliseconds for which this process remembers a password change: 90 days. */
const lifetime = 90 * 24 * 60 * 60 * 1000;
/** Maximum number of password changes that this process remembers for one user or name. */
const maxPasswords = 10;
/** Milliseconds that the provider's clock may be ahead. */
const providerClockTolerance = 60_000;

/** The password that the user had before a change that this gateway made. */
export interface PasswordBefore {
  /** Time at which that password was set (milliseconds since the epoch). Undefined if it is unknown. */
  known: number | undefined;
}

/**
 * `value` is the time at which a password was set. `heardAt` is the time at which this process learned of it. Both are
 * milliseconds since the epoch.
 */
interface KnownPassword {
  value: number;
  heardAt: number;
}

/**
 * Remembers when the passwords of users were set, and refuses tokens and sign-ins that are older than the newest password. A
 * look-up reads only the memory of this process. Notices of the store keep that memory up to date.
 *
 * Passwords are remembered by name. A name is the `sub` of a user or, for logins that wait for a second factor, the digest of an
 * account's name.
 */
export class PasswordChanges {
  readonly #options: PasswordChangesOptions;
  /** Known passwords by name, the newest last. */
  readonly #passwords: ExpiringEntries<Expiring & { list: KnownPassword[] }>;
  /** Passwords of tokens whose claims do not tell the password of their sign-in, by id of the token. */
  readonly #tokens: ExpiringEntries<Expiring & { mark: PasswordMark }>;

  constructor(options: PasswordChangesOptions) {
    this.#options = options;
    this.#passwords = new ExpiringEntries(options.now);
    this.#tokens = new ExpiringEntries(options.now);
    options.store.follow((text, until) => {
      const notice = toNotice(text);
      if (notice?.kind !== 'password' && notice?.kind !== 'tokenPassword') return;
      if (notice.kind === 'password') this.#add(notice.user, notice.value, until);
      else this.#tokens.set(notice.id, { until, mark: notice.mark });
    });
  }

  /** Finds out whether a verified token is older than its user's newest password. Called for each request. */
  find({ id, claims }: AccessToken): Revocation | undefined {
    if (!this.#passwords.has(claims.sub)) return undefined;
    const mark = this.#tokens.get(id)?.mark ?? this.#markIn(claims);
    return this.isOlder(claims.sub, mark) ? { cause: 'PASSWORD_CHANGED' } : undefined;
  }

  /**
   * Reads from an access token when its user's password was set (milliseconds since the epoch). Returns undefined if the token
   * does not tell.
   */
  valueIn(claims: AccessTokenClaims): number | undefined {
    const { claim } = this.#options;
    const told = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    const value = typeof told === 'string' ? Date.parse(told) : NaN;
    return Number.isNaN(value) ? undefined : value;
  }

  /**
   * Returns the time at which the newest known password was set (milliseconds since the epoch). Returns undefined if none is
   * known.
   */
  newestOf(name: string): number | undefined {
    return this.#passwords.get(name)?.list.at(-1)?.value;
  }

  /**
   * Whether the user has a later password than the given mark.
   *
   * @param told - time of a password that the provider has just told, which this process may not know yet
   */
  isOlder(name: string, { value, next = -Infinity }: PasswordMark, told = value): boolean {
    const newest = this.newestOf(name) ?? value;
    if (newest <= value && told <= value) return false;
    const known = this.#passwords.get(name)?.list.map((password) => password.value) ?? [];
    const later = [...new Set([...known, told])].filter((one) => one > value);
    const isOwn = later.length > 0 && Math.min(...later) <= next;
    return later.length > (isOwn ? 1 : 0);
  }

  /**
   * Whether a sign-in is older than the newest password of its user.
   *
   * @param told - time of a password that the provider has just told, which this process may not know yet
   */
  hasChangedSince(signIn: SignIn, told?: number): boolean {
    const mark = markOf(signIn, told);
    const { user, name = user } = signIn;
    return this.isOlder(user, mark, told) || this.isOlder(name, mark, told);
  }

  /**
   * Returns the mark of a login whose password the provider has just checked. The claim of the tokens may lag behind a change, so
   * the passwords that this process knew before the check count too.
   *
   * @param since - time just before the check (milliseconds since the epoch)
   * @param change - given if the user has just changed the password with which the login began
   */
  markLogin(claims: AccessTokenClaims, since: number, change?: PasswordBefore): PasswordMark {
    const list = this.#passwords.get(claims.sub)?.list ?? [];
    const heard = list.filter(({ heardAt }) => heardAt < since).map(({ value }) => value);
    if (!change) return { value: Math.max(this.#markIn(claims).value, ...heard) };
    const { known = 0 } = change;
    const told = this.valueIn(claims) ?? 0;
    // If no earlier password is known, the claim may still be that of the password before the change.
    const isTold = heard.some((value) => value > known) || (known > 0 && told > known);
    const value = Math.max(known, told, ...heard);
    return isTold ? { value } : this.markChange({ known: value }, since);
  }

  /**
   * Returns the mark of a sign-in whose user has just changed the password, while the provider does not tell the new password
   * yet.
   *
   * @param since - time just before the change (milliseconds since the epoch)
   */
  markChange({ known = 0 }: PasswordBefore, since: number): PasswordMark {
    return { value: known, next: since + providerClockTolerance };
  }

  /**
   * Returns the mark of a login or a reauthentication that waits for its second factor. The provider has issued no tokens yet, so
   * no claim tells the password.
   *
   * @param since - time just before the password was checked (milliseconds since the epoch)
   */
  markFlow(names: readonly string[], since: number): PasswordMark {
    return { value: Math.max(since, ...names.map((name) => this.newestOf(name) ?? 0)) };
  }

  /**
   * Returns the mark of a sign-in that has been refreshed. Takes the password from the claims of the new tokens, unless the
   * claims lag behind a known change.
   *
   * @returns undefined if neither the beginning nor the password of the sign-in is known
   */
  renewMark(signIn: SignIn, claims: AccessTokenClaims): PasswordMark | undefined {
    const told = this.valueIn(claims);
    if (told === undefined && !signIn.password && signIn.since === 0) return undefined;
    const mark = markOf(signIn, told);
    if (told === undefined || told < (this.newestOf(signIn.user) ?? 0)) return mark;
    const isPending = mark.next !== undefined && told <= mark.value;
    return isPending ? mark : { value: told };
  }

  /**
   * Whether the mark of a new token must be announced, because the claims of the token would make it look older than the newest
   * password.
   */
  needsMark(claims: AccessTokenClaims, mark: PasswordMark): boolean {
    return mark.next !== undefined || this.isOlder(claims.sub, this.#markIn(claims));
  }

  /**
   * Announces the mark of a token.
   *
   * @param token - `exp` is its expiry as a NumericDate (seconds)
   * @returns whether every ready replica knows the mark
   */
  markToken({ id, exp }: { id: string; exp: number }, mark: PasswordMark): Promise<boolean> {
    const notice = toText({ kind: 'tokenPassword', id, mark });
    const until = (exp + issuerClockTolerance + 1) * 1000;
    return this.#options.store.announce([{ notice, until }]);
  }

  /**
   * Whether this process needs no announcement of a password: it knows the password already, or no sign-in is old enough to be
   * affected.
   */
  isKnown(name: string, value: number): boolean {
    if (value + lifetime <= this.#options.now()) return true;
    return this.#passwords.get(name)?.list.some((known) => known.value === value) ?? false;
  }

  /**
   * Announces a new password. This process knows it at once.
   *
   * @returns whether every ready replica knows the password
   */
  async announce(names: readonly string[], value: number, deadline?: Deadline): Promise<boolean> {
    const until = value + lifetime;
    if (until <= this.#options.now()) return true;
    const toAnnouncement = (user: string) => ({
      notice: toText({ kind: 'password', user, value }),
      until,
    });
    return this.#options.store.announce([...new Set(names)].map(toAnnouncement), deadline);
  }

  /**
   * Returns the mark of a token. If its claims do not tell the password, the mark is one second before `iat`: the provider's
   * clock sets both times, and `iat` is rounded to seconds.
   */
  #markIn(claims: AccessTokenClaims): PasswordMark {
    const { iat } = claims;
    const issuedAt = typeof iat === 'number' ? (iat - 1) * 1000 : 0;
    return { value: this.valueIn(claims) ?? issuedAt };
  }

  #add(name: string, value: number, until: number): void {
    const known = this.#passwords.get(name)?.list ?? [];
    if (known.some((password) => password.value === value)) return;
    const list = [...known, { value, heardAt: this.#options.now() }]
      .toSorted((one, other) => one.value - other.value)
      .slice(-maxPasswords);
    this.#passwords.set(name, { list, until });
  }
}

/**
 * Returns the mark of a sign-in. If the sign-in has none, the mark is the beginning of the sign-in or, if that is unknown too,
 * `told`.
 */
export function markOf({ password, since }: SignIn, told = 0): PasswordMark {
  return password ?? { value: since > 0 ? since : told };
}
