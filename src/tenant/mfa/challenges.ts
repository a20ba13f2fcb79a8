import { randomInt } from 'node:crypto';
import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import type { Authenticator } from '../users/authenticator.ts';
import { newOpaqueValue } from './mfa-tokens.ts';

/** A code that the tenant has sent. */
export interface Challenge {
  /** The `mfa_token` or access token of the request. Only this token can use the code. */
  token: string;
  /** ID of the authenticator to which the code was sent. */
  authenticator_id: string;
  /** The code: six digits. */
  code: string;
  /** Instant of expiry, in milliseconds since the epoch. */
  until: number;
  isUsed: boolean;
}

/** The codes that the tenant has sent, by their `oob_code`. */
export interface Challenges {
  begin(token: string, authenticator: Authenticator): { oob_code: string; code: string };
  find(oob_code: string): Challenge | undefined;
  /** Marks a code as used. */
  use(oob_code: string): void;
}

const lifetimeMs = 300_000;
const maxChallenges = 10_000;

/** Makes the storage of sent codes. It remembers the 10,000 newest, and each is valid for five minutes. */
export function challenges(state: SavedState, now: () => Date): Challenges {
  const begun = new SavedMap<Challenge>(state, { kind: 'challenge', max: maxChallenges });
  return {
    begin(token, authenticator) {
      const oob_code = newOpaqueValue();
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const until = now().getTime() + lifetimeMs;
      begun.set(oob_code, {
        ...{ token, code, until },
        authenticator_id: authenticator.id,
        isUsed: false,
      });
      return { oob_code, code };
    },
    find: (oob_code) => begun.get(oob_code),
    use(oob_code) {
      const challenge = begun.get(oob_code);
      if (challenge) begun.set(oob_code, { ...challenge, isUsed: true });
    },
  };
}
