import type { Deadline, Found, Store } from '../store/store.ts';
import type { AccessTokenClaims } from '../tokens/access-token.ts';
import { findAccessTokens, toSignIn } from './access-token-records.ts';
import { sessionLifetime, type Revocations } from './revocations.ts';
import type { SignIn } from './sign-in.ts';

/** A change of a password. */
export interface PasswordChange {
  /** `sub` of the user. Default: the users who have signed in with one of `names`. */
  user?: string | undefined;
  /** Digests of the account's names. A login that waits for its second factor is known by the name only. */
  names: readonly string[];
  /** Time at which the password was set, on the provider's clock (milliseconds since the epoch). */
  value: number;
}

/** Ends the sign-ins that began before a change of password. The change may have happened at the gateway or elsewhere. */
export class OlderSignIns {
  readonly #store: Store;
  readonly #revocations: Revocations;

  constructor(store: Store, revocations: Revocations) {
    this.#store = store;
    this.#revocations = revocations;
  }

  /**
   * Ends the sign-ins that began before a change of password, with their tokens and with the logins that wait for a second
   * factor. Announces the change again even if this process knows it already.
   *
   * @returns whether every ready replica knows the change
   */
  async end({ user, names, value }: PasswordChange, deadline?: Deadline): Promise<boolean> {
    const { passwords } = this.#revocations;
    const owners =
      user === undefined
        ? await this.#findOwners(names, deadline)
        : { value: [user], isCertain: true };
    const isAnnounced = await passwords.announce([...owners.value, ...names], value, deadline);
    // The store now has the records of tokens that another replica issued before it heard of the change.
    const ended = await Promise.all(
      owners.value.map((owner) => this.#revokeLaterTokens(owner, value, deadline)),
    );
    return owners.isCertain && isAnnounced && ended.every(Boolean);
  }

  /**
   * Reads from new access tokens when the user's password was set. If the password is new to this process, ends the older
   * sign-ins in the background.
   *
   * @returns the time at which the password was set (milliseconds since the epoch), or undefined if the tokens do not tell
   */
  meet(signIn: SignIn, claims: AccessTokenClaims): number | undefined {
    const { passwords } = this.#revocations;
    const value = passwords.valueIn(claims);
    if (value === undefined) return undefined;
    const { user, name } = signIn;
    // This login waited for its second factor while the password changed. Other logins that wait are known by the account's name
    // only.
    const names = passwords.hasChangedSince(signIn, value) && name !== undefined ? [name] : [];
    const isKnown = [user, ...names].every((one) => passwords.isKnown(one, value));
    if (!isKnown) void this.end({ user, names, value });
    return value;
  }

  /** Saves which user an account's name belongs to. */
  async saveOwner(name: string, user: string): Promise<void> {
    const until = this.#revocations.now() + sessionLifetime;
    await this.#store.set(ownerKey(name), user, until);
  }

  /**
   * Revokes the tokens that older sign-ins received after the change. The `iat` of such a token is later than the change, so the
   * token itself does not show that its sign-in is older.
   */
  async #revokeLaterTokens(user: string, value: number, deadline?: Deadline): Promise<boolean> {
    const { value: records, isCertain } = await findAccessTokens(this.#store, user, deadline);
    const { passwords } = this.#revocations;
    const tokens = records
      .filter(({ iat }) => (iat + 1) * 1000 > value)
      .filter((record) => passwords.hasChangedSince(toSignIn(user, record), value))
      .map(({ token: id, exp }) => ({ id, exp, cause: 'PASSWORD_CHANGED' as const }));
    const isRevoked = tokens.length === 0 || (await this.#revocations.revoke(tokens, deadline));
    return isRevoked && isCertain;
  }

  async #findOwners(names: readonly string[], deadline?: Deadline): Promise<Found<string[]>> {
    const found = await Promise.all(names.map((name) => this.#store.get(ownerKey(name), deadline)));
    const users = found.map(({ value }) => value).filter((user) => user !== undefined);
    return { value: [...new Set(users)], isCertain: found.every(({ isCertain }) => isCertain) };
  }
}

function ownerKey(name: string): string {
  return `owner:${name}`;
}
