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
  /** Returns the current instant, in milliseconds since the epoch. It never goes back. */
  now: () => number;
  /** Name of the claim of access tokens that tells when the password was set. */
  claim: string;
}

/** Milliseconds for which a password that was set is remembered: 90 days. */
const lifetime = 90 * 24 * 60 * 60 * 1000;
/** Maximum number of passwords that are remembered of one user or name. */
const maxPasswords = 10;
/** Milliseconds by which the provider's clock may be ahead. */
const providerClockTolerance = 60_000;

/** The password before a change that the gateway has made itself. */
export interface PasswordBefore {
  /** When it was set, as far as that is known, in milliseconds since the epoch. */
  known: number | undefined;
}

/** A password of a user, and the instant at which this process learned of it. */
interface KnownPassword {
  value: number;
  heardAt: number;
}

/**
 * The passwords of users, as far as the provider has told when they were set. Whatever is from before the newest of them has ended.
 * A look-up reads only the memory of this process, which the store's notices keep up to date.
 *
 * A name is the `sub` of a user, or the digest of an account's name, for sign-ins that wait for a second factor.
 */
export class PasswordChanges {
  readonly #options: PasswordChangesOptions;
  /** By name; the newest password last. */
  readonly #passwords: ExpiringEntries<Expiring & { list: KnownPassword[] }>;
  /** Marks of tokens whose claims do not tell their password, by id of the token. */
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

  /** Tells whether a verified token is from before its user's newest password. Called for each request. */
  find({ id, claims }: AccessToken): Revocation | undefined {
    if (!this.#passwords.has(claims.sub)) return undefined;
    const mark = this.#tokens.get(id)?.mark ?? this.#markIn(claims);
    return this.isOlder(claims.sub, mark) ? { cause: 'PASSWORD_CHANGED' } : undefined;
  }

  /** Reads when the password of a token's user was set. Returns undefined for a token that does not tell. */
  valueIn(claims: AccessTokenClaims): number | undefined {
    const { claim } = this.#options;
    const told = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    const value = typeof told === 'string' ? Date.parse(told) : NaN;
    return Number.isNaN(value) ? undefined : value;
  }

  /** Returns when the newest known password was set; undefined when none is known. */
  newestOf(name: string): number | undefined {
    return this.#passwords.get(name)?.list.at(-1)?.value;
  }

  /**
   * Tells whether a user has a later password than a mark allows.
   *
   * @param told - a password of the user that the provider has told just now
   */
  isOlder(name: string, { value, next = -Infinity }: PasswordMark, told = value): boolean {
    const newest = this.newestOf(name) ?? value;
    if (newest <= value && told <= value) return false;
    const known = this.#passwords.get(name)?.list.map((password) => password.value) ?? [];
    const later = [...new Set([...known, told])].filter((one) => one > value);
    const isOwn = later.length > 0 && Math.min(...later) <= next;
    return later.length > (isOwn ? 1 : 0);
  }

  /** Tells whether a sign-in is from before the newest password of its user. */
  hasChangedSince(signIn: SignIn, told?: number): boolean {
    const mark = markOf(signIn, told);
    const { user, name = user } = signIn;
    return this.isOlder(user, mark, told) || this.isOlder(name, mark, told);
  }

  /**
   * Marks a sign-in whose password the provider has just checked. What this process knew before counts too, since the claim may
   * lag behind.
   *
   * @param since - the instant before the check, in milliseconds since the epoch
   * @param change - for a sign-in with a password that the user has just changed
   */
  markLogin(claims: AccessTokenClaims, since: number, change?: PasswordBefore): PasswordMark {
    const list = this.#passwords.get(claims.sub)?.list ?? [];
    const heard = list.filter(({ heardAt }) => heardAt < since).map(({ value }) => value);
    if (!change) return { value: Math.max(this.#markIn(claims).value, ...heard) };
    const { known = 0 } = change;
    const told = this.valueIn(claims) ?? 0;
    // Without an earlier value to compare with, the claim may be that of before the change.
    const isTold = heard.some((value) => value > known) || (known > 0 && told > known);
    const value = Math.max(known, told, ...heard);
    return isTold ? { value } : this.markChange({ known: value }, since);
  }

  /** Marks what begins with a password that the user has just changed, while the provider has not told of it. */
  markChange({ known = 0 }: PasswordBefore, since: number): PasswordMark {
    return { value: known, next: since + providerClockTolerance };
  }

  /** Marks a sign-in or proof that waits for its second factor: the provider tells of no password yet. */
  markFlow(names: readonly string[], since: number): PasswordMark {
    return { value: Math.max(since, ...names.map((name) => this.newestOf(name) ?? 0)) };
  }

  /**
   * Marks a sign-in that goes on with new tokens. It takes over the password that they tell, unless the claim lags behind.
   *
   * @returns undefined while nothing is known: of its beginning, or of its password
   */
  renewMark(signIn: SignIn, claims: AccessTokenClaims): PasswordMark | undefined {
    const told = this.valueIn(claims);
    if (told === undefined && !signIn.password && signIn.since === 0) return undefined;
    const mark = markOf(signIn, told);
    if (told === undefined || told < (this.newestOf(signIn.user) ?? 0)) return mark;
    const isPending = mark.next !== undefined && told <= mark.value;
    return isPending ? mark : { value: told };
  }

  /** Tells whether a new token needs a mark of its own: its claims would not tell that it is from a later password. */
  needsMark(claims: AccessTokenClaims, mark: PasswordMark): boolean {
    return mark.next !== undefined || this.isOlder(claims.sub, this.#markIn(claims));
  }

  /**
   * Announces the mark of a token.
   *
   * @param token - `exp`: its expiry as a NumericDate (seconds)
   * @returns whether every ready replica knows it
   */
  markToken({ id, exp }: { id: string; exp: number }, mark: PasswordMark): Promise<boolean> {
    const notice = toText({ kind: 'tokenPassword', id, mark });
    const until = (exp + issuerClockTolerance + 1) * 1000;
    return this.#options.store.announce([{ notice, until }]);
  }

  /** Tells whether this process knows a password of a user already, or has no need to: it is older than any sign-in. */
  isKnown(name: string, value: number): boolean {
    if (value + lifetime <= this.#options.now()) return true;
    return this.#passwords.get(name)?.list.some((known) => known.value === value) ?? false;
  }

  /**
   * Announces that a password was set. This process knows it at once.
   *
   * @returns whether every ready replica knows it
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

  /** A token that does not tell its password is from the second before it was issued, by the same clock of the provider. */
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

/** Returns the mark of a sign-in. One from before the provider told of passwords has its beginning, as far as that is known. */
export function markOf({ password, since }: SignIn, told = 0): PasswordMark {
  return password ?? { value: since > 0 ? since : told };
}
