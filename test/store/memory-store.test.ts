import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Journal } from '../../src/store/journal.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { announce } from '../support/announce.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { storeSuite } from './store-suite.ts';

storeSuite('in memory', (now) => {
  const store = new MemoryStore({ now });
  return Promise.resolve({ store, close: () => store.close() });
});

storeSuite('in memory, with a file', async (now) => {
  const store = await withFile(join(temporaryFolder(), 'state', 'sessions.jsonl'), now);
  return { store, close: () => store.close() };
});

const warnings: string[] = [];
const log = { warn: (_details: object, message: string) => warnings.push(message) };

async function withFile(file: string, now = () => new Date()): Promise<MemoryStore> {
  return new MemoryStore({ now, journal: await Journal.open({ file, now, log }) });
}

const heardFrom = (store: MemoryStore) => {
  const heard: string[] = [];
  store.follow((notice) => heard.push(notice));
  return heard;
};

describe('a memory store', () => {
  it('is ready, and an announcement is known everywhere', async () => {
    const store = new MemoryStore({ now: () => new Date() });
    expect(store.isReady()).toBe(true);
    expect(await announce(store, 'news', Date.now() + 60_000)).toBe(true);
  });

  it('drops entries whose instant is past', async () => {
    let later = 0;
    const store = new MemoryStore({ now: () => new Date(Date.now() + later) });
    const until = Date.now() + 10_000;
    await store.set('value', 'x', until);
    await store.add('set', 'x', until);
    await announce(store, 'notice', until);
    later = 120_000;
    await store.set('another', 'x', Date.now() + 600_000);
    later = 0;
    expect([...store.entries()]).toEqual([
      { kind: 'value', key: 'another', value: 'x', until: expect.any(Number) },
    ]);
  });
});

describe('a memory store with a file', () => {
  const later = Date.now() + 60_000;

  it('has the same entries after a restart', async () => {
    const file = join(temporaryFolder(), 'sessions.jsonl');
    const before = await withFile(file);
    await before.set('key', 'value', later);
    await before.add('set', 'member', later);
    await announce(before, 'notice', later);
    await announce(before, 'past', Date.now() - 1);
    await before.close();

    const after = await withFile(file);
    expect((await after.get('key')).value).toBe('value');
    expect((await after.members('set')).value).toEqual(['member']);
    expect(heardFrom(after)).toEqual(['notice']);
  });

  it('S08: what was deleted stays deleted after a restart', async () => {
    const file = join(temporaryFolder(), 'sessions.jsonl');
    const before = await withFile(file);
    await before.set('key', 'value', later, 7);
    await before.delete('key');
    await before.add('set', 'member', later);
    await before.remove('set', 'member');
    await before.close();
    const after = await withFile(file);
    expect((await after.get('key')).value).toBeUndefined();
    expect((await after.members('set')).value).toEqual([]);
  });

  it('writes the lines that every version reads, and reads them', async () => {
    const file = join(temporaryFolder(), 'sessions.jsonl');
    const lines = [
      '["value","key","value",9000000000000]',
      '["member","set","member",9000000000000]',
      '["notice","notice",9000000000000]',
    ];
    const before = await withFile(file);
    await before.set('key', 'value', 9e12);
    await before.add('set', 'member', 9e12);
    await announce(before, 'notice', 9e12);
    expect(readFileSync(file, 'utf8')).toBe(`\n${lines.join('\n')}\n`);

    const other = join(temporaryFolder(), 'sessions.jsonl');
    writeFileSync(other, `${lines.join('\n')}\n`);
    const after = await withFile(other);
    expect((await after.get('key')).value).toBe('value');
    expect((await after.members('set')).value).toEqual(['member']);
    expect(heardFrom(after)).toEqual(['notice']);
  });

  it('only the owner may read the file', async () => {
    const file = join(temporaryFolder(), 'state', 'sessions.jsonl');
    const store = await withFile(file);
    await store.set('key', 'value', later);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  });

  it('ignores a line that a crash has cut off, and logs it', async () => {
    const file = join(temporaryFolder(), 'sessions.jsonl');
    const before = await withFile(file);
    await announce(before, 'whole', later);
    await before.close();
    appendFileSync(file, '["notice","cut o');
    warnings.length = 0;
    const after = await withFile(file);
    await announce(after, 'next', later);
    expect(warnings).toEqual(['unreadable lines ignored']);
    expect(heardFrom(await withFile(file))).toEqual(['whole', 'next']);
  });

  it.each(['null', '7', '[]', '["notice",7]', '["value","k",7,9e12]', '["other","a",9e12]'])(
    'ignores a line that is no entry: %s',
    async (line) => {
      const file = join(temporaryFolder(), 'sessions.jsonl');
      writeFileSync(file, `${line}\n`);
      expect([...(await withFile(file)).entries()]).toEqual([]);
    },
  );

  it('S11: what cannot be written is not claimed, and written later', async () => {
    const file = join(temporaryFolder(), 'sessions.jsonl');
    const store = await withFile(file);
    expect(await announce(store, 'before', later)).toBe(true);
    // Not even root can write to the file while a folder has its path.
    rmSync(file);
    mkdirSync(file);
    expect(await announce(store, 'first', later)).toBe(false);
    expect(store.state()).toEqual({ storage: 'refuses_writes', isBehind: true });
    rmSync(file, { recursive: true });
    expect(await announce(store, 'second', later)).toBe(true);
    expect(store.state()).toEqual({ storage: 'available', isBehind: false });
    expect(heardFrom(await withFile(file))).toEqual(['first', 'second']);
  });

  it('S11: what could not be written is written in the end', async () => {
    const file = join(temporaryFolder(), 'sessions.jsonl');
    const store = await withFile(file);
    rmSync(file);
    mkdirSync(file);
    await announce(store, 'first', later);
    rmSync(file, { recursive: true });
    await store.close();
    expect(heardFrom(await withFile(file))).toEqual(['first']);
  });

  it('writes an announcement after one of nothing', async () => {
    const file = join(temporaryFolder(), 'sessions.jsonl');
    const store = await withFile(file);
    expect(await store.announce([])).toBe(true);
    expect(await announce(store, 'next', later)).toBe(true);
    expect(heardFrom(await withFile(file))).toEqual(['next']);
  });

  it('rewrites a file that is too long', async () => {
    const file = join(temporaryFolder(), 'sessions.jsonl');
    const store = await withFile(file);
    const writes = Array.from({ length: 25_000 }, (_, index) =>
      store.set('key', `${index}`, later),
    );
    await Promise.all(writes);
    await store.set('key', 'last', later);
    await store.close();
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(20_000);
    expect((await (await withFile(file)).get('key')).value).toBe('last');
  });
});
