import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Entry } from '../../src/store/entry.ts';
import { UnwrittenEntries } from '../../src/store/unwritten-entries.ts';

const value = (key: string, text: string): Entry => {
  return { kind: 'value', key, value: text, until: 1e13 };
};
const notice = (text: string): Entry => ({ kind: 'notice', notice: text, until: 1e13 });
const unreachable = new Error('unreachable');

let unwritten: UnwrittenEntries;
beforeEach(() => {
  unwritten = new UnwrittenEntries(() => [value('known', 'text')]);
});

/** Records entries whose write fails. */
async function fail(...entries: Entry[]): Promise<void> {
  await expect(unwritten.track(Promise.reject(unreachable), entries)).rejects.toBe(unreachable);
}

/** Flushes, and returns the arguments of each call. */
async function flush(): Promise<unknown[][]> {
  const calls: unknown[][] = [];
  await unwritten.flush((...args) => {
    calls.push(args);
    return Promise.resolve();
  });
  return calls;
}

describe('unwritten entries', () => {
  it('are those whose write fails, until a flush succeeds', async () => {
    await unwritten.track(Promise.resolve(), [notice('written')]);
    expect(unwritten.isEmpty()).toBe(true);
    await fail(notice('one'), notice('two'));
    expect(unwritten.isEmpty()).toBe(false);
    expect(await flush()).toEqual([
      [notice('one'), 'failed'],
      [notice('two'), 'failed'],
    ]);
    expect(unwritten.isEmpty()).toBe(true);
  });

  it('stay when the flush fails', async () => {
    await fail(notice('one'), notice('two'));
    await expect(unwritten.flush(() => Promise.reject(unreachable))).rejects.toBe(unreachable);
    expect(await flush()).toEqual([
      [notice('one'), 'failed'],
      [notice('two'), 'failed'],
    ]);
  });

  it('are the newest value of each key', async () => {
    await fail(value('key', 'older'), value('other', 'text'));
    await fail(value('key', 'newer'));
    expect(await flush()).toEqual([
      [value('key', 'newer'), 'failed'],
      [value('other', 'text'), 'failed'],
    ]);
  });

  it('are the newest value of a key, also when that fails during a flush that fails', async () => {
    await fail(value('key', 'older'));
    const flushing = unwritten.flush(async () => {
      await fail(value('key', 'newer'));
      throw unreachable;
    });
    await expect(flushing).rejects.toBe(unreachable);
    expect(await flush()).toEqual([[value('key', 'newer'), 'failed']]);
  });

  it('are everything once everything has to be written again', async () => {
    await fail(notice('one'));
    unwritten.addAll();
    expect(await flush()).toEqual([[value('known', 'text'), 'known']]);
    expect(await flush()).toEqual([]);
  });
});
