import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Found, Store } from '../store/store.ts';
import { issuerClockTolerance } from '../tokens/access-token-rules.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import {
  mayBeFromBefore,
  sessionLifetime,
  type EndingToken,
  type Revocations,
} from './revocations.ts';

/** A sign-in, and all that came of it: the tokens it gave, and those that replaced them. */
export interface SignIn {
  id: string;
  /** `sub`. */
  user: string;
  /** When it was made, in milliseconds since the epoch; 0 when nobody knows any more. */
  since: number;
  /** The cut-off of its person's that was known then, or 0: one that came after it. */
  after: number;
}

/** The tokens that have been handed out, so that those of one sign-in, or all of one person's, can be ended. */
export interface HandedOut {
  /** @param since - when it began, or 0 */
  newSignIn: (user: string, since: number) => SignIn;
  /**
   * Keeps what a client is about to be handed.
   *
   * @returns `over` when the sign-in was ended meanwhile: the tokens are dead, and must not be handed on; `early` when another
   *   replica may take the access token for one from before its person's cut-off
   */
  record: (tokens: HandedOutTokens, signIn: SignIn) => Promise<'good' | 'over' | 'early'>;
  /** The sign-in that a refresh token came of, and whether it has ended; `undefined` when nobody knows the token. */
  signInOf: (refreshToken: string) => Promise<Found<(SignIn & { isOver: boolean }) | undefined>>;
  /** The sign-ins that gave an access token; several within a second can give the same. */
  signInsOf: (caller: AuthenticatedCaller) => Promise<Found<SignIn[]>>;
  /**
   * Ends every access token and every refresh token of sign-ins.
   *
   * @returns which access tokens, and whether every replica that is ready knows; of a sign-in whose beginning is not known, nobody
   *   can say that
   */
  end: (signIns: readonly SignIn[]) => Promise<Ended>;
  /**
   * Ends every token of a person's.
   *
   * @param user - or another name that a sign-in under way goes by
   * @returns milliseconds since the epoch: what begins then is another sign-in
   */
  endAll: (user: string) => { since: number; everywhere: Promise<boolean> };
  /**
   * Whether what began at an instant is from before the person's sessions were ended: a sign-in under way then, or a proof.
   *
   * @param since - milliseconds since the epoch
   */
  isFromBefore: (user: string, since: number) => boolean;
}

/** What a client is handed. */
export interface HandedOutTokens {
  caller: AuthenticatedCaller;
  refreshToken: string | undefined;
  /** The refresh token that this one was exchanged for. */
  replaced?: string | undefined;
}

/** What has come of ending sign-ins. */
export interface Ended {
  tokens: EndingToken[];
  everywhere: boolean;
}

/** What {@link handedOut} stands on. */
export interface HandedOutOptions {
  store: Store;
  revocations: Revocations;
  /** Stands for a refresh token where it is kept. */
  digestOf: (refreshToken: string) => string;
  /** Does not go back. */
  now: () => Date;
}

/** Milliseconds for which a refresh token is known that was exchanged: whoever uses it once more may have stolen it. */
const replacedFor = 30 * 24 * 60 * 60 * 1000;
/** Milliseconds: two tokens can only be the same when Auth0 has issued them within a second, by a clock that may be off. */
const sameSecond = 6000;
/** Sign-ins whose tokens this process can end as soon as it hears of their end. */
const maxSignIns = 100_000;

/** Keeps digests and instants in a store: nothing that can be used as a token. */
export function handedOut({ store, revocations, digestOf, now }: HandedOutOptions): HandedOut {
  const tokensOf = (user: string) => `tokens:${user}`;
  const refreshOf = (refreshToken: string) => `refresh:${digestOf(refreshToken)}`;
  /** What this process has handed out, by sign-in. */
  const here = new LRUCache<string, EndingToken[]>({
    maxSize: maxSignIns,
    sizeCalculation: () => 1,
  });

  // Where a sign-in goes on here while it is ended elsewhere, nobody there knows what it has given.
  revocations.onSignInEnded((id) => {
    const tokens = here.get(id)?.filter((token) => !revocations.isEnded(token.id)) ?? [];
    here.delete(id);
    if (tokens.length > 0) void revocations.end(tokens);
  });

  function isOver({ id, user, since, after }: SignIn): boolean {
    if (revocations.isSignInEnded(id)) return true;
    const { at = -Infinity } = revocations.cutOff(user) ?? {};
    // The clock of the replica that it was made at may be ahead.
    return after < at && since <= at + issuerClockTolerance * 1000;
  }

  async function accessTokens(user: string): Promise<Found<AccessTokenRecord[]>> {
    const { value, isCertain } = await store.members(tokensOf(user));
    return { value: value.map(toRecord), isCertain };
  }

  async function endTokensOf(signIns: readonly SignIn[], known: readonly EndingToken[] = []) {
    const ids = new Set(signIns.map(({ id }) => id));
    const users = [...new Set(signIns.map(({ user }) => user))];
    const found = await Promise.all(users.map(accessTokens));
    const tokens = found
      .flatMap(({ value }) => value)
      .filter(({ signIn, token }) => ids.has(signIn) && !known.some(({ id }) => id === token))
      .map(({ token, exp }) => ({ id: token, exp }));
    const isEverywhere = tokens.length === 0 || (await revocations.end(tokens));
    return { tokens, everywhere: isEverywhere && found.every(({ isCertain }) => isCertain) };
  }

  return {
    newSignIn: (user, since) => {
      const { at: after = 0 } = revocations.cutOff(user) ?? {};
      return { id: randomUUID(), user, since, after };
    },
    record: async ({ caller, refreshToken, replaced }, signIn) => {
      const { id, user, since, after } = signIn;
      const { tokenId, claims } = caller;
      const { exp, iat = 0 } = claims;
      here.set(id, [...(here.get(id) ?? []), { id: tokenId, exp }]);
      const time = now().getTime();
      const record = toMember({ token: tokenId, exp, iat, signIn: id, since, after });
      const text = JSON.stringify({ id, user, since, after });
      const writes: Promise<unknown>[] = [store.add(tokensOf(user), record, exp * 1000)];
      if (replaced !== undefined && replaced !== refreshToken)
        writes.push(store.set(refreshOf(replaced), text, time + replacedFor));
      if (refreshToken !== undefined)
        writes.push(store.set(refreshOf(refreshToken), text, time + sessionLifetime));
      const cutOff = revocations.cutOff(user);
      const needsExemption = cutOff && !isOver(signIn) && mayBeFromBefore(iat, cutOff.at);
      const [isExempt] = await Promise.all([
        needsExemption ? revocations.exempt({ id: tokenId, exp }, cutOff) : true,
        ...writes,
      ]);
      // Whoever ends it says so first, and looks for its tokens then: one of the two sees the other.
      if (!isOver(signIn)) return isExempt ? 'good' : 'early';
      await revocations.end([{ id: tokenId, exp }]);
      return 'over';
    },
    signInOf: async (refreshToken) => {
      const { value, isCertain } = await store.get(refreshOf(refreshToken));
      if (value === undefined) return { value, isCertain };
      const signIn = JSON.parse(value) as SignIn;
      return { value: { ...signIn, isOver: isOver(signIn) }, isCertain };
    },
    signInsOf: async ({ id: user, tokenId }) => {
      const { value, isCertain } = await accessTokens(user);
      const records = value.filter(({ token }) => token === tokenId);
      return {
        value: records.map(({ signIn: id, since, after }) => ({ id, user, since, after })),
        isCertain,
      };
    },
    end: async (signIns) => {
      if (signIns.length === 0) return { tokens: [], everywhere: true };
      const [areKnown, first] = await Promise.all([
        revocations.endSignIns(signIns.map(({ id }) => id)),
        endTokensOf(signIns),
      ]);
      // Whatever another replica has handed out before it knew is to be found by now.
      const rest = await endTokensOf(signIns, first.tokens);
      return {
        tokens: [...first.tokens, ...rest.tokens],
        everywhere:
          areKnown &&
          first.everywhere &&
          rest.everywhere &&
          signIns.every(({ since }) => since > 0),
      };
    },
    endAll: (user) => {
      const { at, everywhere } = revocations.endPerson(user);
      const allTokens = async () => {
        const { value: records, isCertain } = await accessTokens(user);
        // The others are refused for when they were issued.
        const tokens = records.filter(
          ({ iat, after }) => after < at && iat * 1000 >= at - sameSecond,
        );
        const isKnown =
          tokens.length === 0 ||
          (await revocations.end(tokens.map(({ token: id, exp }) => ({ id, exp }))));
        return isKnown && isCertain && (await everywhere);
      };
      return { since: at + 1, everywhere: allTokens() };
    },
    isFromBefore: (user, since) => since <= (revocations.cutOff(user)?.heardAt ?? -Infinity),
  };
}

/** An access token of a person's; `exp` and `iat` are NumericDates. */
interface AccessTokenRecord {
  token: string;
  exp: number;
  iat: number;
  /** Id of the sign-in, and what else is known of it. */
  signIn: string;
  since: number;
  after: number;
}

function toMember({ token, exp, iat, signIn, since, after }: AccessTokenRecord): string {
  return JSON.stringify([token, exp, iat, signIn, since, after]);
}

function toRecord(member: string): AccessTokenRecord {
  const [token, exp, iat, signIn, since, after] = JSON.parse(member) as [
    string,
    number,
    number,
    string,
    number,
    number,
  ];
  return { token, exp, iat, signIn, since, after };
}
