import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SeededUser } from '../settings/settings.ts';
import { hashPassword } from './password-hash.ts';
import type { NewUser, User, UserChanges } from './user.ts';

const maxUsers = 10_000;

/**
 * The users of all connections, at most 10,000. At first they are those of the settings file. Beyond the maximum, the user that
 * was read least recently is forgotten.
 */
export class UserDirectory {
  readonly #now: () => Date;
  readonly #users: LRUCache<string, User>;
  /** ID of each user, by connection and identifier. */
  readonly #ids = new Map<string, string>();

  constructor(seeded: SeededUser[], now: () => Date) {
    this.#now = now;
    this.#users = new LRUCache({
      maxSize: Math.max(maxUsers, seeded.length),
      sizeCalculation: () => 1,
      dispose: (user) => {
        this.#unindex(user);
      },
    });
    for (const { password, blocked, ...user } of seeded) {
      this.add({ ...user, ...(blocked && { blocked }), passwordHash: hashPassword(password) });
    }
  }

  /** Lists all users, sorted by `user_id`. */
  all(): User[] {
    return [...this.#users.values()].sort((a, b) => (a.user_id < b.user_id ? -1 : 1));
  }

  /** Finds a user by e-mail address or username, ignoring case. */
  find(connection: string, identifier: string): User | undefined {
    return this.#users.get(this.#ids.get(identifierKey(connection, identifier)) ?? '');
  }

  findById(user_id: string): User | undefined {
    return this.#users.get(user_id);
  }

  /** Adds a user. Returns undefined, and adds nothing, if the e-mail address, username or `user_id` is taken. */
  add(newUser: NewUser): User | undefined {
    const user: User = {
      user_id: `auth0|${randomBytes(12).toString('hex')}`,
      ...newUser,
      email: newUser.email.toLowerCase(),
      created_at: this.#now(),
      updated_at: this.#now(),
      logins_count: 0,
    };
    if (this.#users.has(user.user_id) || this.#isTaken(user)) return undefined;
    this.#users.set(user.user_id, user);
    this.#index(user);
    return user;
  }

  /** Changes a user. Returns false, and changes nothing, if the new e-mail address or username is taken, or if the user was removed. */
  change(user: User, changes: UserChanges): boolean {
    const email = (changes.email ?? user.email).toLowerCase();
    const changed = { ...user, ...changes, email };
    if (!this.#users.has(user.user_id) || this.#isTaken(changed)) return false;
    this.#unindex(user);
    // Changed in place, because a running login holds the same object.
    Object.assign(user, changed, { updated_at: this.#now() });
    this.#index(user);
    return true;
  }

  /** Removes a user. The endpoints then refuse the user's tokens. */
  remove(user_id: string): void {
    this.#users.delete(user_id);
  }

  /** Tells whether another user of the connection has the e-mail address or the username. */
  #isTaken(user: User): boolean {
    return keysOf(user).some((key) => (this.#ids.get(key) ?? user.user_id) !== user.user_id);
  }

  #index(user: User): void {
    for (const key of keysOf(user)) this.#ids.set(key, user.user_id);
  }

  #unindex(user: User): void {
    for (const key of keysOf(user)) this.#ids.delete(key);
  }
}

function keysOf({ connection, email, username }: User): string[] {
  return [email, ...(username === undefined ? [] : [username])].map((identifier) =>
    identifierKey(connection, identifier),
  );
}

function identifierKey(connection: string, identifier: string): string {
  return JSON.stringify([connection, identifier.toLowerCase()]);
}
