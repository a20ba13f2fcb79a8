import type { Announcement } from './store.ts';
import { addVersion } from './versions.ts';

/**
 * An item in a store: a value, a member of a set, or a notice. The store may drop the item after `until` (milliseconds since the
 * epoch).
 */
export type Entry = ValueEntry | MemberEntry | NoticeEntry;

/** The value of a key. The version is optional. An `until` of 0 removes the value, whatever its version. */
export interface ValueEntry {
  kind: 'value';
  key: string;
  value: string;
  until: number;
}

/** A member of a set. An `until` of 0 removes the member. */
export interface MemberEntry {
  kind: 'member';
  key: string;
  member: string;
  until: number;
  /** Maximum number of members of the set once this one is added. Default: 1000. */
  max?: number | undefined;
}

/** A notice for all replicas. */
export interface NoticeEntry extends Announcement {
  kind: 'notice';
}

/** Creates the entry of a value. */
export function toValueEntry(
  key: string,
  value: string,
  until: number,
  version?: number,
): ValueEntry {
  return {
    ...{ kind: 'value', key, until },
    value: version === undefined ? value : addVersion(value, version),
  };
}

/** Creates the entry that removes the value of a key. */
export function toDeletion(key: string): ValueEntry {
  return { kind: 'value', key, value: '', until: 0 };
}

/** Creates the entry that removes a member of a set. */
export function toRemoval(key: string, member: string): MemberEntry {
  return { kind: 'member', key, member, until: 0 };
}

/** Converts an announcement to the entry for the store. */
export function toNoticeEntry({ notice, until }: Announcement): NoticeEntry {
  return { kind: 'notice', notice, until };
}
