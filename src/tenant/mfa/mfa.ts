import { tokenBuckets } from '../attack-protection/token-bucket.ts';
import type { TokenBuckets } from '../attack-protection/token-bucket.ts';
import type { TenantSettings } from '../settings/settings.ts';
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
  /** Wrong codes by user: 10, then one in 6 minutes. */
  attempts: TokenBuckets;
  /** SMS and mails by user: 10 an hour. */
  sendings: TokenBuckets;
}

/** Makes the initial state of a tenant's second factors. */
export function mfaOf(settings: TenantSettings, now: () => Date): Mfa {
  return {
    authenticators: authenticators(settings),
    tokens: mfaTokens(now),
    challenges: challenges(now),
    attempts: tokenBuckets({ size: 10, rate: 360_000, now }),
    sendings: tokenBuckets({ size: 10, rate: 360_000, now }),
  };
}
