import { SavedState } from '../saved-state/saved-state.ts';
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

/**
 * Creates the counters of a tenant. They start with the counts from before a restart, except for limits that last only minutes.
 */
export function attackProtection(
  settings: TenantSettings,
  state: SavedState,
  now: () => Date,
): AttackProtection {
  const { stage } = settings.attack_protection.suspicious_ip_throttling;
  const { burst, per_second } = settings.management_api_rate_limit;
  const buckets = (kind: string, size: number, rate: number): TokenBuckets =>
    tokenBuckets(state, { kind, size, rate, now });
  const unsaved = new SavedState();
  const shortBuckets = (kind: string, size: number, rate: number): TokenBuckets =>
    tokenBuckets(unsaved, { kind, size, rate, now });
  return {
    bruteForce: new BruteForceProtection(settings, state, now),
    preLogin: buckets('login_limit', stage['pre-login'].max_attempts, stage['pre-login'].rate),
    preUserRegistration: buckets(
      'sign_up_limit',
      stage['pre-user-registration'].max_attempts,
      stage['pre-user-registration'].rate,
    ),
    sameUserLogin: shortBuckets('same_user_login_limit', 20, 6_000),
    changePassword: buckets('change_password_limit', 10, 60_000),
    leakMails: buckets('leak_mail_limit', 1, 3_600_000),
    blockMails: buckets('block_mail_limit', 1, 3_600_000),
    userInfo: shortBuckets('userinfo_limit', 10, 12_000),
    userInfoRefused: shortBuckets('userinfo_refused', 1_000, 60),
    managementApi: shortBuckets('management_api_limit', burst, 1_000 / per_second),
  };
}
