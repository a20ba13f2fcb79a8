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
  get: (key: string) => Promise<string | undefined>;
  /** Adds to a set, until an instant; a set keeps its 1000 newest members. */
  add: (key: string, member: string, until: number) => Promise<void>;
  members: (key: string) => Promise<Member[]>;
  /**
   * Tells every replica something that it has to know until an instant. This process knows it at once, before the promise
   * settles.
   *
   * @returns whether every replica that is ready has it; waits for them for a second at most
   */
  announce: (notice: string, until: number) => Promise<boolean>;
  /** Calls back for each notice that still holds, and from then on for each new one, once or more often. */
  follow: (listener: NoticeListener) => void;
  /** Whether this process knows what the others know. */
  isReady: () => boolean;
  close: () => Promise<void>;
}

/** A member of a set, and the instant until which it is one. */
export interface Member {
  member: string;
  until: number;
}

/** @param isNew - false for what was announced before this process began to listen */
export type NoticeListener = (notice: string, until: number, isNew: boolean) => void;

/** Members that a set keeps. */
export const maxMembers = 1000;
