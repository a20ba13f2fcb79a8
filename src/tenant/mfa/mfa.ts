import { tokenBuckets, type TokenBuckets } from '../attack-protection/token-bucket.ts';
import type { TenantSettings } from '../settings.ts';
import { authenticators, type Authenticators } from './authenticators.ts';
import { challenges, type Challenges } from './challenges.ts';
import { isFactorOn } from './factors.ts';
import { mfaTokens, type MfaTokens } from './mfa-tokens.ts';

/** Everything about second factors that one running tenant remembers. */
export interface Mfa {
  authenticators: Authenticators;
  tokens: MfaTokens;
  challenges: Challenges;
  /** Wrong codes by user: 10, then one in 6 minutes. */
  attempts: TokenBuckets;
  /** SMS and mails by user: 10 an hour. */
  sendings: TokenBuckets;
}

/** The second factors of a tenant. */
export function mfaOf(settings: TenantSettings, now: () => Date): Mfa {
  return {
    authenticators: authenticators(isFactorOn(settings, 'email')),
    tokens: mfaTokens(now),
    challenges: challenges(now),
    attempts: tokenBuckets({ size: 10, rate: 360_000, now }),
    sendings: tokenBuckets({ size: 10, rate: 360_000, now }),
  };
}
