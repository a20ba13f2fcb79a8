import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SeededUser } from '../settings/settings.ts';
import { hashPassword } from './password-hash.ts';
import type { NewUser, User, UserChanges } from './user.ts';

/** The users of all connections. */
export interface UserDirectory {
  /** Everybody, by `user_id`. */
  all(): User[];
  /** By e-mail address or username, whatever their case. */
  find(connection: string, identifier: string): User | undefined;
  findById(user_id: string): User | undefined;
  /** Adds a user, or returns undefined when the e-mail address, username or `user_id` is taken. */
  add(user: NewUser): User | undefined;
  /** Changes a user. Changes nothing and returns false when the new e-mail address or username is another's, or the user gone. */
  change(user: User, changes: UserChanges): boolean;
  /** Removes a user. Tokens that name them find nobody from now on. */
  remove(user_id: string): void;
}

const maxUsers = 10_000;

/** A directory with the users of the settings file. It holds 10 000 users; then the one not seen for longest is forgotten. */
export function userDirectory(seeded: SeededUser[], now: () => Date): UserDirectory {
  const users = new LRUCache<string, User>({
    max: Math.max(maxUsers, seeded.length),
    dispose: (user) => {
      for (const key of keysOf(user)) ids.delete(key);
    },
  });
  const ids = new Map<string, string>();
  const lookUp = (connection: string, identifier: string): User | undefined =>
    users.get(ids.get(identifierKey(connection, identifier)) ?? '');

  const directory: UserDirectory = {
    all: () => [...users.values()].sort((a, b) => (a.user_id < b.user_id ? -1 : 1)),
    find: lookUp,
    findById: (user_id) => users.get(user_id),
    add(newUser) {
      const user: User = {
        user_id: `auth0|${randomBytes(12).toString('hex')}`,
        ...newUser,
        email: newUser.email.toLowerCase(),
        created_at: now(),
        updated_at: now(),
        logins_count: 0,
      };
      if (users.has(user.user_id) || keysOf(user).some((key) => ids.has(key))) return undefined;
      users.set(user.user_id, user);
      for (const key of keysOf(user)) ids.set(key, user.user_id);
      return user;
    },
    change(user, changes) {
      const email = (changes.email ?? user.email).toLowerCase();
      const changed = { ...user, ...changes, email };
      const isFree = (key: string): boolean => (ids.get(key) ?? user.user_id) === user.user_id;
      if (!users.has(user.user_id) || !keysOf(changed).every(isFree)) return false;
      for (const key of keysOf(user)) ids.delete(key);
      // In place: a login under way holds the same user.
      Object.assign(user, changed, { updated_at: now() });
      for (const key of keysOf(user)) ids.set(key, user.user_id);
      return true;
    },
    remove(user_id) {
      users.delete(user_id);
    },
  };
  for (const { password, blocked, ...user } of seeded) {
    directory.add({
      ...user,
      ...(blocked && { blocked }),
      passwordHash: hashPassword(password),
    });
  }
  return directory;
}

function keysOf({ connection, email, username }: User): string[] {
  return [email, ...(username === undefined ? [] : [username])].map((identifier) =>
    identifierKey(connection, identifier),
  );
}

function identifierKey(connection: string, identifier: string): string {
  return JSON.stringify([connection, identifier.toLowerCase()]);
}
