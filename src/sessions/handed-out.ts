import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { mayBeFromBefore, type EndingToken, type Revocations } from '../tokens/revocations.ts';

/** A sign-in, and all that came of it: the tokens it gave, and those that replaced them. */
export interface SignIn {
  id: string;
  /** `sub`. */
  user: string;
  /** When it was made, in milliseconds since the epoch; 0 when nobody knows any more. */
  since: number;
}

/** The tokens that have been handed out, so that those of one sign-in, or all of one person's, can be ended. */
export interface HandedOut {
  /** @param since - when it began, or 0 */
  newSignIn: (user: string, since: number) => SignIn;
  /**
   * Keeps what a client is about to be handed.
   *
   * @returns false when the sign-in was ended meanwhile: the tokens are dead, and must not be handed on
   */
  record: (tokens: HandedOutTokens, signIn: SignIn) => Promise<boolean>;
  /** The sign-in that a refresh token came of, and whether it has ended; undefined when nobody knows the token. */
  signInOf: (refreshToken: string) => Promise<(SignIn & { isOver: boolean }) | undefined>;
  /** The sign-ins that gave an access token; several within a second can give the same. */
  signInsOf: (caller: AuthenticatedCaller) => Promise<SignIn[]>;
  /**
   * Ends every access token and every refresh token of sign-ins.
   *
   * @returns which access tokens, and whether every replica that is ready knows
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
  now: () => Date;
}

const day = 24 * 60 * 60 * 1000;
/** Milliseconds for which a refresh token is known that nobody uses. */
const idle = 90 * day;
/** Milliseconds for which one is known that was exchanged: whoever uses it once more may have stolen it. */
const replacedFor = day;
/** Milliseconds: two tokens can only be the same when Auth0 has issued them within a second, by a clock that may be off. */
const sameSecond = 6000;

/** Keeps digests and instants in a store: nothing that can be used as a token. */
export function handedOut({ store, revocations, digestOf, now }: HandedOutOptions): HandedOut {
  const tokensOf = (user: string) => `tokens:${user}`;
  const refreshOf = (refreshToken: string) => `refresh:${digestOf(refreshToken)}`;
  const endedOf = (id: string) => `ended:${id}`;

  async function hasEnded({ id, user, since }: SignIn): Promise<boolean> {
    const { at = -Infinity } = revocations.cutOff(user) ?? {};
    return since <= at || (await store.get(endedOf(id))) !== undefined;
  }

  async function accessTokens(user: string): Promise<AccessTokenRecord[]> {
    return (await store.members(tokensOf(user))).map(({ member }) => toRecord(member));
  }

  // Another replica ended everything, and this one has handed out more before it heard.
  revocations.onLateCutOff((user, cutOff) => {
    void accessTokens(user).then((records) => {
      for (const { token: id, exp, iat, since } of records) {
        if (since > cutOff.at && mayBeFromBefore(iat, cutOff.at))
          void revocations.exempt({ id, exp }, cutOff);
      }
    });
  });

  return {
    newSignIn: (user, begun) => {
      // The clock of another replica, which ended everything before, may be ahead.
      const { at = 0 } = revocations.cutOff(user) ?? {};
      return { id: randomUUID(), user, since: begun === 0 ? 0 : Math.max(begun, at + 1) };
    },
    record: async ({ caller, refreshToken, replaced }, signIn) => {
      const { id, user, since } = signIn;
      const { tokenId, claims } = caller;
      const cutOff = revocations.cutOff(user);
      const time = now().getTime();
      const { exp, iat } = claims;
      const record = toMember({ token: tokenId, exp, iat: iat ?? 0, signIn: id, since });
      const text = JSON.stringify({ id, user, since });
      const writes: Promise<unknown>[] = [store.add(tokensOf(user), record, exp * 1000)];
      if (replaced !== undefined && replaced !== refreshToken)
        writes.push(store.set(refreshOf(replaced), text, time + replacedFor));
      if (refreshToken !== undefined)
        writes.push(store.set(refreshOf(refreshToken), text, time + idle));
      if (cutOff && mayBeFromBefore(iat, cutOff.at))
        writes.push(revocations.exempt({ id: tokenId, exp }, cutOff));
      await Promise.all(writes);
      // Whoever ends it says so first, and looks for its tokens then: one of the two sees the other.
      if (!(await hasEnded(signIn))) return true;
      await revocations.end([{ id: tokenId, exp }]);
      return false;
    },
    signInOf: async (refreshToken) => {
      const text = await store.get(refreshOf(refreshToken));
      if (text === undefined) return undefined;
      const signIn = JSON.parse(text) as SignIn;
      return { ...signIn, isOver: await hasEnded(signIn) };
    },
    signInsOf: async ({ id: user, tokenId }) => {
      const records = await accessTokens(user);
      return records
        .filter(({ token }) => token === tokenId)
        .map(({ signIn, since }) => ({ id: signIn, user, since }));
    },
    end: async (signIns) => {
      const until = now().getTime() + idle;
      const ids = new Set(signIns.map(({ id }) => id));
      await Promise.all([...ids].map((id) => store.set(endedOf(id), 'ended', until)));
      const users = [...new Set(signIns.map(({ user }) => user))];
      const records = (await Promise.all(users.map(accessTokens))).flat();
      const tokens = records
        .filter(({ signIn }) => ids.has(signIn))
        .map(({ token, exp }) => ({ id: token, exp }));
      return { tokens, everywhere: await revocations.end(tokens) };
    },
    endAll: (user) => {
      const { at, everywhere } = revocations.endPerson(user);
      const allTokens = async () => {
        const records = await accessTokens(user);
        // The others are refused for when they were issued.
        const tokens = records.filter(
          ({ iat, since }) => since <= at && iat * 1000 >= at - sameSecond,
        );
        const ended = await revocations.end(tokens.map(({ token, exp }) => ({ id: token, exp })));
        return ended && (await everywhere);
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
  /** Id of the sign-in. */
  signIn: string;
  since: number;
}

function toMember({ token, exp, iat, signIn, since }: AccessTokenRecord): string {
  return JSON.stringify([token, exp, iat, signIn, since]);
}

function toRecord(member: string): AccessTokenRecord {
  const [token, exp, iat, signIn, since] = JSON.parse(member) as [
    string,
    number,
    number,
    string,
    number,
  ];
  return { token, exp, iat, signIn, since };
}
