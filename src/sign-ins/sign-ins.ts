import { randomUUID } from 'node:crypto';
import type { Deadline, Found, Store } from '../store/store.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { findAccessTokens, saveAccessToken, toSignIn } from './access-token-records.ts';
import { mayPrecede, type CutOff } from './cut-offs.ts';
import { OlderSignIns } from './older-sign-ins.ts';
import type { PasswordMark } from './password-mark.ts';
import type { RefreshTokenRecord, RefreshTokens } from './refresh-tokens.ts';
import type { RevocableToken, Revocations } from './revocations.ts';
import { SignInEnds } from './sign-in-ends.ts';
import type { SignIn } from './sign-in.ts';

/** Tokens from one login or refresh. */
export interface IssuedTokens {
  caller: AuthenticatedCaller;
  refreshToken: string | undefined;
  /** Refresh tokens that were exchanged for these tokens. Undefined for a login. */
  replaced?: readonly string[] | undefined;
  /** Whether a client has received these tokens before. The records of their refresh tokens then exist. */
  isRepeated?: boolean;
}

/** Facts about a new sign-in. */
export interface Beginning {
  id?: string | undefined;
  /** Digest of the account's name. */
  name?: string | undefined;
  /** Password with which the sign-in began. Default: the password at the beginning of the sign-in. */
  password?: PasswordMark | undefined;
}

/** Dependencies of {@link SignIns}. */
export interface SignInsOptions {
  store: Store;
  revocations: Revocations;
  refreshTokens: RefreshTokens;
}

/**
 * Records issued tokens, so that all tokens of a sign-in or of a user can be revoked. The store holds only digests and times,
 * which cannot be used as tokens.
 */
export class SignIns {
  readonly #store: Store;
  readonly #revocations: Revocations;
  readonly #refreshTokens: RefreshTokens;
  /** Ends sign-ins that are older than a password change. */
  readonly older: OlderSignIns;
  /** Ends sign-ins, and tells which sign-ins have ended. */
  readonly ends: SignInEnds;

  constructor({ store, revocations, refreshTokens }: SignInsOptions) {
    this.#store = store;
    this.#revocations = revocations;
    this.#refreshTokens = refreshTokens;
    this.older = new OlderSignIns(store, revocations);
    this.ends = new SignInEnds(store, revocations);
  }

  /** Returns the current time (milliseconds since the epoch). The time never goes back. */
  now(): number {
    return this.#revocations.now();
  }

  /**
   * Begins a sign-in.
   *
   * @param since - time of the login (milliseconds since the epoch). 0 if it is unknown
   * @param options - default of `id`: a random id
   */
  begin(
    user: string,
    since: number,
    { id = randomUUID(), name, password }: Beginning = {},
  ): SignIn {
    const { at: after = 0 } = this.#revocations.cutOffs.latestOf(user) ?? {};
    return { id, user, since, after, name, password };
  }

  /**
   * Records tokens before the client receives them.
   *
   * @returns `ended` if the sign-in has ended meanwhile, or began before the password change that these tokens tell of. The tokens
   *   are then revoked, and no client may receive them. `early` if the access token was issued so shortly after its user's password
   *   change, or after the end of all of its user's sign-ins, that another replica may take it for an older one
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
    const isGood = !this.ends.find(signIn, told);
    const password = isGood ? passwords.renewMark(signIn, claims) : signIn.password;
    const started = { id, user, since, after, name, password };
    this.ends.remember(id, token);
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
    // An end is announced before the tokens are read, and this token is written before the end is looked for. So one of the two
    // always sees the other. The same holds for a cut-off that spares this sign-in.
    const end = this.ends.find(signIn, told);
    if (!end) {
      const late = this.#cutOffsToPass(signIn, iat).filter((cutOff) => !passed.includes(cutOff));
      return (await this.#exempt(token, late)) && isAccepted && isMarked ? 'good' : 'early';
    }
    await this.#revocations.revoke([{ ...token, cause: end.cause }]);
    return 'ended';
  }

  /** Lists the cut-offs that would refuse a token of a sign-in although they have not ended the sign-in. */
  #cutOffsToPass(signIn: SignIn, iat: number): CutOff[] {
    if (this.ends.find(signIn)) return [];
    return this.#revocations.cutOffs.of(signIn.user).filter((cutOff) => mayPrecede(iat, cutOff));
  }

  async #exempt(token: RevocableToken, cutOffs: readonly CutOff[]): Promise<boolean> {
    return cutOffs.length === 0 || this.#revocations.exempt(token, cutOffs);
  }

  /** Saves the record of the new token first, so that a crash leaves no token without a record. */
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
    const hasEnded = value.isEnded === true || this.ends.find(value) !== undefined;
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
}
