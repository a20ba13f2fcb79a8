import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';

/** Custom claims in the latest ID token of each user and client. `/userinfo` shows them too. */
export interface UserInfoClaims {
  remember(user_id: string, client_id: string, claims: Record<string, unknown>): void;
  recall(user_id: string, client_id: string): Record<string, unknown>;
}

const maxLogins = 10_000;

/** Makes the storage of custom claims. It remembers the 10,000 latest pairs of user and client. */
export function userInfoClaims(state: SavedState): UserInfoClaims {
  const claims = new SavedMap<Record<string, unknown>>(state, {
    kind: 'userinfo_claims',
    max: maxLogins,
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
