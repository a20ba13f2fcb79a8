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
  /** Whether every ready replica refuses all tokens of these sign-ins. False when the start of one of them is unknown. */
  everywhere: boolean;
}

/**
 * Milliseconds before a cut-off within which Auth0 may have issued a token that equals a later one. Tokens are equal only when
 * issued in the same second; the rest is tolerance for Auth0's clock.
 */
const sameSecond = 6000;
/**
 * Maximum number of sign-ins whose tokens this process remembers, so that it can revoke them when it hears that the sign-in has
 * ended.
 */
const maxSignIns = 100_000;

/** Ends sign-ins and revokes what they issued, at every replica, and tells which have ended. */
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
    // A sign-in can end at one replica while it goes on here: the other replica does not know what this one issues meanwhile.
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
   * Finds the event that has ended a sign-in, in the memory of this process. Undefined while the sign-in goes on.
   *
   * @param told - when the password was set of which the newest tokens tell
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
   * Tells whether all sessions of a user were ended after a given instant.
   *
   * @param since - instant at which a sign-in or a proof of presence began, in milliseconds since the epoch
   */
  isCutOff(user: string, since: number): boolean {
    return this.#revocations.cutOffs.of(user).some(({ heardAt }) => since <= heardAt);
  }

  /** Remembers a token that this process issues for a sign-in, which may end at another replica. */
  remember(signIn: string, token: RevocableToken): void {
    const issued = (this.#issued.get(signIn) ?? []).filter((other) => !this.#hasExpired(other));
    if (!issued.some(({ id }) => id === token.id)) this.#issued.set(signIn, [...issued, token]);
  }

  /**
   * Ends sign-ins, and revokes each access token and refresh token of them.
   *
   * @param cause - a sign-in that has ended already keeps its first cause
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
    // Now the store has what another replica issued before it heard of the end.
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
   * @param user - `sub`, `everybody`, or the digest of the name of an account that is just signing in
   * @returns `since`: a sign-in that begins at this instant (milliseconds since the epoch) or later is a new one; `everywhere`:
   *   whether every ready replica knows
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
   * Ends all sign-ins of a user but some. What another replica issues for these meanwhile is good; what it issues for the others is
   * not, with or without a record.
   *
   * @param kept - recorded sign-ins of the user, which go on
   * @returns whether every ready replica knows
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
    // Now the store has what another replica issued for the kept sign-ins before it heard of the cut-off.
    const later = await findKept();
    const late = later.tokens.filter(({ id }) => !tokens.some((token) => token.id === id));
    await Promise.all(late.map((token) => this.#revocations.exempt(token, [{ at }])));
    return isKnown && isCertain;
  }

  /**
   * Revokes a user's tokens from the second of the cut-off one by one. Their `iat` is too coarse for the cut-off, which refuses
   * older tokens.
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
