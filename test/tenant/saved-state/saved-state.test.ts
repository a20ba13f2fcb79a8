import Fastify from 'fastify';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { answerWhenSaved } from '../../../src/tenant/saved-state/answer-when-saved.ts';
import { SavedMap } from '../../../src/tenant/saved-state/saved-map.ts';
import { SavedState } from '../../../src/tenant/saved-state/saved-state.ts';
import type { RecordChange } from '../../../src/tenant/saved-state/state-file.ts';

/** A disk whose writes can be seen, and fail. */
class Disk {
  readonly batches: (readonly RecordChange[])[] = [];
  isFull = false;
  readonly #found: { kind: string; key: string; value: string }[];

  constructor(found: { kind: string; key: string; value: string }[] = []) {
    this.#found = found;
  }

  records() {
    return this.#found;
  }

  write(changes: readonly RecordChange[]): void {
    if (this.isFull) throw new Error('disk is full');
    this.batches.push(changes);
  }

  close(): void {
    this.isFull = true;
  }
}

describe('SavedState', () => {
  it('writes the changes of one turn together, each value once and as it is at the end', async () => {
    const disk = new Disk();
    const state = new SavedState(disk);
    const users = state.records<{ name: string }>('user');
    const user = { name: 'Ada' };
    users.set('a', user);
    users.delete('b');
    user.name = 'Eve';
    users.set('a', user);
    await state.saved();
    expect(disk.batches).toEqual([
      [
        { kind: 'user', key: 'a', value: '{"name":"Eve"}' },
        { kind: 'user', key: 'b', value: null },
      ],
    ]);
    await state.saved();
    expect(disk.batches).toHaveLength(1);
  });

  it('tries again what could not be written, unless it has changed since', async () => {
    const disk = new Disk();
    const state = new SavedState(disk);
    const users = state.records<number>('user');
    disk.isFull = true;
    users.set('a', 1);
    users.set('b', 1);
    await expect(state.saved()).rejects.toThrow('disk is full');
    await expect(state.saved()).rejects.toThrow('disk is full');
    disk.isFull = false;
    users.set('a', 2);
    await state.saved();
    expect(disk.batches.flat()).toEqual([
      { kind: 'user', key: 'a', value: '2' },
      { kind: 'user', key: 'b', value: '1' },
    ]);
  });

  it('writes what is unsaved when it closes', async () => {
    const disk = new Disk();
    const state = new SavedState(disk);
    state.records<number>('user').set('a', 1);
    await state.close();
    expect(disk.batches).toHaveLength(1);
  });
});

describe('SavedMap', () => {
  it('begins with what was saved, and saves what it forgets beyond its size', async () => {
    const disk = new Disk([
      { kind: 'user', key: 'a', value: '"A"' },
      { kind: 'other', key: 'a', value: '"O"' },
      { kind: 'user', key: 'b', value: '"B"' },
    ]);
    const state = new SavedState(disk);
    const map = new SavedMap<string>(state, { kind: 'user', max: 2 });
    expect([...map.entries()]).toEqual([
      ['b', 'B'],
      ['a', 'A'],
    ]);
    map.set('c', 'C');
    await state.saved();
    expect(disk.batches.flat()).toEqual([
      { kind: 'user', key: 'a', value: null },
      { kind: 'user', key: 'c', value: '"C"' },
    ]);
  });
});

describe('answerWhenSaved', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('answers 500 while changes cannot be saved, and says why on the console', async () => {
    const disk = new Disk();
    const state = new SavedState(disk);
    const counts = state.records<number>('count');
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const app = Fastify();
    answerWhenSaved(app, () => state.saved());
    app.get('/', () => {
      counts.set('requests', 1);
      return 'done';
    });
    disk.isFull = true;
    const refused = await app.inject('/');
    expect([refused.statusCode, refused.body.includes('done')]).toEqual([500, false]);
    expect(told.mock.calls).toEqual([['The local tenant cannot save its state: disk is full']]);
    disk.isFull = false;
    expect((await app.inject('/')).body).toBe('done');
    expect(disk.batches).toHaveLength(1);
    await app.close();
  });
});
