import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { LogEntry, Position } from '../../src/store/event-log.ts';
import { FileEventLog } from '../../src/store/file-event-log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 10, 28);

let folder: string;
let later: number;
let warnings: [details: object, message: string][];
beforeEach(() => {
  folder = join(temporaryFolder(), 'audit');
  later = 0;
  warnings = [];
});

/** Opens the log, as a process that starts does. */
const open = (entries = 80) =>
  new FileEventLog({
    ...{ folder, name: 'attempts', limits: { entries, lifetime: 80 * day } },
    now: () => new Date(start + later),
    log: { warn: (...line) => warnings.push(line) },
  });
const text = (number: number) => JSON.stringify({ number });
const append = (log: FileEventLog, ...numbers: number[]) => log.append('batch', numbers.map(text));
/** Reads the newest entries. */
async function read(log: FileEventLog, count: number, before?: Position): Promise<LogEntry[]> {
  const found: LogEntry[] = [];
  for await (const entry of log.newestFirst(before)) if (found.push(entry) === count) break;
  return found;
}
const numbersIn = async (log: FileEventLog) =>
  (await read(log, Infinity)).map((entry) => (JSON.parse(entry.text) as { number: number }).number);
const files = () => readdirSync(folder).sort();
const fileOf = (number: number) => join(folder, `attempts.00000${number}.jsonl`);

describe('a log in files', () => {
  it('gives the newest entries first, and goes on before a position', async () => {
    const log = open();
    await append(log, 1, 2, 3);
    later += 5;
    await append(log, 4);
    const newest = await read(log, 2);
    expect(newest).toMatchObject([
      { ms: start + 5, seq: 0, text: expect.stringContaining('"number":4') },
      { ms: start, seq: 2 },
    ]);
    expect(await read(log, 10, newest[1])).toMatchObject([
      { ms: start, seq: 1 },
      { ms: start, seq: 0 },
    ]);
  });

  it('is empty before the first entry, and makes no folder to read it', async () => {
    expect(await read(open(), 10)).toEqual([]);
    expect(() => readdirSync(folder)).toThrow('ENOENT');
  });

  it('gives the files to their owner alone', async () => {
    await append(open(), 1);
    expect([statSync(folder).mode & 0o777, statSync(fileOf(1)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
  });

  it('has one JSON object in each line, with the position as id', async () => {
    await append(open(), 1, 2);
    expect(readFileSync(fileOf(1), 'utf8')).toBe(
      `{"id":"${start}-0","number":1}\n{"id":"${start}-1","number":2}\n`,
    );
  });

  it('goes on after a restart, also if the clock has gone back meanwhile', async () => {
    await append(open(), 1, 2);
    later = -day;
    const log = open();
    await append(log, 3);
    expect(await read(log, 1)).toMatchObject([{ ms: start, seq: 2 }]);
    expect(await numbersIn(log)).toEqual([3, 2, 1]);
  });

  it('keeps no more entries than its maximum: the oldest file goes', async () => {
    const log = open();
    for (let number = 1; number <= 200; number += 1) await append(log, number);
    const kept = await numbersIn(log);
    expect(kept).toEqual(Array.from({ length: 80 }, (_, index) => 200 - index));
    expect(files()).toHaveLength(8);
    const again = open();
    await append(again, 201);
    expect(await numbersIn(again)).toEqual([201, ...kept.slice(0, 70)]);
  });

  it('begins a new file after an eighth of the lifetime, and removes a file when its last entry is too old', async () => {
    const log = open();
    await append(log, 1);
    later += 10 * day;
    await append(log, 2);
    expect(files()).toHaveLength(2);
    const [old = ''] = files();
    utimesSync(join(folder, old), new Date(start), new Date(start));
    later += 70 * day + 1;
    await append(log, 3);
    expect(files()).not.toContain(old);
    expect(await numbersIn(log)).not.toContain(1);
  });
});

describe('a line that a crash has cut off', () => {
  it('is ignored, and takes the next entry not with it', async () => {
    await append(open(), 1, 2);
    appendFileSync(fileOf(1), `{"id":"${start}-9","number":`);
    const log = open();
    await append(log, 3);
    expect(await numbersIn(log)).toEqual([3, 2, 1]);
    expect(warnings).toEqual([[{ file: fileOf(1) }, 'unreadable lines ignored']]);
  });

  it.each([
    ['ends where another object ends', `{"id":"${start}-9","after":{"a":"b"}`],
    ['is no JSON', 'garbage'],
    ['is JSON without a position', '{"number":9}'],
    ['has a position that is none', '{"id":"1764-","number":9}'],
  ])('is ignored if it %s', async (_how, line) => {
    mkdirSync(folder);
    writeFileSync(fileOf(1), `{"id":"1-0","number":1}\n${line}\n{"id":"2-0","number":2}\n`);
    expect(await numbersIn(open())).toEqual([2, 1]);
    expect(warnings).toHaveLength(1);
  });
});

describe('a folder that cannot be written', () => {
  it('fails the write, and the same batch is written once when it is back', async () => {
    const log = open();
    await append(log, 1);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file in its place');
    await expect(append(log, 2)).rejects.toThrow();
    await expect(append(log, 2)).rejects.toThrow();
    rmSync(folder);
    await append(log, 2);
    expect(await numbersIn(log)).toEqual([2]);
  });
});
