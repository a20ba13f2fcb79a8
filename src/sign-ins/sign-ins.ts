import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RevocationCause } from '../errors.ts';
import type { Deadline, Found, Store } from '../store/store.ts';
import { hasExpired, issuerClockTolerance } from '../tokens/access-token-rules.ts';
import type { AuthenticatedCaller, Revocation } from '../tokens/caller.ts';
import {
  findAccessTokens,
  saveAccessToken,
  toSignIn,
  type AccessTokenRecord,
} from './access-token-records.ts';
import { OlderSignIns } from './older-sign-ins.ts';
import type { PasswordMark } from './password-mark.ts';
import type { SignIn } from './sign-in.ts';
import type { RefreshTokenRecord, RefreshTokens } from './refresh-tokens.ts';
import {
  mayPrecede,
  type CutOff,
  type RevocableToken,
  type Revocations,
  type Spared,
} from './revocations.ts';

/** Tokens from one login or refresh. */
export interface IssuedTokens {
  caller: AuthenticatedCaller;
  refreshToken: string | undefined;
  /** The refresh tokens that were exchanged for these tokens. Undefined for a login. */
  replaced?: readonly string[] | undefined;
  /** Whether a client has got these tokens before. Their refresh tokens are recorded then. */
  isRepeated?: boolean;
}

/** Result of ending sign-ins. */
export interface EndedSignIns {
  tokens: RevocableToken[];
  /** Whether every ready replica refuses all tokens of these sign-ins. False when the start of one of them is unknown. */
  everywhere: boolean;
}

/** What is known of a sign-in that begins. */
export interface Beginning {
  id?: string | undefined;
  /** Digest of the account's name. */
  name?: string | undefined;
  /** Default: the sign-in counts as from the password of its beginning. */
  password?: PasswordMark | undefined;
}

/** Dependencies of {@link SignIns}. */
export interface SignInsOptions {
  store: Store;
  revocations: Revocations;
  refreshTokens: RefreshTokens;
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

/**
 * Records issued tokens, so that all tokens of a sign-in or of a user can be revoked. The store gets only digests and instants,
 * none of which can be used as a token.
 */
export class SignIns {
  readonly #store: Store;
  readonly #revocations: Revocations;
  readonly #refreshTokens: RefreshTokens;
  /** Ends sign-ins that are from before a change of password. */
  readonly older: OlderSignIns;
  /** Access tokens that this process has issued, by id of the sign-in. */
  readonly #issued = new LRUCache<string, RevocableToken[]>({
    maxSize: maxSignIns,
    sizeCalculation: () => 1,
  });

  constructor({ store, revocations, refreshTokens }: SignInsOptions) {
    this.#store = store;
    this.#revocations = revocations;
    this.#refreshTokens = refreshTokens;
    this.older = new OlderSignIns(store, revocations);
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

  /** Returns the current instant, in milliseconds since the epoch. It never goes back. */
  now(): number {
    return this.#revocations.now();
  }

  /**
   * Begins a sign-in.
   *
   * @param since - instant of the login, in milliseconds since the epoch; 0 when it is unknown
   * @param options - `id`: default: a random one
   */
  begin(
    user: string,
    since: number,
    { id = randomUUID(), name, password }: Beginning = {},
  ): SignIn {
    const { at: after = 0 } = this.#revocations.cutOffOf(user) ?? {};
    return { id, user, since, after, name, password };
  }

  /**
   * Records tokens before the client gets them.
   *
   * @returns `ended` when the sign-in has ended meanwhile, or is from before the password of which these tokens tell: the tokens are
   *   revoked, and no client may get them; `early` when another replica may believe that the access token was issued before its
   *   user's cut-off or change of password
   */
  async record(
    { caller, refreshToken, replaced, isRepeated = false }: IssuedTokens,
    signIn: SignIn,
  ): Promise<'good' | 'ended' | 'early'> {
    const { id, user, since, after, name } = signIn;
    const { tokenId, claims } = caller;
    const { exp, iat = 0 } = claims;
    const token = { id: tokenId, exp };
    const { passwords } = this.#revocations;
    const told = this.older.meet(signIn, claims);
    const isGood = !this.findEnd(signIn, told);
    const password = isGood ? passwords.renewMark(signIn, claims) : signIn.password;
    const started = { id, user, since, after, name, password };
    const issued = (this.#issued.get(id) ?? []).filter((other) => !this.#hasExpired(other));
    if (!issued.some((other) => other.id === tokenId)) this.#issued.set(id, [...issued, token]);
    const record = { token: tokenId, exp, iat, signIn: id, since, after, name, password };
    const writes: Promise<unknown>[] = [saveAccessToken(this.#store, user, record)];
    if (name !== undefined) writes.push(this.older.saveOwner(name, user));
    if (refreshToken !== undefined && !isRepeated)
      writes.push(this.#recordRefreshToken(refreshToken, started, replaced));
    const passed = isGood ? this.#cutOffsToPass(signIn, iat) : [];
    const needsMark = isGood && password && passwords.needsMark(claims, password);
    const [isAccepted, isMarked] = await Promise.all([
      this.#exempt(token, passed),
      needsMark ? passwords.markToken(token, password) : true,
      ...writes,
    ]);
    // An end is announced before the tokens are read, and this token is written before the end is looked for: one of the two always
    // sees the other. So it is with a cut-off that spares this sign-in.
    const end = this.findEnd(signIn, told);
    if (!end) {
      const late = this.#cutOffsToPass(signIn, iat).filter((cutOff) => !passed.includes(cutOff));
      return (await this.#exempt(token, late)) && isAccepted && isMarked ? 'good' : 'early';
    }
    await this.#revocations.revoke([{ ...token, cause: end.cause }]);
    return 'ended';
  }

  /** Lists the cut-offs that would refuse a token of a sign-in that goes on. */
  #cutOffsToPass(signIn: SignIn, iat: number): CutOff[] {
    if (this.findEnd(signIn)) return [];
    return this.#revocations.cutOffsOf(signIn.user).filter((cutOff) => mayPrecede(iat, cutOff));
  }

  async #exempt(token: RevocableToken, cutOffs: readonly CutOff[]): Promise<boolean> {
    return cutOffs.length === 0 || this.#revocations.exempt(token, cutOffs);
  }

  /** The new token first: after a crash in between, no token lacks its record. */
  async #recordRefreshToken(
    refreshToken: string,
    signIn: SignIn,
    replaced: readonly string[] = [],
  ): Promise<void> {
    const at = this.now();
    const isRotated = replaced.length > 0 && !replaced.includes(refreshToken);
    // Another client may have presented the token already.
    if (isRotated) await this.#refreshTokens.saveNew(refreshToken, signIn, at);
    else await this.#refreshTokens.saveAgain(refreshToken, signIn, at);
    if (!isRotated) return;
    const exchanged = { at, successor: refreshToken };
    await Promise.all(
      replaced.map((old) => this.#refreshTokens.saveExchanged(old, signIn, exchanged)),
    );
  }

  /** Finds the sign-in of a refresh token, and whether it has ended. Returns undefined for an unknown token. */
  async findByRefreshToken(
    refreshToken: string,
    deadline?: Deadline,
  ): Promise<Found<(RefreshTokenRecord & { hasEnded: boolean }) | undefined>> {
    const { value, isCertain } = await this.#refreshTokens.find(refreshToken, deadline);
    if (value === undefined) return { value, isCertain };
    const hasEnded = value.isEnded === true || this.findEnd(value) !== undefined;
    return { value: { ...value, hasEnded }, isCertain };
  }

  /** Finds the sign-ins of an access token. There may be several, because logins within the same second can get the same token. */
  async findByAccessToken(
    { id: user, tokenId }: AuthenticatedCaller,
    deadline?: Deadline,
  ): Promise<Found<SignIn[]>> {
    const { value, isCertain } = await findAccessTokens(this.#store, user, deadline);
    const signIns = value
      .filter(({ token }) => token === tokenId)
      .map((record) => toSignIn(user, record));
    return { value: signIns, isCertain };
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
      const first = this.findEnd(signIn) ?? { cause };
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
   * Tells whether all sessions of a user were ended after a given instant.
   *
   * @param since - instant at which a sign-in or a proof of presence began, in milliseconds since the epoch
   */
  isCutOff(user: string, since: number): boolean {
    return this.#revocations.cutOffsOf(user).some(({ heardAt }) => since <= heardAt);
  }

  /**
   * Finds the event that has ended a sign-in, in the memory of this process. Undefined while the sign-in goes on.
   *
   * @param told - when the password was set of which the newest tokens tell
   */
  findEnd(signIn: SignIn, told?: number): Revocation | undefined {
    const { id, user, since, after } = signIn;
    const end = this.#revocations.findSignInEnd(id);
    if (end) return end;
    // The clock of the replica where the sign-in began may be ahead.
    const isBefore = ({ at }: CutOff) => after < at && since <= at + issuerClockTolerance * 1000;
    const cutOff = this.#revocations
      .cutOffsOf(user)
      .find((one) => isBefore(one) && !one.spared.includes(id));
    if (cutOff) return cutOff;
    const hasChanged = this.#revocations.passwords.hasChangedSince(signIn, told);
    return hasChanged ? { cause: 'PASSWORD_CHANGED' } : undefined;
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
    return hasExpired(exp, new Date(this.now()));
  }
}
