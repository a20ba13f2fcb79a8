/**
 * State that outlives a request: what the replicas of a gateway share, and what a restart must not forget. Nothing in it can be
 * used as a token. Instants are milliseconds since the epoch.
 *
 * No method throws: with the place where it is kept out of reach, what is written is kept here and written later, and what is
 * read is what this process knows itself.
 */
export interface Store {
  /** Keeps a value until an instant. */
  set: (key: string, value: string, until: number) => Promise<void>;
  get: (key: string) => Promise<Found<string | undefined>>;
  /** Adds to a set, until an instant; a set keeps its 1000 newest members. */
  add: (key: string, member: string, until: number) => Promise<void>;
  members: (key: string) => Promise<Found<readonly string[]>>;
  /**
   * Tells every replica what it has to know. This process knows it at once, before the promise settles.
   *
   * @returns whether every replica that is ready has it, and everything that any of them has written before is to be found; waits
   *   for them for half a second at most
   */
  announce: (notices: readonly Announcement[]) => Promise<boolean>;
  /** Calls back for each notice that still holds, and from then on for each new one. */
  follow: (listener: NoticeListener) => void;
  /** Whether this process knows what the others know. */
  isReady: () => boolean;
  close: () => Promise<void>;
}

/** What was read. */
export interface Found<Value> {
  value: Value;
  /** False when it is what this process knows alone: there may be more. */
  isCertain: boolean;
}

/** Something that every replica has to know until an instant. */
export interface Announcement {
  notice: string;
  until: number;
}

/** @param isNew - false for what was announced before this process began to listen */
export type NoticeListener = (notice: string, until: number, isNew: boolean) => void;

/** Members that a set keeps. */
export const maxMembers = 1000;
