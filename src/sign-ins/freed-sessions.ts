import { revocationCauses, type RevocationCause } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** Start of a value in the store that marks a removed session. The cause of its end follows. */
const freed = 'freed:';
/** Milliseconds for which the store holds the mark of a removed session. */
const freedLifetime = 7 * 24 * 60 * 60 * 1000;
/** Version of the mark of a removed session. It is higher than the version of any session. */
const lastVersion = 999_999_999_999_999;

/**
 * Removes a session that has ended from the store, by its store key. Leaves a mark with the cause for seven days, to answer the
 * session's cookie. A process that still has the session in its memory does not write it again.
 *
 * @param now - the current time (milliseconds since the epoch)
 */
export async function freeSession(
  store: Store,
  name: string,
  cause: RevocationCause | undefined,
  now: number,
): Promise<void> {
  await Promise.all([
    store.set(sessionKey(name), freed + (cause ?? ''), now + freedLifetime, lastVersion),
    store.delete(useKey(name)),
  ]);
}

/**
 * Finds why a session was removed from the store.
 *
 * @returns undefined if the session was not removed, or if that is more than seven days ago
 */
export async function findFreed(
  store: Store,
  name: string,
): Promise<{ cause: RevocationCause | undefined } | undefined> {
  const { value } = await store.get(sessionKey(name));
  if (!value?.startsWith(freed)) return undefined;
  return { cause: revocationCauses.find((cause) => value === freed + cause) };
}

/** Returns the store key of the session with this name. */
export function sessionKey(name: string): string {
  return `session:${name}`;
}

/** Returns the store key of the last use of the session with this name. */
export function useKey(name: string): string {
  return `session-use:${name}`;
}
