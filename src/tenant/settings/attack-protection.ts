import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** IP addresses and CIDR ranges, at most 100 as at Auth0. */
const allowlistSchema = z
  .array(
    z.string().refine((entry) => ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry), {
      error: 'must be an IP address or a CIDR range',
    }),
  )
  .max(100)
  .default([]);

const bruteForceProtectionSchema = z
  .strictObject({
    enabled: z.boolean().default(true),
    shields: z
      .array(z.enum(['block', 'user_notification']))
      .default(['block', 'user_notification']),
    mode: z
      .enum(['count_per_identifier_and_ip', 'count_per_identifier'])
      .default('count_per_identifier_and_ip'),
    allowlist: allowlistSchema,
    max_attempts: z.int().min(1).max(100).default(10),
  })
  .prefault({});

/** Schema of the limit for logins. `rate` is the number of milliseconds after which one attempt is given back. */
const preLoginStageSchema = z
  .strictObject({
    max_attempts: z.int().min(1).max(2500).default(100),
    rate: z.int().min(34_560).max(86_400_000).default(864_000),
  })
  .prefault({});

const preUserRegistrationStageSchema = z
  .strictObject({
    max_attempts: z.int().min(1).max(72_000).default(50),
    rate: z.int().min(1_200).max(86_400_000).default(1_200),
  })
  .prefault({});

const suspiciousIpThrottlingSchema = z
  .strictObject({
    enabled: z.boolean().default(true),
    shields: z
      .array(z.enum(['admin_notification', 'block']))
      .default(['admin_notification', 'block']),
    allowlist: allowlistSchema,
    stage: z
      .strictObject({
        'pre-login': preLoginStageSchema,
        'pre-user-registration': preUserRegistrationStageSchema,
      })
      .prefault({}),
  })
  .prefault({});

const breachStageSchema = z
  .strictObject({ shields: z.array(z.enum(['block', 'admin_notification'])).default([]) })
  .prefault({});

const breachedPasswordDetectionSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    shields: z.array(z.enum(['block', 'user_notification', 'admin_notification'])).default([]),
    stage: z
      .strictObject({
        'pre-user-registration': breachStageSchema,
        'pre-change-password': breachStageSchema,
      })
      .prefault({}),
  })
  .prefault({});

const botDetectionSchema = z
  .strictObject({
    challenge_password_policy: z.enum(['never', 'when_risky', 'always']).default('never'),
    allowlist: allowlistSchema,
  })
  .prefault({});

/**
 * Schema of the `attack_protection` block. Keys, ranges and defaults are those of `/api/v2/attack-protection/*`.
 *
 * @see https://auth0.com/docs/secure/attack-protection
 */
export const attackProtectionSchema = z
  .strictObject({
    brute_force_protection: bruteForceProtectionSchema,
    suspicious_ip_throttling: suspiciousIpThrottlingSchema,
    breached_password_detection: breachedPasswordDetectionSchema,
    bot_detection: botDetectionSchema,
  })
  .prefault({});
