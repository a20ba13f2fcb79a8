import { digest } from '../tokens/digest.ts';
import type { Revocations } from '../tokens/revocations.ts';

/** What a client was handed. `exp` is a NumericDate. */
export interface HandedOutTokens {
  user: string;
  signingInput: string;
  exp: number;
  refreshToken: string | undefined;
}

/** The tokens that this gateway has handed out, so that all of one person's can be ended. */
export interface HandedOut {
  record: (tokens: HandedOutTokens) => void;
  /**
   * Ends every access token and every refresh token of a person's that is recorded.
   *
   * @returns milliseconds since the epoch: what begins then is another session
   */
  endAll: (user: string) => number;
  /** Whether a refresh token was ended by {@link HandedOut.endAll}. */
  isEnded: (refreshToken: string) => boolean;
  /**
   * Whether what began at an instant is from before the person's sessions were ended: a sign-in under way then, or a proof.
   *
   * @param since - milliseconds since the epoch
   */
  isFromBefore: (user: string, since: number) => boolean;
}

interface Records {
  /** `exp` by digest of what was signed. */
  accessTokens: Map<string, number>;
  /** Digests. */
  refreshTokens: Set<string>;
}

const maxUsers = 10_000;
const maxTokensPerUser = 1000;
const maxEnded = 100_000;

/** Keeps digests in memory, of the 10 000 people seen last and the 1000 newest tokens of each. */
export function handedOut(
  revocations: Pick<Revocations, 'revokeDigest'>,
  now: () => Date,
): HandedOut {
  const users = new Map<string, Records>();
  const ended = new Set<string>();
  const endedAt = new Map<string, number>();

  /** Of somebody who is then the one seen last. */
  function recordsOf(user: string): Records {
    const records = users.get(user) ?? { accessTokens: new Map(), refreshTokens: new Set() };
    users.delete(user);
    users.set(user, records);
    dropOldest(users, maxUsers);
    return records;
  }

  return {
    record: ({ user, signingInput, exp, refreshToken }) => {
      const { accessTokens, refreshTokens } = recordsOf(user);
      accessTokens.set(digest(signingInput), exp);
      if (refreshToken !== undefined) refreshTokens.add(digest(refreshToken));
      dropOldest(accessTokens, maxTokensPerUser);
      dropOldest(refreshTokens, maxTokensPerUser);
    },
    endAll: (user) => {
      const instant = now().getTime();
      endedAt.delete(user);
      endedAt.set(user, instant);
      dropOldest(endedAt, maxUsers);
      const records = users.get(user);
      users.delete(user);
      if (!records) return instant + 1;
      for (const [token, exp] of records.accessTokens) revocations.revokeDigest(token, exp);
      for (const token of records.refreshTokens) ended.add(token);
      dropOldest(ended, maxEnded);
      return instant + 1;
    },
    isEnded: (refreshToken) => ended.has(digest(refreshToken)),
    isFromBefore: (user, since) => since <= (endedAt.get(user) ?? -Infinity),
  };
}

/** Maps and sets are in the order in which they were filled. */
function dropOldest(kept: Map<string, unknown> | Set<string>, max: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(oldest);
  }
}
