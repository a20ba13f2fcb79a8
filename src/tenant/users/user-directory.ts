import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { LRUCache } from 'lru-cache';
import type { Permission, SeededUser } from '../settings.ts';

/** A user of a database connection. */
export interface User {
  user_id: string;
  connection: string;
  /** Lower-case, as Auth0 stores it. */
  email: string;
  email_verified: boolean;
  username?: string | undefined;
  name?: string | undefined;
  given_name?: string | undefined;
  family_name?: string | undefined;
  nickname?: string | undefined;
  picture?: string | undefined;
  roles: string[];
  permissions: Permission[];
  /** Absent until somebody sets it. */
  user_metadata?: Record<string, unknown> | undefined;
  app_metadata?: Record<string, unknown> | undefined;
  /** Absent until an administrator sets it, either way. */
  blocked?: boolean | undefined;
  authentication_methods: SeededUser['authentication_methods'];
  created_at: Date;
  updated_at: Date;
  logins_count: number;
  last_login?: Date;
  last_ip?: string;
  last_password_reset?: Date;
  /** Argon2id. A promise, since nobody waits for it at start-up. */
  passwordHash: Promise<string>;
  /** Hashes of earlier passwords, the newest first. */
  formerPasswordHashes?: string[];
}

/** A user who is about to exist. Without a `user_id` one is made up. */
export type NewUser = Omit<User, 'user_id' | 'created_at' | 'updated_at' | 'logins_count'> & {
  user_id?: string;
};

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

/** What can change about a user; undefined clears a member. Passwords have a way of their own. */
export type UserChanges = Partial<
  Omit<User, 'user_id' | 'connection' | 'created_at' | 'updated_at' | PasswordMember>
>;

type PasswordMember = 'passwordHash' | 'formerPasswordHashes';

const maxUsers = 10_000;

/** A directory with the users of the settings file. It holds 10 000 users; then the one not seen for longest is forgotten. */
export function userDirectory(seeded: SeededUser[], now: () => Date): UserDirectory {
  const users = new LRUCache<string, User>({
    maxSize: Math.max(maxUsers, seeded.length),
    sizeCalculation: () => 1,
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

/** Far below what a real directory uses: these passwords are public, and end with the process. */
const cost = { memoryCost: 1024, timeCost: 2, parallelism: 1 };

/** Argon2id, made cheap. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

const nobodysHash = hashPassword(randomBytes(16).toString('hex'));

/** Checks a password. For a user who does not exist it does the same work and answers false: no difference shows in the time. */
export async function isPasswordOf(user: User | undefined, password: string): Promise<boolean> {
  const isRight = await verify(await (user?.passwordHash ?? nobodysHash), password);
  return user !== undefined && isRight;
}

function keysOf({ connection, email, username }: User): string[] {
  return [email, ...(username === undefined ? [] : [username])].map((identifier) =>
    identifierKey(connection, identifier),
  );
}

function identifierKey(connection: string, identifier: string): string {
  return JSON.stringify([connection, identifier.toLowerCase()]);
}
