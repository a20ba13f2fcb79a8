/**
 * State that outlives a request: entries that survive a restart and that all replicas of a gateway share. No entry can be used as a
 * token. An instant is a number of milliseconds since the epoch.
 *
 * No method throws when the storage is unreachable. The process then saves entries in memory and writes them to the storage later;
 * a read returns what this process knows.
 */
export interface Store {
  /**
   * Saves a value until an instant.
   *
   * @param version - a whole number; a value with a lower version never replaces this one. Default: the value that is written last
   *   counts
   */
  set: (key: string, value: string, until: number, version?: number) => Promise<void>;
  /** Returns the value of a key; undefined when there is none, or its instant is past. */
  get: (key: string, deadline?: Deadline) => Promise<Found<string | undefined>>;
  /** Removes the value of a key, of whatever version. */
  delete: (key: string) => Promise<void>;
  /**
   * Adds a member to a set until an instant.
   *
   * @param max - number of members that the set holds, up to 1000; a store then drops those with the earliest instants. Default: 1000
   * @returns the members that the storage has dropped for this one; none when it is unreachable
   */
  add: (key: string, member: string, until: number, max?: number) => Promise<readonly string[]>;
  /** Removes a member of a set. */
  remove: (key: string, member: string) => Promise<void>;
  /** Returns the members of a set whose instants are not past. */
  members: (key: string, deadline?: Deadline) => Promise<Found<readonly string[]>>;
  /**
   * Takes a lock, or renews one that the owner holds. A lock ends with its lease, so that a process that dies holds no lock for
   * long.
   *
   * @param lease - milliseconds
   * @returns `busy` when another owner holds the lock; `unknown` when the storage is unreachable
   */
  lock: (name: string, owner: string, lease: number) => Promise<'held' | 'busy' | 'unknown'>;
  /** Ends a lock that the owner holds. */
  unlock: (name: string, owner: string) => Promise<void>;
  /**
   * Sends notices to all replicas. The listeners of this process receive them before this method returns its promise. Waits for the
   * other replicas until 500 ms after the call, and for each answer of the storage up to 1 s.
   *
   * @returns whether every ready replica has received the notices, and the storage has everything that these replicas wrote before
   */
  announce: (announcements: readonly Announcement[], deadline?: Deadline) => Promise<boolean>;
  /** Calls the listener at once with each notice whose `until` is not past, and later with each new notice. */
  follow: (listener: NoticeListener) => void;
  /** Tells whether this process knows the notices of all replicas. */
  isReady: () => boolean;
  /** Tells what the storage does for this process, for its metrics. */
  state: () => StoreState;
  /** Writes the entries that the storage does not have yet, and stops. */
  close: () => Promise<void>;
}

/**
 * What the storage does for this process.
 *
 * - `available`: it takes all commands
 * - `unreachable`: no connection, or no answer
 * - `refuses_writes`: it answers reads, and takes no writes
 * - `read_only`: it is a read-only replica of another server
 * - `forbids`: the ACL of the user lacks a command or a key
 * - `refuses`: it answers with another error
 */
export const storageStates = [
  'available',
  'unreachable',
  'refuses_writes',
  'read_only',
  'forbids',
  'refuses',
] as const;

/** State of a store. */
export interface StoreState {
  storage: (typeof storageStates)[number];
  /** Whether the storage lacks entries that this process has. */
  isBehind: boolean;
}

/**
 * An instant of `performance.now()`, in milliseconds, at which a caller waits no longer for the storage: a read then counts as
 * uncertain, an announcement as not received by all. What was sent goes on, and what fails is written later. Default: each answer
 * may take 1 s.
 */
export type Deadline = number;

/** Result of a read. */
export interface Found<Value> {
  value: Value;
  /** False when the storage is unreachable. `value` then comes from this process alone, and the storage may have more. */
  isCertain: boolean;
}

/** A text that every replica receives. */
export interface Announcement {
  notice: string;
  /** The instant until which the notice holds, in milliseconds since the epoch. */
  until: number;
}

/**
 * Receives a notice.
 *
 * @param isNew - false for a notice that was written before the listener began to follow, or before the process first read the
 *   storage
 */
export type NoticeListener = (notice: string, until: number, isNew: boolean) => void;

/** Maximum number of members of one set. */
export const maxMembers = 1000;

/** Maximum number of notices. */
export const maxNotices = 1_000_000;
