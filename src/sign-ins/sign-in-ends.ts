import { LRUCache } from 'lru-cache';
import type { RevocationCause } from '../errors.ts';
import type { Deadline, Store } from '../store/store.ts';
import { hasExpired, issuerClockTolerance } from '../tokens/access-token-rules.ts';
import type { Revocation } from '../tokens/caller.ts';
import { findAccessTokens, type AccessTokenRecord } from './access-token-records.ts';
import type { CutOff } from './cut-offs.ts';
import type { RevocableToken, Revocations, Spared } from './revocations.ts';
import type { SignIn } from './sign-in.ts';

/** Result of ending sign-ins. */
export interface EndedSignIns {
  tokens: RevocableToken[];
  /** Whether every ready replica refuses all tokens of these sign-ins. False if it is unknown when one of them began. */
  everywhere: boolean;
}

/**
 * Milliseconds before a cut-off within which Auth0 may have issued a token that equals a later one. Tokens are equal only if they
 * were issued within the same second. The rest is tolerance for Auth0's clock.
 */
const sameSecond = 6000;
/**
 * Maximum number of sign-ins whose tokens this process remembers. It revokes these tokens when it learns that their sign-in has
 * ended.
 */
const maxSignIns = 100_000;

/** Ends sign-ins and revokes their tokens at every replica. Also tells whether a sign-in has ended. */
export class SignInEnds {
  readonly #store: Store;
  readonly #revocations: Revocations;
  /** Access tokens that this process has issued, by id of the sign-in. */
  readonly #issued = new LRUCache<string, RevocableToken[]>({
    maxSize: maxSignIns,
    sizeCalculation: () => 1,
  });

  constructor(store: Store, revocations: Revocations) {
    this.#store = store;
    this.#revocations = revocations;
    // A sign-in can end at another replica, which does not know the tokens that this replica issues meanwhile.
    revocations.onSignInEnded((id, { cause }) => {
      const tokens = this.#issued.get(id) ?? [];
      this.#issued.delete(id);
      const good = tokens.filter(
        (token) => !revocations.isTokenRevoked(token.id) && !this.#hasExpired(token),
      );
      if (good.length > 0) void revocations.revoke(good.map((token) => ({ ...token, cause })));
    });
  }

  /**
   * Finds the event that has ended a sign-in, in the memory of this process. Undefined if the sign-in has not ended.
   *
   * @param told - time at which the password was set, as the newest tokens tell it
   */
  find(signIn: SignIn, told?: number): Revocation | undefined {
    const { id, user, since, after } = signIn;
    const end = this.#revocations.findSignInEnd(id);
    if (end) return end;
    // The clock of the replica where the sign-in began may be ahead.
    const isBefore = ({ at }: CutOff) => after < at && since <= at + issuerClockTolerance * 1000;
    const cutOff = this.#revocations.cutOffs
      .of(user)
      .find((one) => isBefore(one) && !one.spared.includes(id));
    if (cutOff) return cutOff;
    const hasChanged = this.#revocations.passwords.hasChangedSince(signIn, told);
    return hasChanged ? { cause: 'PASSWORD_CHANGED' } : undefined;
  }

  /**
   * Whether all sessions of a user were ended after a given time.
   *
   * @param since - time at which a sign-in or a proof of presence began (milliseconds since the epoch)
   */
  isCutOff(user: string, since: number): boolean {
    return this.#revocations.cutOffs.of(user).some(({ heardAt }) => since <= heardAt);
  }

  /** Remembers a token of a sign-in, to revoke the token if the sign-in ends at another replica. */
  remember(signIn: string, token: RevocableToken): void {
    const issued = (this.#issued.get(signIn) ?? []).filter((other) => !this.#hasExpired(other));
    if (!issued.some(({ id }) => id === token.id)) this.#issued.set(signIn, [...issued, token]);
  }

  /**
   * Ends sign-ins, and revokes all their access tokens and refresh tokens.
   *
   * @param cause - cause of the end. A sign-in that has already ended keeps its first cause
   */
  async end(
    signIns: readonly SignIn[],
    cause: RevocationCause,
    deadline?: Deadline,
  ): Promise<EndedSignIns> {
    if (signIns.length === 0) return { tokens: [], everywhere: true };
    const ending = signIns.map((signIn) => {
      const first = this.find(signIn) ?? { cause };
      return { ...signIn, cause: first.cause };
    });
    const [isAnnounced, first] = await Promise.all([
      this.#revocations.endSignIns(ending, deadline),
      this.#revokeTokensOf(ending, [], deadline),
    ]);
    // The store now has the records of tokens that another replica issued before it heard of the end.
    const rest = await this.#revokeTokensOf(ending, first.tokens, deadline);
    const isStartKnown = signIns.every(({ since }) => since > 0);
    return {
      tokens: [...first.tokens, ...rest.tokens],
      everywhere: isAnnounced && first.everywhere && rest.everywhere && isStartKnown,
    };
  }

  /**
   * Ends all sign-ins of a user.
   *
   * @param user - `sub`, `everybody`, or the digest of an account's name whose login waits for its second factor
   * @returns `since`: sign-ins that begin at this time (milliseconds since the epoch) or later have not ended. `everywhere`:
   *   whether every ready replica knows the end
   */
  endAll(
    user: string,
    cause: RevocationCause,
    deadline?: Deadline,
  ): { since: number; everywhere: Promise<boolean> } {
    const { at, everywhere } = this.#revocations.cutOff(user, cause, deadline);
    return {
      since: at + 1,
      everywhere: this.#revokeSince(user, { at, cause }, everywhere, deadline),
    };
  }

  /**
   * Ends all sign-ins of a user except `kept`. Tokens that another replica issues meanwhile stay valid for the kept sign-ins
   * only.
   *
   * @param kept - recorded sign-ins of the user
   * @returns whether every ready replica knows the end
   */
  async endOthers(
    user: string,
    kept: readonly SignIn[],
    cause: RevocationCause,
    deadline?: Deadline,
  ): Promise<boolean> {
    const ids = kept.map(({ id }) => id);
    const findKept = async () => {
      const { value, isCertain } = await findAccessTokens(this.#store, user, deadline);
      const tokens = value.filter(({ signIn }) => ids.includes(signIn));
      return { tokens: tokens.map(({ token: id, exp }) => ({ id, exp })), isCertain };
    };
    const { tokens, isCertain } = await findKept();
    const spared = { signIns: ids, tokens };
    const { at, everywhere } = this.#revocations.cutOff(user, cause, deadline, spared);
    const isKnown = await this.#revokeSince(user, { at, cause }, everywhere, deadline, spared);
    // The store now has the records of tokens that another replica issued for the kept sign-ins before it heard of the cut-off.
    const later = await findKept();
    const late = later.tokens.filter(({ id }) => !tokens.some((token) => token.id === id));
    await Promise.all(late.map((token) => this.#revocations.exempt(token, [{ at }])));
    return isKnown && isCertain;
  }

  /**
   * Revokes one by one the tokens of a user that were issued in the second of the cut-off or later. The cut-off itself refuses
   * older tokens only, because `iat` is in whole seconds.
   */
  async #revokeSince(
    user: string,
    { at, cause }: { at: number; cause: RevocationCause },
    everywhere: Promise<boolean>,
    deadline?: Deadline,
    { signIns, tokens: kept }: Spared = { signIns: [], tokens: [] },
  ): Promise<boolean> {
    const { value: records, isCertain } = await findAccessTokens(this.#store, user, deadline);
    const isSpared = ({ token, signIn }: AccessTokenRecord) =>
      signIns.includes(signIn) || kept.some(({ id }) => id === token);
    const tokens = records
      .filter((record) => record.after < at && record.iat * 1000 >= at - sameSecond)
      .filter((record) => !isSpared(record))
      .map(({ token: id, exp }) => ({ id, exp, cause }));
    const isAnnounced = tokens.length === 0 || (await this.#revocations.revoke(tokens, deadline));
    return isAnnounced && isCertain && (await everywhere);
  }

  async #revokeTokensOf(
    signIns: readonly (SignIn & Revocation)[],
    known: readonly RevocableToken[] = [],
    deadline?: Deadline,
  ): Promise<EndedSignIns> {
    const byId = new Map(signIns.map((signIn) => [signIn.id, signIn]));
    const users = [...new Set(signIns.map(({ user }) => user))];
    const found = await Promise.all(
      users.map((user) => findAccessTokens(this.#store, user, deadline)),
    );
    const tokens = found
      .flatMap(({ value }) => value)
      .filter((record) => byId.has(record.signIn) && !this.#hasExpired(record))
      .filter(({ token }) => !known.some(({ id }) => id === token))
      .map(({ token: id, exp, signIn }) => ({ id, exp, cause: byId.get(signIn)?.cause }));
    const isAnnounced = tokens.length === 0 || (await this.#revocations.revoke(tokens, deadline));
    return { tokens, everywhere: isAnnounced && found.every(({ isCertain }) => isCertain) };
  }

  #hasExpired({ exp }: { exp: number }): boolean {
    return hasExpired(exp, new Date(this.#revocations.now()));
  }
}
