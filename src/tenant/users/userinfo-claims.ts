import { LRUCache } from 'lru-cache';

/** What the Actions put into ID tokens, kept for `/userinfo`, by user and client. */
export interface UserInfoClaims {
  remember(user_id: string, client_id: string, claims: Record<string, unknown>): void;
  recall(user_id: string, client_id: string): Record<string, unknown>;
}

const maxLogins = 10_000;

/** Claims of the 10 000 users and clients that logged in last. */
export function userInfoClaims(): UserInfoClaims {
  const claims = new LRUCache<string, Record<string, unknown>>({ max: maxLogins });
  const keyOf = (user_id: string, client_id: string): string =>
    JSON.stringify([user_id, client_id]);
  return {
    remember: (user_id, client_id, value) => {
      claims.set(keyOf(user_id, client_id), value);
    },
    recall: (user_id, client_id) => claims.get(keyOf(user_id, client_id)) ?? {},
  };
}
