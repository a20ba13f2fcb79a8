import type { User } from '../users/user.ts';
import type { BruteForceProtection } from './brute-force-protection.ts';

/** Ends every block that brute-force protection has put on a user, whatever they typed and from wherever. */
export function unblockUser(bruteForce: BruteForceProtection, user: User): void {
  for (const identifier of [user.email, user.username]) {
    if (identifier !== undefined) {
      bruteForce.unblockAll(user.connection, identifier);
    }
  }
}
