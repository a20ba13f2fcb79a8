import { randomBytes } from 'node:crypto';
import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedRecords, SavedState } from '../saved-state/saved-state.ts';
import type { SeededUser } from '../settings/settings.ts';
import { hashPassword } from './password-hash.ts';
import type { NewUser, User, UserChanges } from './user.ts';

const maxUsers = 10_000;

/** The users of all connections, at most 10,000. Beyond that, the user that was read least recently is forgotten. */
export class UserDirectory {
  readonly #now: () => Date;
  readonly #users: SavedMap<User>;
  /** ID of each user, by connection and identifier. */
  readonly #ids = new Map<string, string>();
  readonly #seeding: SavedRecords<true>;
  readonly #saveListeners: ((user: User) => void)[] = [];
  readonly #removalListeners: ((user: User) => void)[] = [];

  constructor(state: SavedState, now: () => Date) {
    this.#now = now;
    this.#seeding = state.records('seeding');
    this.#users = new SavedMap(state, {
      kind: 'user',
      max: maxUsers,
      format: { toJson: (user) => user, fromJson: readUser },
      onRemoved: (user) => {
        this.#unindex(user);
        for (const listener of this.#removalListeners) listener(user);
      },
    });
    for (const user of this.#users.values()) this.#index(user);
  }

  /** Adds the users of a settings file, unless a run before the restart has added them. */
  async seed(seeded: SeededUser[]): Promise<void> {
    if (this.#seeding.found.size > 0) return;
    const hashes = await Promise.all(seeded.map(({ password }) => hashPassword(password)));
    for (const [index, { password: _, blocked, ...user }] of seeded.entries()) {
      this.add({ ...user, ...(blocked && { blocked }), passwordHash: hashes[index] ?? '' });
    }
    this.#seeding.set('done', true);
  }

  /** Registers a listener for users that are added or changed. */
  whenSaved(listener: (user: User) => void): void {
    this.#saveListeners.push(listener);
  }

  /** Registers a listener for users that are removed. */
  whenRemoved(listener: (user: User) => void): void {
    this.#removalListeners.push(listener);
  }

  /** Lists all users, sorted by `user_id`. */
  all(): User[] {
    return [...this.#users.values()].sort((a, b) => (a.user_id < b.user_id ? -1 : 1));
  }

  /** Number of users who can be added before the directory forgets one. */
  get room(): number {
    return maxUsers - this.#users.size;
  }

  /** Finds a user by e-mail address, username or phone number, ignoring case. */
  find(connection: string, identifier: string): User | undefined {
    return this.#users.get(this.#ids.get(identifierKey(connection, identifier)) ?? '');
  }

  findById(user_id: string): User | undefined {
    return this.#users.get(user_id);
  }

  /** Adds a user. Returns undefined, and adds nothing, if an identifier or the `user_id` is taken. */
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
    this.#set(user);
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
    this.save(user);
    return true;
  }

  /** Saves a user whose members were changed in place. Does not change `updated_at`. Ignores a removed user, and a copy of a user. */
  save(user: User): void {
    if (this.#users.get(user.user_id) === user) this.#set(user);
  }

  /** Counts a login of a user. */
  countLogin(user: User, ip: string): void {
    user.logins_count += 1;
    user.last_login = this.#now();
    user.last_ip = ip;
    this.save(user);
  }

  /** Removes a user. The endpoints then refuse the user's tokens. */
  remove(user_id: string): void {
    this.#users.delete(user_id);
  }

  #set(user: User): void {
    this.#users.set(user.user_id, user);
    for (const listener of this.#saveListeners) listener(user);
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

/** Converts a record to a user. In the record, times are in ISO 8601. */
function readUser({ last_login, last_password_reset, ...record }: User): User {
  return {
    ...record,
    created_at: new Date(record.created_at),
    updated_at: new Date(record.updated_at),
    ...(last_login && { last_login: new Date(last_login) }),
    ...(last_password_reset && { last_password_reset: new Date(last_password_reset) }),
  };
}

function keysOf({ connection, email, username, phone_number }: User): string[] {
  return [email, username, phone_number]
    .filter((identifier) => identifier !== undefined && identifier !== '')
    .map((identifier = '') => identifierKey(connection, identifier));
}

function identifierKey(connection: string, identifier: string): string {
  return JSON.stringify([connection, identifier.toLowerCase()]);
}
