import type { User } from '../users/user.ts';
import type { BruteForceProtection } from './brute-force-protection.ts';

/** Ends all brute-force blocks of a user: of all that the user is known by, for every IP address. */
export function unblockUser(bruteForce: BruteForceProtection, user: User): void {
  for (const identifier of [user.email, user.username, user.phone_number]) {
    if (identifier !== undefined && identifier !== '') {
      bruteForce.unblockAll(user.connection, identifier);
    }
  }
}
