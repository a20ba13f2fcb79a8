import type { UserDirectory } from './user-directory.ts';
import type { User } from './user.ts';

/** A change that a search cannot find yet. `user` is undefined if the user was removed. */
interface PendingChange {
  dueAt: number;
  user_id: string;
  user: User | undefined;
}

/**
 * The users as a search finds them. Auth0's search is eventually consistent: it finds a change only after some time, in which it
 * shows the user as before the change. A restart makes all changes known to the search.
 *
 * @see https://auth0.com/docs/manage-users/user-search
 */
export class UserSearchIndex {
  readonly #directory: UserDirectory;
  readonly #now: () => Date;
  readonly #delayMs: number;
  readonly #indexed = new Map<string, User>();
  #pending: PendingChange[] = [];

  /** @param delayMs - milliseconds until a search finds a change. With 0, it finds each change at once */
  constructor(directory: UserDirectory, now: () => Date, delayMs: number) {
    this.#directory = directory;
    this.#now = now;
    this.#delayMs = delayMs;
    if (delayMs === 0) return;
    for (const user of directory.all()) this.#indexed.set(user.user_id, structuredClone(user));
    directory.whenSaved((user) => {
      this.#add(user.user_id, structuredClone(user));
    });
    directory.whenRemoved(({ user_id }) => {
      this.#add(user_id, undefined);
    });
  }

  /** Lists the users that a search finds now, sorted by `user_id`. */
  users(): User[] {
    if (this.#delayMs === 0) return this.#directory.all();
    this.#applyDue();
    return [...this.#indexed.values()].sort((a, b) => (a.user_id < b.user_id ? -1 : 1));
  }

  #add(user_id: string, user: User | undefined): void {
    this.#applyDue();
    this.#pending.push({ dueAt: this.#now().getTime() + this.#delayMs, user_id, user });
  }

  #applyDue(): void {
    const time = this.#now().getTime();
    // After the clock is set back, a change must not wait for that time again.
    const isPending = ({ dueAt }: PendingChange): boolean =>
      dueAt > time && dueAt <= time + this.#delayMs;
    for (const change of this.#pending) {
      if (isPending(change)) continue;
      if (change.user) this.#indexed.set(change.user_id, change.user);
      else this.#indexed.delete(change.user_id);
    }
    this.#pending = this.#pending.filter(isPending);
  }
}
