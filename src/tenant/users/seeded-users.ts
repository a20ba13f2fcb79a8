import type { SeededUser } from '../settings/settings.ts';
import { isPasswordOf } from './password-hash.ts';
import type { UserDirectory } from './user-directory.ts';

/** A user of the settings file, as the user is at present. `password` is undefined after a change. */
export type CurrentUser = Omit<SeededUser, 'password'> & { password: string | undefined };

/** Lists the users of the settings file who still exist. */
export async function currentUsers(
  seeded: readonly SeededUser[],
  users: UserDirectory,
): Promise<CurrentUser[]> {
  const current = await Promise.all(
    seeded.map(async (seed) => {
      const user = users.findById(seed.user_id);
      if (!user) return [];
      const { email, email_verified, roles, blocked = false } = user;
      const isRight = await isPasswordOf(user, seed.password);
      const password = isRight ? seed.password : undefined;
      return [{ ...seed, email, email_verified, roles, blocked, password }];
    }),
  );
  return current.flat();
}
