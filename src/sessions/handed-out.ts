import { LRUCache } from 'lru-cache';
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
  accessTokens: LRUCache<string, number>;
  refreshTokens: LRUCache<string, true>;
}

const maxUsers = 10_000;
const maxTokensPerUser = 100;
const maxEnded = 100_000;

/** Keeps digests in memory, of the 10 000 people seen last and the 100 newest tokens of each. */
export function handedOut(revocations: Pick<Revocations, 'revokeDigest'>): HandedOut {
  const users = new LRUCache<string, Records>({ max: maxUsers });
  const ended = new LRUCache<string, true>({ max: maxEnded });

  function recordsOf(user: string): Records {
    const known = users.get(user);
    if (known) return known;
    const records = {
      accessTokens: new LRUCache<string, number>({ max: maxTokensPerUser }),
      refreshTokens: new LRUCache<string, true>({ max: maxTokensPerUser }),
    };
    users.set(user, records);
    return records;
  }

  return {
    record: ({ user, signingInput, exp, refreshToken }) => {
      const { accessTokens, refreshTokens } = recordsOf(user);
      accessTokens.set(digest(signingInput), exp);
      if (refreshToken !== undefined) refreshTokens.set(digest(refreshToken), true);
    },
    endAll: (user) => {
      const records = users.get(user);
      if (!records) return;
      users.delete(user);
      for (const [token, exp] of records.accessTokens.entries())
        revocations.revokeDigest(token, exp);
      for (const token of records.refreshTokens.keys()) ended.set(token, true);
    },
    isEnded: (refreshToken) => ended.has(digest(refreshToken)),
  };
}
