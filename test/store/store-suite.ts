import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { announce } from '../support/announce.ts';
import type { Store } from '../../src/store/store.ts';

/** A store under test. */
export interface StoreUnderTest {
  store: Store;
  close: () => Promise<void>;
}

function heardFrom(store: Store): string[] {
  const heard: string[] = [];
  store.follow((notice) => heard.push(notice));
  return heard;
}

/** Declares the tests that every kind of store must pass. The store must take its time from `now`. */
export function storeSuite(name: string, make: (now: () => Date) => Promise<StoreUnderTest>): void {
  describe(`${name}: what every store does`, () => {
    let under: StoreUnderTest;
    let store: Store;
    let later: number;
    const time = () => Date.now() + later;
    beforeEach(async () => {
      later = 0;
      under = await make(() => new Date(time()));
      store = under.store;
    });
    afterEach(() => under.close());

    it('saves a value until its instant', async () => {
      await store.set('a', 'one', time() + 60_000);
      await store.set('b', 'two', time() - 1);
      expect((await store.get('a')).value).toBe('one');
      expect((await store.get('b')).value).toBeUndefined();
      expect((await store.get('c')).value).toBeUndefined();
    });

    it('returns the value that was written last', async () => {
      await store.set('a', 'one', time() + 60_000);
      await store.set('a', 'two', time() + 60_000);
      expect((await store.get('a')).value).toBe('two');
    });

    it('S08: a value with a version is replaced by the same or a higher version alone', async () => {
      await store.set('a', 'second', time() + 60_000, 2);
      await store.set('a', 'first', time() + 60_000, 1);
      expect((await store.get('a')).value).toBe('second');
      await store.set('a', 'again', time() + 60_000, 2);
      expect((await store.get('a')).value).toBe('again');
      await store.set('a', 'third', time() + 60_000, 3);
      expect((await store.get('a')).value).toBe('third');
    });

    it('S08: deletes a value, of whatever version', async () => {
      await store.set('plain', 'one', time() + 60_000);
      await store.set('versioned', 'one', time() + 60_000, 7);
      await store.delete('plain');
      await store.delete('versioned');
      await store.delete('unknown');
      expect((await store.get('plain')).value).toBeUndefined();
      expect((await store.get('versioned')).value).toBeUndefined();
      await store.set('versioned', 'two', time() + 60_000, 1);
      expect((await store.get('versioned')).value).toBe('two');
    });

    it('saves each member of a set until its own instant', async () => {
      await store.add('set', 'short', time() + 10_000);
      await store.add('set', 'long', time() + 60_000);
      await store.add('other', 'another', time() + 60_000);
      expect([...(await store.members('set')).value].sort()).toEqual(['long', 'short']);
      later = 20_000;
      expect((await store.members('set')).value).toEqual(['long']);
    });

    it('a member that is added again stays longer, and is one member', async () => {
      await store.add('set', 'one', time() + 10_000);
      await store.add('set', 'one', time() + 60_000);
      later = 20_000;
      expect((await store.members('set')).value).toHaveLength(1);
    });

    it('a set holds its newest 1000 members', async () => {
      const until = time() + 60_000;
      const names = Array.from({ length: 1005 }, (_, index) => `member ${index}`);
      for (const [index, member] of names.entries()) await store.add('set', member, until + index);
      const members = [...(await store.members('set')).value];
      expect(members).toHaveLength(1000);
      expect(members).not.toContain('member 4');
      expect(members).toContain('member 5');
    });

    it('a set with a smaller maximum holds as many, those that were added again among them', async () => {
      const until = time() + 60_000;
      await store.add('set', 'kept', until, 3);
      for (let index = 0; index < 3; index += 1) {
        await store.add('set', 'kept', until + 2 * index, 3);
        await store.add('set', `member ${index}`, until + 2 * index + 1, 3);
      }
      expect([...(await store.members('set')).value].sort()).toEqual([
        'kept',
        'member 1',
        'member 2',
      ]);
    });

    it('removes a member of a set', async () => {
      await store.add('set', 'one', time() + 60_000);
      await store.add('set', 'two', time() + 60_000);
      await store.remove('set', 'one');
      await store.remove('set', 'unknown');
      await store.remove('no set', 'one');
      expect((await store.members('set')).value).toEqual(['two']);
      expect((await store.members('no set')).value).toEqual([]);
    });

    it('tells which members a full set has dropped', async () => {
      const until = time() + 60_000;
      expect(await store.add('set', 'first', until, 2)).toEqual([]);
      expect(await store.add('set', 'second', until + 1, 2)).toEqual([]);
      expect(await store.add('set', 'first', until + 2, 2)).toEqual([]);
      expect(await store.add('set', 'third', until + 3, 2)).toEqual(['second']);
    });

    it('a value and a set may have the same key', async () => {
      await store.set('name', 'value', time() + 60_000);
      await store.add('name', 'member', time() + 60_000);
      expect((await store.get('name')).value).toBe('value');
      expect(await store.members('name')).toEqual({ value: ['member'], isCertain: true });
    });

    it('a listener receives earlier notices, and new ones at once', async () => {
      await announce(store, 'before', time() + 60_000);
      await announce(store, 'past', time() - 1);
      const heard: [string, boolean][] = [];
      store.follow((notice, _until, isNew) => heard.push([notice, isNew]));
      const announced = announce(store, 'after', time() + 60_000);
      expect(heard).toEqual([
        ['before', false],
        ['after', true],
      ]);
      await announced;
      expect(heard).toHaveLength(2);
    });

    it('S08: a lock has one owner, until the owner or its lease ends it', async () => {
      expect(await store.lock('door', 'one', 60_000)).toBe('held');
      expect(await store.lock('door', 'two', 60_000)).toBe('busy');
      expect(await store.lock('other', 'two', 60_000)).toBe('held');
      expect(await store.lock('door', 'one', 60_000)).toBe('held');
      await store.unlock('door', 'two');
      expect(await store.lock('door', 'two', 60_000)).toBe('busy');
      await store.unlock('door', 'one');
      expect(await store.lock('door', 'two', 1)).toBe('held');
      later = 20;
      while ((await store.lock('door', 'one', 60_000)) === 'busy') await wait(1);
    });

    it('S11: a clock that jumps forward hides what is over by then, and keeps the rest', async () => {
      const [soon, late] = [time() + 60_000, time() + 7_200_000];
      await store.add('set', 'soon', soon);
      await store.add('set', 'late', late);
      await store.set('late', 'value', late, 1);
      await announce(store, 'late', late);
      later = 3_600_000;
      await store.add('set', 'new', time() + 60_000);
      await store.set('new', 'value', time() + 60_000);
      expect([...(await store.members('set')).value].sort()).toEqual(['late', 'new']);
      expect((await store.get('late')).value).toBe('value');
      expect((await store.get('new')).value).toBe('value');
      expect(heardFrom(store)).toEqual(['late']);
    });

    it('S11: a clock that is set back loses nothing, and hinders no later write, lock or removal', async () => {
      later = 3_600_000;
      const late = time() + 60_000;
      await store.set('old', 'value', late, 1);
      await store.set('removed', 'value', late);
      await store.add('set', 'old', late);
      await announce(store, 'old', late);
      expect(await store.lock('door', 'one', 1)).toBe('held');
      later = 0;
      await store.set('old', 'newer', time() + 60_000, 2);
      await store.delete('removed');
      await store.add('set', 'new', time() + 60_000);
      await announce(store, 'new', time() + 60_000);
      expect((await store.get('old')).value).toBe('newer');
      expect((await store.get('removed')).value).toBeUndefined();
      expect([...(await store.members('set')).value].sort()).toEqual(['new', 'old']);
      expect(heardFrom(store)).toEqual(['old', 'new']);
      while ((await store.lock('door', 'two', 60_000)) === 'busy') await wait(1);
    });

    it('takes any text', async () => {
      const odd = 'ключ:{x} "\n\u0001';
      await store.set(odd, odd, time() + 60_000);
      await store.add(odd, odd, time() + 60_000);
      const heard: string[] = [];
      store.follow((notice) => heard.push(notice));
      await announce(store, odd, time() + 60_000);
      expect((await store.get(odd)).value).toBe(odd);
      expect((await store.members(odd)).value).toEqual([odd]);
      expect(heard).toEqual([odd]);
    });
  });
}
