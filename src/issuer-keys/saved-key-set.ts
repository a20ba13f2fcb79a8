import { setTimeout as wait } from 'node:timers/promises';
import type { KeySetPlace } from './key-set-storage.ts';
import type { FetchedKeys, SealedKeySets } from './signed-key-set.ts';

/** The last good key set, in one place. Nothing here ever fails: what goes wrong is told to the log, once. */
export interface KeptKeySet {
  /** Undefined when there is none that may be used. */
  read: () => Promise<FetchedKeys | undefined>;
  /** Keeps what differs from what was kept last, or is much younger. Nobody waits for it. */
  keep: (fetched: FetchedKeys) => void;
  /** Ends when nothing is being written any more. */
  settled: () => Promise<void>;
}

/** All in milliseconds. */
const timing = {
  /** The same keys are written again after this time, so that their age stays true. */
  period: 5 * 60 * 1000,
  /** A place that takes longer has failed: a disk or a network that hangs must not hang the gateway. */
  patience: 2000,
};

/** @param seals - what is kept is read and written by others who can reach the place, but not made by them */
export function keptKeySet(
  place: KeySetPlace,
  seals: SealedKeySets,
  log: { warn: (details: object, message: string) => void },
): KeptKeySet {
  let ignored: string | undefined;
  let isFailing = false;
  let written: { text: string; fetchedAt: number } | undefined;
  let writing = Promise.resolve();

  async function write(fetched: FetchedKeys): Promise<void> {
    const text = JSON.stringify(fetched.keys);
    if (written?.text === text && fetched.fetchedAt - written.fetchedAt < timing.period) return;
    try {
      await inTime(place.write(await seals.seal(fetched)));
      written = { text, fetchedAt: fetched.fetchedAt };
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error, place: place.name }, cannotKeep);
      isFailing = true;
    }
  }

  return {
    read: async () => {
      try {
        const text = await inTime(place.read());
        const kept = text === undefined ? undefined : await seals.open(text);
        ignored = undefined;
        return kept;
      } catch (error) {
        const { message } = error as Error;
        if (message !== ignored) log.warn({ err: error, place: place.name }, ignores);
        ignored = message;
        return undefined;
      }
    },
    keep: (fetched) => {
      writing = writing.then(() => write(fetched));
    },
    settled: () => writing,
  };
}

const cannotKeep = "the issuer's keys cannot be kept for the next start";
const ignores = "the issuer's keys that were kept are ignored";

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const done = new AbortController();
  const late = wait(timing.patience, undefined, { signal: done.signal }).then(() => {
    throw new Error(`no answer within ${timing.patience} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
    late.catch(() => undefined);
  }
}
