import { LRUCache } from 'lru-cache';
import type { TenantSettings } from '../settings.ts';
import { isAllowlisted } from './allowlist.ts';

/** A login attempt, as brute-force protection counts it. */
export interface LoginAttempt {
  connection: string;
  /** What was typed as the username, whether or not there is such a user. */
  identifier: string;
  ip: string;
}

/** Counts wrong passwords by identifier and IP address, or by identifier alone. */
export interface BruteForceProtection {
  /** Whether the identifier is blocked for this address. Without the `block` shield nothing ever is. */
  isBlocked(attempt: LoginAttempt): boolean;
  /** Counts a wrong password. */
  failed(attempt: LoginAttempt): void;
  /** Forgets the wrong passwords before a right one. */
  succeeded(attempt: LoginAttempt): void;
  /** Everything that is blocked now. */
  blocks(): LoginAttempt[];
  /** Ends a block. */
  unblock(attempt: LoginAttempt): void;
  /** Ends every block of an identifier, whatever the address. */
  unblockAll(connection: string, identifier: string): void;
}

interface Failures {
  /** The last one. */
  attempt: LoginAttempt;
  count: number;
  lastAt: number;
}

const maxIdentifiers = 10_000;

/** A block ends this long after the last wrong password. */
const blockMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Auth0's brute-force protection. The attempt that reaches `max_attempts` makes the block, the next one meets it; attempts
 * already under way may therefore exceed it, as at Auth0. The 10 000 identifiers tried last are remembered.
 *
 * @see https://auth0.com/docs/secure/attack-protection/brute-force-protection
 */
export function bruteForceProtection(
  settings: TenantSettings,
  now: () => Date,
): BruteForceProtection {
  const { enabled, shields, mode, allowlist, max_attempts } =
    settings.attack_protection.brute_force_protection;
  const failures = new LRUCache<string, Failures>({
    maxSize: maxIdentifiers,
    sizeCalculation: () => 1,
  });

  const keyOf = ({ connection, identifier, ip }: LoginAttempt): string =>
    JSON.stringify([
      connection,
      identifier.toLowerCase(),
      mode === 'count_per_identifier' ? '' : ip,
    ]);
  const failuresOf = (attempt: LoginAttempt): number => {
    const { count, lastAt } = failures.get(keyOf(attempt)) ?? { count: 0, lastAt: 0 };
    return now().getTime() - lastAt < blockMs ? count : 0;
  };
  const forget = (attempt: LoginAttempt): void => {
    failures.delete(keyOf(attempt));
  };
  const isProtected = ({ connection, ip }: LoginAttempt): boolean =>
    enabled &&
    !isAllowlisted(allowlist, ip) &&
    settings.connections.some(
      ({ name, options }) => name === connection && options.brute_force_protection,
    );

  const isBlocked = (attempt: LoginAttempt): boolean =>
    shields.includes('block') && isProtected(attempt) && failuresOf(attempt) >= max_attempts;

  return {
    isBlocked,
    failed(attempt) {
      if (!isProtected(attempt)) return;
      const count = failuresOf(attempt) + 1;
      failures.set(keyOf(attempt), { attempt, count, lastAt: now().getTime() });
    },
    succeeded: forget,
    blocks: () => [...failures.values()].map(({ attempt }) => attempt).filter(isBlocked),
    unblock: forget,
    unblockAll(connection, identifier) {
      for (const { attempt } of failures.values()) {
        const isSame = attempt.identifier.toLowerCase() === identifier.toLowerCase();
        if (isSame && attempt.connection === connection) forget(attempt);
      }
    },
  };
}
