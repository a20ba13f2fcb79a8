import type { User } from '../users/user.ts';
import type { BruteForceProtection } from './brute-force-protection.ts';

/** Ends every brute-force block of a user: for e-mail address and username, from all IP addresses. */
export function unblockUser(bruteForce: BruteForceProtection, user: User): void {
  for (const identifier of [user.email, user.username]) {
    if (identifier !== undefined) {
      bruteForce.unblockAll(user.connection, identifier);
    }
  }
}
