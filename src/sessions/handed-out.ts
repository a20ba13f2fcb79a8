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
  /** Ends every access token and every refresh token of a person's that is recorded. */
  endAll: (user: string) => void;
  /** Whether a refresh token was ended by {@link HandedOut.endAll}. */
  isEnded: (refreshToken: string) => boolean;
}

interface Records {
  /** `exp` by digest of what was signed. */
  accessTokens: Map<string, number>;
  /** Digests. */
  refreshTokens: Set<string>;
}

const maxUsers = 10_000;
const maxTokensPerUser = 100;
const maxEnded = 100_000;

/** Keeps digests in memory, of the 10 000 people seen last and the 100 newest tokens of each. */
export function handedOut(revocations: Pick<Revocations, 'revokeDigest'>): HandedOut {
  const users = new Map<string, Records>();
  const ended = new Set<string>();

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
      const records = users.get(user);
      if (!records) return;
      users.delete(user);
      for (const [token, exp] of records.accessTokens) revocations.revokeDigest(token, exp);
      for (const token of records.refreshTokens) ended.add(token);
      dropOldest(ended, maxEnded);
    },
    isEnded: (refreshToken) => ended.has(digest(refreshToken)),
  };
}

/** Maps and sets are in the order in which they were filled. */
function dropOldest(kept: Map<string, unknown> | Set<string>, max: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(oldest);
  }
}
