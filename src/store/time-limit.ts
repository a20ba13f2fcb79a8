import { setTimeout } from 'node:timers/promises';

/** Milliseconds after which a file system that does not answer counts as unusable. */
const fileTimeLimit = 10_000;
let hasHung = false;

/**
 * Waits for work on files, such as those of a network volume that is away. The work itself cannot be stopped.
 *
 * @param more - milliseconds that the work may take besides
 * @throws `Error` when the file system does not answer within 10 s; the error of the work, unchanged
 */
export async function withinTimeLimit<Result>(work: Promise<Result>, more = 0): Promise<Result> {
  const over = new AbortController();
  const limit = setTimeout(fileTimeLimit + more, undefined, { signal: over.signal }).then(() => {
    hasHung = true;
    throw new Error(`the file system does not answer within ${(fileTimeLimit + more) / 1000} s`);
  });
  limit.catch(() => undefined); // An abort ends it, too.
  try {
    return await Promise.race([work, limit]);
  } finally {
    over.abort();
  }
}

/** Tells whether a file system has not answered. Node then waits for it in vain when the process exits. */
export function hasFileSystemHung(): boolean {
  return hasHung;
}
