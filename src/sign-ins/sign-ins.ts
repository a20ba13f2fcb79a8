import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Found, Store } from '../store/store.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import {
  mayPrecede,
  sessionLifetime,
  type RevocableToken,
  type Revocations,
} from './revocations.ts';

/** One sign-in of a user: a password login, with each refresh that continues it. */
export interface SignIn {
  id: string;
  /** `sub`. */
  user: string;
  /** Instant of the login, in milliseconds since the epoch; 0 when it is unknown. */
  since: number;
  /** Instant of the user's latest cut-off at that time, or 0: this sign-in came after it. */
  after: number;
  /** Digest of the account's name with which the sign-in began, if it is known. */
  name?: string | undefined;
}

/** Tokens of one login or refresh. */
export interface IssuedTokens {
  caller: AuthenticatedCaller;
  refreshToken: string | undefined;
  /** The refresh token that was exchanged for these tokens. */
  replaced?: string | undefined;
}

/** Result of the end of sign-ins. */
export interface EndedSignIns {
  tokens: RevocableToken[];
  /** Whether every ready replica refuses each token of these sign-ins. False for a sign-in of unknown start. */
  everywhere: boolean;
}

/** Dependencies of {@link SignIns}. */
export interface SignInsOptions {
  store: Store;
  revocations: Revocations;
  /** Stands for a refresh token wherever something about it is saved. */
  digestOf: (refreshToken: string) => string;
}

/** Milliseconds for which an exchanged refresh token is known: a second use may be a thief's. */
const replacedLifetime = 30 * 24 * 60 * 60 * 1000;
/** Milliseconds: two tokens can be the same only when Auth0 issues them within a second, by a clock that may be off. */
const sameSecond = 6000;
/** Largest number of sign-ins whose tokens this process can revoke as soon as it hears of their end. */
const maxSignIns = 100_000;

/**
 * Records which tokens were issued, so that the tokens of one sign-in, or all tokens of a user, can be revoked. The store gets
 * digests and instants: nothing that works as a token.
 */
export class SignIns {
  readonly #store: Store;
  readonly #revocations: Revocations;
  readonly #digestOf: SignInsOptions['digestOf'];
  /** Access tokens that this process has issued, by sign-in. */
  readonly #issued = new LRUCache<string, RevocableToken[]>({
    maxSize: maxSignIns,
    sizeCalculation: () => 1,
  });

  constructor({ store, revocations, digestOf }: SignInsOptions) {
    this.#store = store;
    this.#revocations = revocations;
    this.#digestOf = digestOf;
    // A sign-in can end at one replica while it goes on here: the other replica does not know what this one issues meanwhile.
    revocations.onSignInEnded((id) => {
      const tokens = this.#issued.get(id) ?? [];
      this.#issued.delete(id);
      const good = tokens.filter((token) => !revocations.isTokenRevoked(token.id));
      if (good.length > 0) void revocations.revoke(good);
    });
  }

  /** The current instant, in milliseconds since the epoch. It never goes back. */
  now(): number {
    return this.#revocations.now();
  }

  /**
   * @param since - instant of the login, in milliseconds since the epoch; 0 when it is unknown
   * @param name - digest of the account's name, if it is known
   */
  begin(user: string, since: number, name?: string): SignIn {
    const { at: after = 0 } = this.#revocations.cutOffOf(user) ?? {};
    return { id: randomUUID(), user, since, after, name };
  }

  /**
   * Records tokens before the client gets them.
   *
   * @returns `ended` when the sign-in has ended meanwhile: the tokens are revoked, and no client may get them; `early` when another
   *   replica may take the access token for one from before its user's cut-off
   */
  async record(
    { caller, refreshToken, replaced }: IssuedTokens,
    signIn: SignIn,
  ): Promise<'good' | 'ended' | 'early'> {
    const { id, user, since, after, name } = signIn;
    const { tokenId, claims } = caller;
    const { exp, iat = 0 } = claims;
    const token = { id: tokenId, exp };
    this.#issued.set(id, [...(this.#issued.get(id) ?? []), token]);
    const time = this.now();
    const record = toMember({ token: tokenId, exp, iat, signIn: id, since, after, name });
    const text = JSON.stringify({ id, user, since, after, name });
    const writes: Promise<unknown>[] = [this.#store.add(tokensKey(user), record, exp * 1000)];
    if (replaced !== undefined && replaced !== refreshToken)
      writes.push(this.#store.set(this.#refreshKey(replaced), text, time + replacedLifetime));
    if (refreshToken !== undefined)
      writes.push(this.#store.set(this.#refreshKey(refreshToken), text, time + sessionLifetime));
    const cutOff = this.#revocations.cutOffOf(user);
    const needsExemption = cutOff && !this.#hasEnded(signIn) && mayPrecede(iat, cutOff);
    const [isAccepted] = await Promise.all([
      needsExemption ? this.#revocations.exempt(token, cutOff) : true,
      ...writes,
    ]);
    // Ending announces before it reads, and this writes before it looks: one side always sees the other.
    if (!this.#hasEnded(signIn)) return isAccepted ? 'good' : 'early';
    await this.#revocations.revoke([token]);
    return 'ended';
  }

  /** Finds the sign-in of a refresh token, and whether it has ended; undefined for an unknown token. */
  async findByRefreshToken(
    refreshToken: string,
  ): Promise<Found<(SignIn & { hasEnded: boolean }) | undefined>> {
    const { value, isCertain } = await this.#store.get(this.#refreshKey(refreshToken));
    if (value === undefined) return { value, isCertain };
    const signIn = JSON.parse(value) as SignIn;
    return { value: { ...signIn, hasEnded: this.#hasEnded(signIn) }, isCertain };
  }

  /** Finds the sign-ins of an access token: several logins within a second can give the same token. */
  async findByAccessToken({ id: user, tokenId }: AuthenticatedCaller): Promise<Found<SignIn[]>> {
    const { value, isCertain } = await this.#accessTokens(user);
    const signIns = value
      .filter(({ token }) => token === tokenId)
      .map(({ signIn: id, since, after, name }) => ({ id, user, since, after, name }));
    return { value: signIns, isCertain };
  }

  /** Ends sign-ins, and revokes each access token and refresh token of them. */
  async end(signIns: readonly SignIn[]): Promise<EndedSignIns> {
    if (signIns.length === 0) return { tokens: [], everywhere: true };
    const [isAnnounced, first] = await Promise.all([
      this.#revocations.endSignIns(signIns.map(({ id }) => id)),
      this.#revokeTokensOf(signIns),
    ]);
    // Now the store has what another replica issued before it heard of the end.
    const rest = await this.#revokeTokensOf(signIns, first.tokens);
    const isStartKnown = signIns.every(({ since }) => since > 0);
    return {
      tokens: [...first.tokens, ...rest.tokens],
      everywhere: isAnnounced && first.everywhere && rest.everywhere && isStartKnown,
    };
  }

  /**
   * Ends each sign-in of a user.
   *
   * @param user - `sub`, or another name of an account whose sign-in is under way
   * @returns `since`, in milliseconds since the epoch: a sign-in that begins then is a new one
   */
  endAll(user: string): { since: number; everywhere: Promise<boolean> } {
    const { at, everywhere } = this.#revocations.cutOff(user);
    return { since: at + 1, everywhere: this.#revokeSince(user, at, everywhere) };
  }

  /**
   * Whether a sign-in or a proof that began at an instant is from before its user's sessions were all ended.
   *
   * @param since - milliseconds since the epoch
   */
  isCutOff(user: string, since: number): boolean {
    return since <= (this.#revocations.cutOffOf(user)?.heardAt ?? -Infinity);
  }

  #hasEnded({ id, user, since, after }: SignIn): boolean {
    if (this.#revocations.isSignInEnded(id)) return true;
    const { at = -Infinity } = this.#revocations.cutOffOf(user) ?? {};
    // The clock of the replica where the sign-in began may be ahead.
    return after < at && since <= at + issuerClockTolerance * 1000;
  }

  /** The cut-off refuses older tokens by their `iat`; tokens of its own second are revoked one by one. */
  async #revokeSince(user: string, at: number, everywhere: Promise<boolean>): Promise<boolean> {
    const { value: records, isCertain } = await this.#accessTokens(user);
    const tokens = records
      .filter(({ iat, after }) => after < at && iat * 1000 >= at - sameSecond)
      .map(({ token: id, exp }) => ({ id, exp }));
    const isAnnounced = tokens.length === 0 || (await this.#revocations.revoke(tokens));
    return isAnnounced && isCertain && (await everywhere);
  }

  async #revokeTokensOf(
    signIns: readonly SignIn[],
    known: readonly RevocableToken[] = [],
  ): Promise<EndedSignIns> {
    const ids = new Set(signIns.map(({ id }) => id));
    const users = [...new Set(signIns.map(({ user }) => user))];
    const found = await Promise.all(users.map((user) => this.#accessTokens(user)));
    const tokens = found
      .flatMap(({ value }) => value)
      .filter(({ signIn, token }) => ids.has(signIn) && !known.some(({ id }) => id === token))
      .map(({ token: id, exp }) => ({ id, exp }));
    const isAnnounced = tokens.length === 0 || (await this.#revocations.revoke(tokens));
    return { tokens, everywhere: isAnnounced && found.every(({ isCertain }) => isCertain) };
  }

  async #accessTokens(user: string): Promise<Found<AccessTokenRecord[]>> {
    const { value, isCertain } = await this.#store.members(tokensKey(user));
    return { value: value.map(toRecord), isCertain };
  }

  #refreshKey(refreshToken: string): string {
    return `refresh:${this.#digestOf(refreshToken)}`;
  }
}

function tokensKey(user: string): string {
  return `tokens:${user}`;
}

/** An access token of a user. `exp` and `iat` are NumericDates. */
interface AccessTokenRecord {
  token: string;
  exp: number;
  iat: number;
  /** Id of the sign-in; `since` and `after` are the sign-in's. */
  signIn: string;
  since: number;
  after: number;
  name?: string | undefined;
}

/** The store's form of a record: an array, since a user's set may hold a thousand of them. */
function toMember(record: AccessTokenRecord): string {
  const { token, exp, iat, signIn, since, after, name } = record;
  const known = name === undefined ? [] : [name];
  return JSON.stringify([token, exp, iat, signIn, since, after, ...known]);
}

function toRecord(member: string): AccessTokenRecord {
  const [token, exp, iat, signIn, since, after, name] = JSON.parse(member) as [
    string,
    number,
    number,
    string,
    number,
    number,
    string?,
  ];
  return { token, exp, iat, signIn, since, after, name };
}
