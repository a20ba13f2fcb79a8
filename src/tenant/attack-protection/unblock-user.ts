import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user-directory.ts';

/** Ends every block that brute-force protection has put on a user, whatever they typed and from wherever. */
export function unblockUser({ attackProtection }: Tenant, user: User): void {
  for (const identifier of [user.email, user.username]) {
    if (identifier !== undefined) {
      attackProtection.bruteForce.unblockAll(user.connection, identifier);
    }
  }
}
