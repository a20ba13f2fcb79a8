import { LRUCache } from 'lru-cache';

/** Custom claims in the latest ID token of each user and client. `/userinfo` shows them too. */
export interface UserInfoClaims {
  remember(user_id: string, client_id: string, claims: Record<string, unknown>): void;
  recall(user_id: string, client_id: string): Record<string, unknown>;
}

const maxLogins = 10_000;

/** Makes the storage of custom claims. It remembers the 10,000 latest pairs of user and client. */
export function userInfoClaims(): UserInfoClaims {
  const claims = new LRUCache<string, Record<string, unknown>>({
    maxSize: maxLogins,
    sizeCalculation: () => 1,
  });
  const keyOf = (user_id: string, client_id: string): string =>
    JSON.stringify([user_id, client_id]);
  return {
    remember: (user_id, client_id, value) => {
      claims.set(keyOf(user_id, client_id), value);
    },
    recall: (user_id, client_id) => claims.get(keyOf(user_id, client_id)) ?? {},
  };
}
