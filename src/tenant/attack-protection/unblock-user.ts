import type { User } from '../users/user.ts';
import type { BruteForceProtection } from './brute-force-protection.ts';

/** Ends all brute-force blocks of a user: of the e-mail address and of the username, for every IP address. */
export function unblockUser(bruteForce: BruteForceProtection, user: User): void {
  for (const identifier of [user.email, user.username]) {
    if (identifier !== undefined) {
      bruteForce.unblockAll(user.connection, identifier);
    }
  }
}
