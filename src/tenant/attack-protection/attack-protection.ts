import type { TenantSettings } from '../settings/settings.ts';
import { BruteForceProtection } from './brute-force-protection.ts';
import { tokenBuckets } from './token-bucket.ts';
import type { TokenBuckets } from './token-bucket.ts';

/** Counters for a tenant's attack protection and rate limits. */
export interface AttackProtection {
  bruteForce: BruteForceProtection;
  /** Limit of logins from each IP address (suspicious-IP throttling). */
  preLogin: TokenBuckets;
  /** Limit of sign-ups from each IP address (suspicious-IP throttling). */
  preUserRegistration: TokenBuckets;
  /** Limit of logins to one account from one address: 20 at once, then 10 a minute. */
  sameUserLogin: TokenBuckets;
  /** Limit of requests for a reset mail, for each e-mail address and peer: 10 at once, then one a minute. */
  changePassword: TokenBuckets;
  /** Limit of mails about leaked passwords: one an hour for each user. */
  leakMails: TokenBuckets;
  /** Limit of mails about blocks: one an hour for each user and IP address. */
  blockMails: TokenBuckets;
  /** Limit of calls of `/userinfo`: 10 at once for each user, then 5 a minute. */
  userInfo: TokenBuckets;
  /** Count of refused calls of `/userinfo` from each peer. It appears in headers, and limits nothing. */
  userInfoRefused: TokenBuckets;
  /** Limit of calls of the Management API, for all callers together. */
  managementApi: TokenBuckets;
}

/** Makes the counters of a tenant, with nothing counted yet. */
export function attackProtection(settings: TenantSettings, now: () => Date): AttackProtection {
  const { stage } = settings.attack_protection.suspicious_ip_throttling;
  const { burst, per_second } = settings.management_api_rate_limit;
  const buckets = (size: number, rate: number): TokenBuckets => tokenBuckets({ size, rate, now });
  return {
    bruteForce: new BruteForceProtection(settings, now),
    preLogin: buckets(stage['pre-login'].max_attempts, stage['pre-login'].rate),
    preUserRegistration: buckets(
      stage['pre-user-registration'].max_attempts,
      stage['pre-user-registration'].rate,
    ),
    sameUserLogin: buckets(20, 6_000),
    changePassword: buckets(10, 60_000),
    leakMails: buckets(1, 3_600_000),
    blockMails: buckets(1, 3_600_000),
    userInfo: buckets(10, 12_000),
    userInfoRefused: buckets(1_000, 60),
    managementApi: buckets(burst, 1_000 / per_second),
  };
}
