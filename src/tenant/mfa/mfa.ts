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
  /** Limit of wrong codes for each user: 10 at once, then one every 6 minutes. */
  attempts: TokenBuckets;
  /** Limit of SMS and mails to each user: 10 at once, then one every 6 minutes. */
  sendings: TokenBuckets;
}

/** Makes the state of second factors at the start of a tenant. */
export function mfaOf(settings: TenantSettings, now: () => Date): Mfa {
  return {
    authenticators: authenticators(settings),
    tokens: mfaTokens(now),
    challenges: challenges(now),
    attempts: tokenBuckets({ size: 10, rate: 360_000, now }),
    sendings: tokenBuckets({ size: 10, rate: 360_000, now }),
  };
}
