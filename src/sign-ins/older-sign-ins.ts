import type { Deadline, Found, Store } from '../store/store.ts';
import type { AccessTokenClaims } from '../tokens/access-token.ts';
import { findAccessTokens, toSignIn } from './access-token-records.ts';
import { sessionLifetime, type Revocations } from './revocations.ts';
import type { SignIn } from './sign-in.ts';

/** A change of a password. */
export interface PasswordChange {
  /** `sub` of the user. Default: the users who have signed in by one of the names. */
  user?: string | undefined;
  /** Digests of the account's names. What waits for a second factor has no other. */
  names: readonly string[];
  /** When the password was set, in milliseconds since the epoch, as the provider tells it. */
  value: number;
}

/** Ends sign-ins that are from before a change of password, wherever the password was changed. */
export class OlderSignIns {
  readonly #store: Store;
  readonly #revocations: Revocations;

  constructor(store: Store, revocations: Revocations) {
    this.#store = store;
    this.#revocations = revocations;
  }

  /**
   * Ends what is from before a change of password: sign-ins, their tokens, and what waits for a second factor. The end of a change
   * that is known already is announced again.
   *
   * @returns whether every ready replica knows
   */
  async end({ user, names, value }: PasswordChange, deadline?: Deadline): Promise<boolean> {
    const { passwords } = this.#revocations;
    const owners =
      user === undefined
        ? await this.#findOwners(names, deadline)
        : { value: [user], isCertain: true };
    const isAnnounced = await passwords.announce([...owners.value, ...names], value, deadline);
    // Now the store has what another replica issued before it heard of the change.
    const ended = await Promise.all(
      owners.value.map((owner) => this.#revokeLaterTokens(owner, value, deadline)),
    );
    return owners.isCertain && isAnnounced && ended.every(Boolean);
  }

  /**
   * Learns of the password of which new tokens tell. It ends what is older, in the background.
   *
   * @returns when that password was set; undefined for tokens that do not tell
   */
  meet(signIn: SignIn, claims: AccessTokenClaims): number | undefined {
    const { passwords } = this.#revocations;
    const value = passwords.valueIn(claims);
    if (value === undefined) return undefined;
    const { user, name } = signIn;
    // A login that has waited for its second factor was the first to tell: the next one by that name must know.
    const names = passwords.hasChangedSince(signIn, value) && name !== undefined ? [name] : [];
    const isKnown = [user, ...names].every((one) => passwords.isKnown(one, value));
    if (!isKnown) void this.end({ user, names, value });
    return value;
  }

  /** Saves whose account has a name. */
  async saveOwner(name: string, user: string): Promise<void> {
    const until = this.#revocations.now() + sessionLifetime;
    await this.#store.set(ownerKey(name), user, until);
  }

  /** Revokes tokens of older sign-ins that were issued after the change: they do not show that they are from before it. */
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
