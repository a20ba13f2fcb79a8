import type { EventLog, LogLimits } from './event-log.ts';

/**
 * State that outlives a request. Its entries survive a restart, and all replicas of a gateway share them. No entry can be used as
 * a token. Times are milliseconds since the epoch.
 *
 * No method throws if the storage does not answer. The process then saves entries in memory and writes them to the storage later,
 * and a read returns the entries of this process.
 */
export interface Store {
  /**
   * Saves a value until a time.
   *
   * @param version - a whole number. A value never replaces one with a higher version. Default: the latest write wins
   */
  set: (key: string, value: string, until: number, version?: number) => Promise<void>;
  /** Returns the value of a key. The value is undefined if there is none, or if it has expired. */
  get: (key: string, deadline?: Deadline) => Promise<Found<string | undefined>>;
  /**
   * Removes the value of a key, whatever its version. Another process that has written the value may still return it. A value with a
   * high version replaces it there, too.
   */
  delete: (key: string) => Promise<void>;
  /**
   * Adds a member to a set until a time.
   *
   * @param max - maximum number of members of the set, up to 1000. Beyond it, the store drops the members that expire first.
   *   Default: 1000
   * @returns the members that the storage has dropped because of the maximum. None if the storage does not answer
   */
  add: (key: string, member: string, until: number, max?: number) => Promise<readonly string[]>;
  /** Removes a member of a set. */
  remove: (key: string, member: string) => Promise<void>;
  /** Returns the members of a set that have not expired. */
  members: (key: string, deadline?: Deadline) => Promise<Found<readonly string[]>>;
  /**
   * Takes a lock, or renews a lock that the owner holds. A lock ends with its lease, so that a crashed process does not block
   * others for long.
   *
   * @param lease - milliseconds
   * @returns `busy` if another owner holds the lock; `unknown` if the storage does not answer
   */
  lock: (name: string, owner: string, lease: number) => Promise<'held' | 'busy' | 'unknown'>;
  /** Releases a lock that the owner holds. */
  unlock: (name: string, owner: string) => Promise<void>;
  /**
   * Sends notices to all replicas. The listeners of this process receive them at once. Waits up to 500 ms until the other
   * replicas have read the notices, and up to 1 s for each answer of the storage.
   *
   * @returns whether every ready replica has received the notices, and the storage has everything that these replicas wrote
   *   before
   */
  announce: (announcements: readonly Announcement[], deadline?: Deadline) => Promise<boolean>;
  /** Calls the listener at once with each valid notice, and later with each new notice. */
  follow: (listener: NoticeListener) => void;
  /** Whether this process knows the notices of all replicas. */
  isReady: () => boolean;
  /** Returns the state of the storage, for the metrics. */
  state: () => StoreState;
  /**
   * Opens a log in the storage that all replicas share. Undefined if the store has no such storage.
   *
   * @param name - part of the key, for example `audit:acts`
   */
  sharedLog?: (name: string, limits: LogLimits) => EventLog;
  /** Writes the entries that the storage lacks, and stops. */
  close: () => Promise<void>;
}

/**
 * State of the storage, as this process sees it.
 *
 * - `available`: accepts all commands
 * - `unreachable`: there is no connection, or no answer
 * - `refuses_writes`: answers reads, but refuses writes
 * - `read_only`: is a read-only replica of another server
 * - `forbids`: the ACL of the user does not allow a command or a key
 * - `refuses`: answers with another error
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
  /** Whether the storage lacks entries of this process. */
  isBehind: boolean;
}

/**
 * Time on the clock of `performance.now()` (milliseconds) until which a caller waits for the storage. At the deadline a read
 * counts as uncertain, and an announcement as not received by all. Writes continue after the deadline. Default: each answer may
 * take 1 s.
 */
export type Deadline = number;

/** Result of a read. */
export interface Found<Value> {
  value: Value;
  /** False if the storage does not answer. `value` then comes from this process only, and the storage may have more. */
  isCertain: boolean;
}

/** A text that every replica receives. */
export interface Announcement {
  notice: string;
  /** Time until which the notice is valid (milliseconds since the epoch). */
  until: number;
}

/**
 * Receives a notice.
 *
 * @param isNew - false for a notice from before the listener began to follow, or from before this process first read the
 *   storage
 */
export type NoticeListener = (notice: string, until: number, isNew: boolean) => void;

/** Maximum number of members of one set. */
export const maxMembers = 1000;

/** Maximum number of notices. */
export const maxNotices = 1_000_000;
