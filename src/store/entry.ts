import type { Announcement } from './store.ts';

/**
 * One item that a store saves: a value, a member of a set, or a notice. The store may drop it after `until`, an instant in
 * milliseconds since the epoch.
 */
export type Entry = ValueEntry | MemberEntry | NoticeEntry;

/** The value of a key. */
export interface ValueEntry {
  kind: 'value';
  key: string;
  value: string;
  until: number;
}

/** One member of a set. */
export interface MemberEntry {
  kind: 'member';
  key: string;
  member: string;
  until: number;
  /** Number of members that the set holds once it has this one. Undefined: as many as any set. */
  max?: number | undefined;
}

/** A notice to all replicas. */
export interface NoticeEntry extends Announcement {
  kind: 'notice';
}

/** Converts an announcement to the entry that a store saves. */
export function toNoticeEntry({ notice, until }: Announcement): NoticeEntry {
  return { kind: 'notice', notice, until };
}
