import { setTimeout } from 'node:timers/promises';

/** Milliseconds within which a file system must answer. Otherwise it counts as unusable. */
const fileTimeLimit = 10_000;
let hasHung = false;

/**
 * Waits for work on files, up to a time limit. A network volume that is not available may never answer. The work itself cannot be
 * stopped.
 *
 * @param more - milliseconds added to the limit of 10 s. Default: 0
 * @throws `Error` at the time limit; the error of the work, unchanged
 */
export async function withinTimeLimit<Result>(work: Promise<Result>, more = 0): Promise<Result> {
  const over = new AbortController();
  const limit = setTimeout(fileTimeLimit + more, undefined, { signal: over.signal }).then(() => {
    hasHung = true;
    throw new Error(`the file system does not answer within ${(fileTimeLimit + more) / 1000} s`);
  });
  limit.catch(() => undefined); // The abort below rejects this promise too.
  try {
    return await Promise.race([work, limit]);
  } finally {
    over.abort();
  }
}

/** Whether a file system has reached the time limit. On exit, Node would wait for that work forever. */
export function hasFileSystemHung(): boolean {
  return hasHung;
}
