import { tokenBuckets } from '../attack-protection/token-bucket.ts';
import type { TokenBuckets } from '../attack-protection/token-bucket.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import type { TenantSettings } from '../settings/settings.ts';
import type { UserDirectory } from '../users/user-directory.ts';
import { authenticators } from './authenticators.ts';
import type { Authenticators } from './authenticators.ts';
import { challenges } from './challenges.ts';
import type { Challenges } from './challenges.ts';
import { mfaTokens } from './mfa-tokens.ts';
import type { MfaTokens } from './mfa-tokens.ts';

/** State of a running tenant's second factors. */
export interface Mfa {
  authenticators: Authenticators;
  tokens: MfaTokens;
  challenges: Challenges;
  /** Limit of wrong codes for each user: 10 at once, then one every 6 minutes. */
  attempts: TokenBuckets;
  /** Limit of SMS and mails to each user: 10 at once, then one every 6 minutes. */
  sendings: TokenBuckets;
}

/** Makes the state of second factors at the start of a tenant. */
export function mfaOf(
  settings: TenantSettings,
  { users, state, now }: { users: UserDirectory; state: SavedState; now: () => Date },
): Mfa {
  return {
    authenticators: authenticators(settings, users, now),
    tokens: mfaTokens(state, now),
    challenges: challenges(state, now),
    attempts: tokenBuckets(state, { kind: 'mfa_attempt_limit', size: 10, rate: 360_000, now }),
    sendings: tokenBuckets(state, { kind: 'mfa_sending_limit', size: 10, rate: 360_000, now }),
  };
}
