import type { TenantSettings } from '../settings/settings.ts';
import { BruteForceProtection } from './brute-force-protection.ts';
import { tokenBuckets } from './token-bucket.ts';
import type { TokenBuckets } from './token-bucket.ts';

/** Counters of a tenant's attack protection and rate limits. */
export interface AttackProtection {
  bruteForce: BruteForceProtection;
  /** Suspicious-IP throttling of logins, by IP address. */
  preLogin: TokenBuckets;
  /** Suspicious-IP throttling of sign-ups, by IP address. */
  preUserRegistration: TokenBuckets;
  /** Logins of one account from one address: 20 in a minute, then 10 a minute. */
  sameUserLogin: TokenBuckets;
  /** Requests for a reset mail, by e-mail address and peer: 10, then one a minute. */
  changePassword: TokenBuckets;
  /** Mails about leaked passwords, by user: one an hour. */
  leakMails: TokenBuckets;
  /** Mails about blocks, by user and IP address: one an hour. */
  blockMails: TokenBuckets;
  /** Calls of `/userinfo`, by user: 10, then 5 a minute. */
  userInfo: TokenBuckets;
  /** Refused calls of `/userinfo`, by peer: counted for the headers, never limited. */
  userInfoRefused: TokenBuckets;
  /** Calls of the Management API: one bucket for all callers. */
  managementApi: TokenBuckets;
}

/** Makes the counters of one tenant, all unused. */
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
